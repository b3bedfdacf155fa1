package org.mpnic.bench.linerate;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * The curve of one card.
 *
 * @param direction rx, tx, or both at once
 * @param ports ports that were offered line rate at once
 * @param clockMhz clock of the datapath
 * @param busBits width of its bus
 * @param pcie generation and lanes of the host link
 * @param subflows subflows that the frames belonged to
 * @param transmit what the host gave to transmit: stream where the card can cut it into such
 *     frames, else whole frames
 * @param smallestAtLineRate size from which on every measured one is at line rate, null for never
 * @param points one for each size
 */
public record LineRateReport(
    String direction,
    int ports,
    double clockMhz,
    int busBits,
    String pcie,
    int subflows,
    String transmit,
    Integer smallestAtLineRate,
    List<LineRatePoint> points)
    implements Report {
  private static final int ROWS_IN_FULL = 40;

  /** The size from which on every point is at line rate, or null. */
  static Integer smallest(List<LineRatePoint> points) {
    Integer smallest = null;
    for (int i = points.size() - 1; i >= 0 && points.get(i).isLineRate(); i--) {
      smallest = points.get(i).size();
    }
    return smallest;
  }

  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(
            console,
            "bytes",
            "share %",
            "drops",
            "cycles/packet",
            "Mpacket/s",
            "Gbit/s",
            "limit",
            "to host GB/s",
            "to card GB/s",
            "link %",
            "deepest FIFO",
            "latency cycles");
    boolean all = points.size() <= ROWS_IN_FULL;
    LineRatePoint previous = null;
    for (LineRatePoint point : points) {
      if (all
          || previous == null
          || point == points.get(points.size() - 1)
          || point.isLineRate() != previous.isLineRate()
          || !point.limit().equals(previous.limit())
          || point.size() % 256 == 0) {
        row(table, point);
      }
      previous = point;
    }
    table.print();
    if (!all) {
      console
          .out()
          .printf(
              "%d of %d sizes shown: first, last, every 256th, and where the limit changes%n",
              table.size(), points.size());
    }
    console
        .out()
        .printf(
            "%s, %d ports, %.6f MHz, %d bit, PCIe %s, %d subflows: %s%n",
            direction, ports, clockMhz, busBits, pcie, subflows, verdict());
  }

  private String verdict() {
    long below = points.stream().filter(point -> !point.isLineRate()).count();
    if (below == 0) {
      return "line rate at every size";
    }
    return smallestAtLineRate == null
        ? "line rate never, " + below + " of " + points.size() + " sizes below it"
        : "line rate from " + smallestAtLineRate + " bytes on";
  }

  private static void row(TextTable table, LineRatePoint point) {
    FifoPeak deepest = point.fifos().get(point.deepestFifo());
    table.row(
        point.size(),
        String.format("%.3f", 100 * point.share()),
        point.drops(),
        String.format("%.4f", point.cyclesPerPacket()),
        String.format("%.2f", point.packetsPerSecond() / 1e6),
        String.format("%.2f", point.gigabitsPerSecond()),
        point.limit() + (point.drops() == 0 && !point.steady() ? ", filling" : ""),
        String.format("%.2f", point.link().toHostBytesPerSecond() / 1e9),
        String.format("%.2f", point.link().toCardBytesPerSecond() / 1e9),
        String.format("%.1f", 100 * point.linkUse()),
        point.deepestFifo() + " " + deepest.peak() + "/" + deepest.depth(),
        point.latencies().values().stream().map(CycleRange::toString).collect(joining(" ")));
  }
}
