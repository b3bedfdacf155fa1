package org.mpnic.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the benchmarks: host speed, measured with JMH, and simulated figures. */
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

  @Command(
      name = "datapath",
      mixinStandardHelpOptions = true,
      description = "Packets a second through the model of the receive datapath, by frame size.",
      footerHeading = "%nExample:%n",
      footer = "  mpnic bench datapath --quick")
  int datapath(
      @Option(names = "--quick", description = "One fork and short iterations: a rough figure.")
          boolean quick)
      throws RunnerException {
    return run(quick, RxDatapathBenchmark.class);
  }

  @Command(
      name = "transmit",
      mixinStandardHelpOptions = true,
      description = {
        "MiB of stream payload a second through driver and transmit model, with DSS checksums;",
        "and whole frames of 64 bytes a second."
      },
      footerHeading = "%nExample:%n",
      footer = "  mpnic bench transmit --quick")
  int transmit(
      @Option(names = "--quick", description = "One fork and short iterations: a rough figure.")
          boolean quick)
      throws RunnerException {
    return run(quick, TransmitBenchmark.class, TransmitFramesBenchmark.class);
  }

  private static int run(boolean quick, Class<?>... benchmarks) throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
    for (Class<?> benchmark : benchmarks) {
      options = options.include(benchmark.getName());
    }
    if (quick) {
      options =
          options.forks(1).warmupIterations(3).measurementIterations(3).measurementTime(seconds(1));
    }
    new Runner(options.build()).run();
    return 0;
  }

  private static TimeValue seconds(int count) {
    return TimeValue.seconds(count);
  }
}
