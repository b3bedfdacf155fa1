package org.mpnic.cosim;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongFunction;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Toolchain;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.cosim.twin.StageTwins;
import org.mpnic.cosim.twin.TopTwins;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.UserError;
import org.mpnic.device.ConfigSettings;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.NicConfigBuilder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the model and its verilated RTL on the same input. */
@Command(
    name = "cosim",
    mixinStandardHelpOptions = true,
    description = "Compare the model with its RTL, cycle by cycle.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic cosim run --top rx --random --seed 1 --packets 100000")
final class CosimCommand implements Runnable {
  private static final long RANDOM_PACKETS = 100_000;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: run");
  }

  /** What is run: one stage, or the whole path. */
  static final class Subject {
    @Option(
        names = "--stage",
        required = true,
        paramLabel = "NAME",
        description = "One stage, by the name of its RTL module.")
    private String stage;

    @Option(
        names = "--top",
        required = true,
        paramLabel = "rx|tx|tx_path",
        description = {
          "The whole receive or transmit path; tx_path: what",
          "stands behind a grant of the segmenter."
        })
    private String top;
  }

  /** Where its input comes from. */
  static final class Input {
    @Option(names = "--random", description = "Random input (default).")
    private boolean random;

    @Option(
        names = "--capture",
        paramLabel = "FILE",
        description = "Frames of a capture file; with --top.")
    private Path capture;
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Run the model and its RTL in lockstep: one stage, or the whole receive path.",
        "Exit status 1 when they differ."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mpnic cosim run --stage packet_buffer --random --seed 7 --packets 100000 --json",
        "  mpnic cosim run --top rx --capture trace.pcap"
      })
  int run(
      @ArgGroup(exclusive = true, multiplicity = "1") Subject subject,
      @ArgGroup(exclusive = true) Input input,
      @Option(
              names = "--seed",
              defaultValue = "1",
              paramLabel = "N",
              description = "Seed of input and stalls (default ${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--packets",
              paramLabel = "N",
              description =
                  "Packets of random input (default "
                      + RANDOM_PACKETS
                      + "), or most frames of the capture (default all).")
          Long most,
      @Option(
              names = "--max-gap",
              defaultValue = "10000",
              paramLabel = "CYCLES",
              description = {
                "Cut longer pauses of a capture to this (default ${DEFAULT-VALUE});",
                "0: no pauses, frames follow each other at line rate."
              })
          long maxGap,
      @Option(
              names = "--set",
              paramLabel = "NAME=VALUE",
              description = "Set a parameter of the card, in both twins; may be repeated.")
          Map<String, String> settings,
      @Option(
              names = "--wave",
              paramLabel = "FILE.fst",
              description = "Write a waveform of the whole run, which makes it slow.")
          Path wave,
      @Option(
              names = "--no-wave",
              description = "No waveform of a difference either: it takes a second build.")
          boolean noWave,
      @Option(
              names = "--record",
              paramLabel = "DIR",
              description = "Write inputs and outputs to DIR, for sim/four-state; with --top.")
          Path record,
      @Option(
              names = "--rtl",
              paramLabel = "DIR",
              description = "Folder with modules in the place of ours.")
          Path rtl,
      @Mixin OutputOptions output) {
    needTools();
    Path capture = input == null ? null : input.capture;
    long packets = most != null ? most : capture == null ? RANDOM_PACKETS : Long.MAX_VALUE;
    if (packets < 1) {
      throw new UserError("--packets " + packets + ": must be 1 or more");
    }
    boolean isTop = subject.top != null;
    if (record != null && !isTop) {
      throw new UserError(
          "--record goes with --top rx: what a stage's idle inputs mean is not known");
    }
    NicConfig config = configure(settings);
    LongFunction<StageTwin> twins =
        isTop
            ? TopTwins.maker(subject.top, config, capture, packets, maxGap)
            : stages(subject.stage, config, capture, packets);
    Path home = Path.of(System.getProperty("mpnic.home", "."), "hdl-cosim").toAbsolutePath();
    Path own = rtl == null ? null : rtl.toAbsolutePath();
    Lockstep lockstep = new Lockstep(new VerilatedBuild(home, own), twins, seed);
    String name = isTop ? subject.top : subject.stage;
    Path waveOfDifference = Path.of("mpnic-" + name + "-" + seed + ".fst").toAbsolutePath();
    CosimReport report =
        record != null
            ? lockstep.record(record)
            : lockstep.run(wave, noWave ? null : waveOfDifference);
    if (report.beats() == 0 && report.first() == null) {
      throw new UserError("nothing was compared: the input has no frame that enters a port");
    }
    output.print(report);
    return report.first() == null ? 0 : 1;
  }

  private static LongFunction<StageTwin> stages(
      String stage, NicConfig config, Path capture, long packets) {
    StageTwins.Maker maker = StageTwins.of(stage);
    if (maker == null) {
      throw new UserError("no twin of stage " + stage + ": there are " + StageTwins.names());
    }
    if (capture != null) {
      throw new UserError("--capture goes with --top rx: a stage has random input");
    }
    return seed -> maker.make(config, seed, packets);
  }

  private static NicConfig configure(Map<String, String> settings) {
    NicConfigBuilder builder = NicConfig.DEFAULT.toBuilder();
    try {
      if (settings != null) {
        settings.forEach((name, value) -> ConfigSettings.apply(builder, name, value));
      }
      return builder.build();
    } catch (IllegalArgumentException refused) {
      throw new UserError("--set: " + refused.getMessage(), refused);
    }
  }

  private static void needTools() {
    Toolchain.missing()
        .ifPresent(
            line -> {
              throw new UserError(line);
            });
  }
}
