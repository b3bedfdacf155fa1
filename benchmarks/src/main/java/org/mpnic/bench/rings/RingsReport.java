package org.mpnic.bench.rings;

import java.util.List;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * Rings between two processes.
 *
 * @param machine what it ran on
 * @param rounds runs of each ring, by turns
 * @param missing why a baseline is missing, or null
 * @param streams throughput
 * @param pings latency
 */
public record RingsReport(
    Machine machine, int rounds, String missing, List<RingResult> streams, List<PingResult> pings)
    implements Report {
  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(console, "ring", "batch", "M entries/s", "least", "most", "to C");
    for (RingResult result : streams) {
      table.row(
          result.ring(),
          result.batch(),
          String.format("%.1f", result.entriesPerSecond() / 1e6),
          String.format("%.1f", result.least() / 1e6),
          String.format("%.1f", result.most() / 1e6),
          result.ratioToC() == null ? null : String.format("%.2f", result.ratioToC()));
    }
    table.print();
    TextTable latencies = new TextTable(console, "ring", "there and back ns", "99th percentile");
    for (PingResult ping : pings) {
      latencies.row(ping.ring(), ping.medianNanoseconds(), ping.p99Nanoseconds());
    }
    latencies.print();
    machine.print(
        console,
        missing,
        "entries of 64 bytes, "
            + DriverRings.COMPLETION_ENTRIES
            + " deep, every word summed and compared; two processes, a processor each; "
            + rounds
            + " rounds by turns; how far apart the processors are shows in the latency");
  }
}
