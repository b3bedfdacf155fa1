package org.mpnic.bench.linerate;

import java.util.List;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * Latency and rate of one card's receive datapath.
 *
 * @param ports ports that were offered frames at once
 * @param clockMhz clock of the datapath
 * @param pcie generation and lanes of the host link
 * @param subflows subflows that the frames belonged to
 * @param points one for each size and load
 */
public record LatencyReport(
    int ports, double clockMhz, String pcie, int subflows, List<LatencyPoint> points)
    implements Report {
  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(
            console,
            "bytes",
            "load",
            "packets",
            "grant cycles",
            "packets/cycle",
            "completion cycles",
            "drops",
            "min cycles",
            "max cycles",
            "min ns",
            "max ns");
    for (LatencyPoint point : points) {
      table.row(
          point.size(),
          point.load(),
          point.packets(),
          point.grantCycles(),
          String.format("%.4f", point.packetsPerCycle()),
          point.completionCycles(),
          point.drops(),
          point.minCycles(),
          point.maxCycles(),
          String.format("%.0f", point.minNs()),
          String.format("%.0f", point.maxNs()));
    }
    table.print();
    console
        .out()
        .printf("rx, %d ports, %.6f MHz, PCIe %s, %d subflows%n", ports, clockMhz, pcie, subflows);
  }
}
