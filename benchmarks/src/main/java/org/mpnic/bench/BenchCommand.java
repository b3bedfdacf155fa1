package org.mpnic.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks: host speed, and simulated figures. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure: the speed of this machine, and simulated figures of the card.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench datapath --quick")
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "what to run is missing: see mpnic bench --help");
  }
}
