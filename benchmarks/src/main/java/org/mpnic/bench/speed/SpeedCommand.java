package org.mpnic.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mpnic.bench.Machine;
import org.mpnic.bench.baseline.NativeBuild;
import org.mpnic.cosim.lockstep.Toolchain;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import org.mpnic.ctl.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the model against the verilated RTL and a port in C. */
@Command(
    name = "speed",
    mixinStandardHelpOptions = true,
    description = {
      "The receive model against its verilated RTL and a port in C, on the same packets.",
      "Exit status 1 when results differ."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench speed --size 64 --size 1518 --json")
public final class SpeedCommand implements Callable<Integer> {
  private static final int LEAST_SIZE = 64;
  private static final int MOST_SIZE = 9018;

  /** Bytes of frames of a run; a subflow's announced mapping bounds the packets at small sizes. */
  private static final int RUN_BYTES = 1 << 23;

  private static final int MOST_PACKETS = 16_384;
  private static final int ROUNDS = 7;
  private static final int QUICK_ROUNDS = 3;
  private static final int PASSES = 16;

  private final Console console;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Frame size, bytes, FCS included; may be repeated (default 64 and 1518).")
  private List<Integer> sizes = List.of(64, 1518);

  @Option(names = "--quick", description = "Fewer packets and runs: a rough figure.")
  private boolean quick;

  @Option(names = "--no-rtl", description = "Compare with the C port only, which takes less time.")
  private boolean noRtl;

  @Mixin private OutputOptions output;

  /** A command that draws its progress on this console. */
  public SpeedCommand(Console console) {
    this.console = console;
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    if (!noRtl) {
      Toolchain.missing()
          .ifPresent(
              line -> {
                throw new UserError(line + ", or give --no-rtl");
              });
    }
    for (int size : sizes) {
      if (size < LEAST_SIZE || size > MOST_SIZE) {
        throw new UserError("--size " + size + ": " + LEAST_SIZE + " to " + MOST_SIZE);
      }
    }
    SpeedReport report = measure(console, sizes, quick, !noRtl);
    output.print(report);
    return report.allEqual() ? 0 : 1;
  }

  /**
   * Measures; {@code quick} takes half a minute, and once some two more to build the RTL.
   *
   * @param sizes frame sizes, bytes, FCS included
   * @param withRtl compare with the RTL
   */
  public static SpeedReport measure(
      Console console, List<Integer> sizes, boolean quick, boolean withRtl) {
    int rounds = quick ? QUICK_ROUNDS : ROUNDS;
    Machine machine = Machine.here();
    List<SpeedRun> runs = new ArrayList<>();
    try (Progress progress = new Progress(console)) {
      for (int size : sizes) {
        progress.update(() -> "speed: " + size + " bytes (the first run builds the RTL: minutes)");
        int packets = Math.min(MOST_PACKETS, RUN_BYTES / size) / (quick ? 4 : 1);
        runs.add(new SpeedComparison(size, packets, withRtl).run(rounds, PASSES));
      }
    }
    return new SpeedReport(machine, rounds, NativeBuild.missing().orElse(null), runs);
  }
}
