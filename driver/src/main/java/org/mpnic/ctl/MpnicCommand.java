package org.mpnic.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command tree. */
@Command(
    name = "mpnic",
    mixinStandardHelpOptions = true,
    version = "mpnic 0.1.0",
    description =
        "A SmartNIC for Multipath TCP, as a model: start cards, replay captures, look inside.",
    subcommands = {DemoCommand.class, ReplayCommand.class, LoopCommand.class, DeviceCommand.class},
    footerHeading = "%nExample:%n",
    footer = {
      "  mpnic demo",
      "  mpnic replay capture.pcapng --out streams",
      "  mpnic loop --bytes 1GiB",
      "",
      "More, built when first called: bench (benchmarks).",
      "Exit status: 0 done, 1 could not (one line says why), 2 wrong usage.",
      "Environment: MPNIC_DIR folder of the cards' shared memory, MPNIC_JAVA_HOME the JDK to run on,",
      "NO_COLOR no colours, MPNIC_DEBUG=1 stack traces."
    })
final class MpnicCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
