package org.mpnic.bench.speed;

import java.util.List;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * The model against the verilated RTL and the C port.
 *
 * @param machine what it ran on
 * @param rounds runs of each, by turns; the best counts
 * @param missing what there is nothing to compare with, or null
 * @param runs one for each frame size
 */
public record SpeedReport(Machine machine, int rounds, String missing, List<SpeedRun> runs)
    implements Report {
  /** Whether all gave the same results at every size. */
  public boolean allEqual() {
    return runs.stream().allMatch(run -> run.equal() && run.portEqual());
  }

  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(
            console,
            "bytes",
            "packets",
            "model Mpacket/s",
            "RTL Mpacket/s",
            "model/RTL",
            "C Mpacket/s",
            "model/C",
            "model Mcycle/s",
            "RTL Mcycle/s",
            "driver %",
            "results");
    for (SpeedRun run : runs) {
      table.row(
          run.size(),
          run.packets(),
          text("%.3f", run.modelPacketsPerSecond(), 1e-6),
          text("%.5f", run.verilatorPacketsPerSecond(), 1e-6),
          text("%.1f", run.ratio(), 1),
          text("%.3f", run.portPacketsPerSecond(), 1e-6),
          text("%.2f", run.ratioToPort(), 1),
          text("%.2f", run.modelMegacyclesPerSecond(), 1),
          text("%.4f", run.verilatorMegacyclesPerSecond(), 1),
          text("%.1f", run.driverShare(), 100),
          run.equal() && run.portEqual() ? "equal" : "DIFFERENT");
    }
    table.print();
    machine.print(
        console,
        missing,
        "processor time of one thread, best of "
            + rounds
            + " runs by turns; where others run too, only the ratio counts");
  }

  private static String text(String format, Double value, double factor) {
    return value == null ? null : String.format(format, value * factor);
  }
}
