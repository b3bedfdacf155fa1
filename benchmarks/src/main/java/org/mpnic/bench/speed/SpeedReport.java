package org.mpnic.bench.speed;

import java.util.List;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Report;
import org.mpnic.ctl.TextTable;

/**
 * The model against the verilated RTL.
 *
 * @param machine what it ran on
 * @param rounds runs of each, by turns; the best counts
 * @param runs one for each frame size
 */
public record SpeedReport(Machine machine, int rounds, List<SpeedRun> runs) implements Report {
  /** Whether model and RTL gave the same results at every size. */
  boolean allEqual() {
    return runs.stream().allMatch(SpeedRun::equal);
  }

  @Override
  public void printText(Console console) {
    TextTable table =
        new TextTable(
            console,
            "bytes",
            "packets",
            "cycles",
            "model s",
            "RTL s",
            "model Mcycle/s",
            "RTL Mcycle/s",
            "model Mpacket/s",
            "RTL Mpacket/s",
            "ratio",
            "driver %",
            "results");
    for (SpeedRun run : runs) {
      table.row(
          run.size(),
          run.packets(),
          run.cycles(),
          String.format("%.4f", run.modelSeconds()),
          String.format("%.4f", run.verilatorSeconds()),
          String.format("%.2f", run.modelMegacyclesPerSecond()),
          String.format("%.4f", run.verilatorMegacyclesPerSecond()),
          String.format("%.3f", run.modelPacketsPerSecond() / 1e6),
          String.format("%.5f", run.verilatorPacketsPerSecond() / 1e6),
          String.format("%.1f", run.ratio()),
          String.format("%.1f", 100 * run.driverShare()),
          run.equal() ? "equal" : "DIFFERENT");
    }
    table.print();
    console.out().println(machine.line());
    console
        .out()
        .printf(
            "processor time of one thread, best of %d runs by turns; where others run too, only the"
                + " ratio counts%n",
            rounds);
  }
}
