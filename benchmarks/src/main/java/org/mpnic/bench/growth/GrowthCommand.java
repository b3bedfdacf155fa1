package org.mpnic.bench.growth;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what a card with more subflows does and needs. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description = {
      "Packets per cycle, bits of the tables, and memory and time of the model, by number of"
          + " subflows, with tables on chip and external; frames in uniformly random order."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench growth --subflows 1,1024")
public final class GrowthCommand implements Callable<Integer> {
  private static final int MOST_SUBFLOWS = 1 << 20;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--subflows",
      split = ",",
      defaultValue = "1,1024,65536,1048576",
      paramLabel = "N",
      description = "Numbers of subflows, 1 to 1048576 (default ${DEFAULT-VALUE}).")
  private int[] subflows;

  @Option(
      names = "--packets",
      defaultValue = "400000",
      paramLabel = "N",
      description = "Packets of a run, 1000 or more (default ${DEFAULT-VALUE}).")
  private int packets;

  @Mixin private OutputOptions output;

  /** A command that draws its progress on this console. */
  public GrowthCommand(Console console) {
    this.console = console;
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    check();
    List<GrowthPoint> points = new ArrayList<>();
    try (Progress progress = new Progress(console)) {
      long smallest = new GrowthRun(TableMemory.ON_CHIP, 1, packets).run(0).host().memoryBytes();
      for (int count : subflows) {
        for (TableMemory memory : TableMemory.values()) {
          progress.update(() -> "growth: " + count + " subflows, tables " + memory.text);
          points.add(new GrowthRun(memory, count, packets).run(smallest));
        }
      }
    }
    output.print(new GrowthReport(points));
    return 0;
  }

  private void check() {
    for (int count : subflows) {
      if (count < 1 || count > MOST_SUBFLOWS) {
        throw new ParameterException(
            spec.commandLine(), "--subflows " + count + ": 1 to " + MOST_SUBFLOWS);
      }
    }
    if (packets < 1000) {
      throw new ParameterException(spec.commandLine(), "--packets " + packets + ": 1000 or more");
    }
  }
}
