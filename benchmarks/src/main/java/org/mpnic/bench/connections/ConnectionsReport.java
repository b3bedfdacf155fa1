package org.mpnic.bench.connections;

import java.util.List;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * Cost of a packet by the number of connections, packets in uniformly random order.
 *
 * @param machine what it ran on
 * @param size frame size, bytes, FCS included
 * @param rounds runs of each, by turns
 * @param memoryNanoseconds latency of a load from memory, best of the rounds
 * @param memoryMedianNanoseconds its median
 * @param addedLatencies what a packet costs more at most connections than at fewest, in latencies
 *     of memory, both of the best runs
 * @param points by the number of connections
 */
public record ConnectionsReport(
    Machine machine,
    int size,
    int rounds,
    double memoryNanoseconds,
    double memoryMedianNanoseconds,
    double addedLatencies,
    List<ConnectionsPoint> points)
    implements Report {
  @Override
  public void printText(Console console) {
    TextTable table = new TextTable(console, "connections", "ns/packet", "median");
    for (ConnectionsPoint point : points) {
      table.row(
          point.connections(),
          String.format("%.1f", point.nanosecondsPerPacket()),
          String.format("%.1f", point.medianNanoseconds()));
    }
    table.print();
    console
        .out()
        .printf(
            "latency of memory %.1f ns, median %.1f; from fewest to most connections a packet costs"
                + " %.2f latencies more%n",
            memoryNanoseconds, memoryMedianNanoseconds, addedLatencies);
    machine.print(
        console,
        null,
        size + " bytes, processor time of one thread, best of " + rounds + " runs by turns");
  }
}
