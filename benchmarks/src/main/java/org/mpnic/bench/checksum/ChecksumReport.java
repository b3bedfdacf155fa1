package org.mpnic.bench.checksum;

import java.util.List;
import java.util.Map;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * The ones' complement sum.
 *
 * @param machine what it ran on
 * @param rounds runs of each sum, by turns
 * @param missing why a baseline is missing, or null
 * @param results one for each size
 */
public record ChecksumReport(
    Machine machine, int rounds, String missing, List<ChecksumResult> results) implements Report {
  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(console, "bytes", "ns", "GB/s", "median ns", "to best C", "sums in C, ns");
    for (ChecksumResult result : results) {
      StringBuilder others = new StringBuilder();
      for (Map.Entry<String, Double> other : result.baselines().entrySet()) {
        others.append(String.format("%s %.1f  ", other.getKey(), other.getValue()));
      }
      table.row(
          result.bytes(),
          String.format("%.2f", result.nanoseconds()),
          String.format("%.1f", result.gigabytesPerSecond()),
          String.format("%.2f", result.medianNanoseconds()),
          result.ratioToC() == null ? null : String.format("%.2f", result.ratioToC()),
          others.toString());
    }
    table.print();
    machine.print(
        console,
        missing,
        "processor time of one thread, "
            + rounds
            + " runs by turns, results compared; the ratio is of the best runs");
  }
}
