package org.mpnic.cosim;

import java.nio.file.Path;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.Toolchain;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.cosim.twin.StageTwins;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.UserError;
import org.mpnic.model.config.NicConfig;
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
    footer = "  mpnic cosim run --stage subflow_tracker --random --seed 1 --packets 100000")
final class CosimCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "what to do is missing: run");
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = {
        "Run one stage of the model and its RTL in lockstep.",
        "Exit status 1 when they differ."
      },
      footerHeading = "%nExample:%n",
      footer = "  mpnic cosim run --stage packet_buffer --random --seed 7 --packets 100000 --json")
  int runStage(
      @Option(
              names = "--stage",
              required = true,
              paramLabel = "NAME",
              description = "The stage, by the name of its RTL module.")
          String stage,
      @Option(names = "--random", description = "Random input; the only kind yet.") boolean random,
      @Option(
              names = "--seed",
              defaultValue = "1",
              paramLabel = "N",
              description = "Seed of the input (default ${DEFAULT-VALUE}).")
          long seed,
      @Option(
              names = "--packets",
              defaultValue = "100000",
              paramLabel = "N",
              description = "Packets of the input (default ${DEFAULT-VALUE}).")
          long packets,
      @Option(
              names = "--wave",
              paramLabel = "FILE.fst",
              description = "Write a waveform of the whole run, which makes it slow.")
          Path wave,
      @Option(
              names = "--rtl",
              paramLabel = "DIR",
              description = "Folder with a module NAME.sv in the place of ours.")
          Path rtl,
      @Mixin OutputOptions output) {
    StageTwins.Maker maker = StageTwins.of(stage);
    if (maker == null) {
      throw new UserError("no twin of stage " + stage + ": there are " + StageTwins.names());
    }
    if (packets < 1) {
      throw new UserError("--packets " + packets + ": must be 1 or more");
    }
    Toolchain.missing()
        .ifPresent(
            line -> {
              throw new UserError(line);
            });
    Path home = Path.of(System.getProperty("mpnic.home", "."), "hdl-cosim").toAbsolutePath();
    Path own = rtl == null ? null : rtl.toAbsolutePath();
    Lockstep lockstep =
        new Lockstep(
            new VerilatedBuild(home, own), s -> maker.make(NicConfig.DEFAULT, s, packets), seed);
    Path waveOfDifference = Path.of("mpnic-" + stage + "-" + seed + ".fst").toAbsolutePath();
    CosimReport report = lockstep.run(wave, waveOfDifference);
    output.print(report);
    return report.first() == null ? 0 : 1;
  }
}
