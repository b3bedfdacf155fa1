package org.mpnic.bench.growth;

import java.util.List;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * How a card grows with its subflows.
 *
 * @param points one for each number of subflows and kind of memory
 */
public record GrowthReport(List<GrowthPoint> points) implements Report {
  private static final double MEGA = 1e6;

  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(
            console,
            "subflows",
            "tables",
            "read cycles",
            "accesses/cycle",
            "packets/cycle",
            "drops",
            "latency cycles",
            "Mbit",
            "host MB",
            "host bytes/subflow",
            "build s",
            "host Mpacket/s");
    for (GrowthPoint point : points) {
      HostCost host = point.host();
      table.row(
          point.subflows(),
          point.memory(),
          point.readLatencyCycles(),
          point.accessesPerCycle(),
          String.format("%.4f", point.packetsPerCycle()),
          point.drops(),
          point.latency(),
          String.format("%.2f", point.bits() / MEGA),
          String.format("%.1f", host.memoryBytes() / MEGA),
          host.memoryBytesPerSubflow() == null
              ? null
              : String.format("%.0f", host.memoryBytesPerSubflow()),
          String.format("%.2f", host.buildSeconds()),
          String.format("%.2f", host.packetsPerSecond() / MEGA));
    }
    table.print();
    console.out().println();
    tables(console);
    console
        .out()
        .println(
            "frames of 64 bytes in random order; columns of the host are measured, with frames");
  }

  /** The tables of the last point, the largest. */
  private void tables(Console console) {
    GrowthPoint last = points.get(points.size() - 1);
    TextTable table =
        new TextTable(
            console, "stage", "table", "entries", "bits/entry", "Mbit", "of " + last.subflows());
    for (TableSize size : last.tables()) {
      table.row(
          size.stage(),
          size.table(),
          size.entries(),
          size.bitsPerEntry(),
          String.format("%.2f", size.bits() / MEGA),
          last.memory());
    }
    table.print();
  }
}
