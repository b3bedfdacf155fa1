package org.mpnic.bench.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mpnic.bench.Machine;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import org.mpnic.ctl.UserError;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Runs one of the benchmarks of host speed, each in a JVM of its own. */
@Command(mixinStandardHelpOptions = true, footerHeading = "%nExample:%n")
public final class HostSpeedCommand implements Callable<Integer> {
  private static final TimeValue QUICK_SAMPLE = TimeValue.milliseconds(500);
  private static final int QUICK_SAMPLES = 3;
  private static final double MEDIAN = 50;

  private final HostBenchmark benchmark;
  private final Console console;

  @Option(names = "--quick", description = "One fork and short iterations: a rough figure.")
  private boolean quick;

  @Mixin private OutputOptions output;

  private HostSpeedCommand(HostBenchmark benchmark, Console console) {
    this.benchmark = benchmark;
    this.console = console;
    this.output = new OutputOptions(console);
  }

  /** The command of a benchmark. */
  public static CommandLine of(HostBenchmark benchmark, Console console) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new HostSpeedCommand(benchmark, console));
    spec.name(benchmark.command());
    spec.usageMessage()
        .description(benchmark.description())
        .footer("  mpnic bench " + benchmark.command() + " --quick");
    return new CommandLine(spec);
  }

  @Override
  public Integer call() {
    output.print(measure(benchmark, console, quick));
    return 0;
  }

  /** Measures; {@code quick} takes some four seconds for each set of parameters. */
  public static HostSpeedReport measure(HostBenchmark benchmark, Console console, boolean quick) {
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(benchmark.type().getName() + "\\.").shouldFailOnError(true);
    if (quick) {
      options =
          options
              .forks(1)
              .warmupIterations(QUICK_SAMPLES)
              .warmupTime(QUICK_SAMPLE)
              .measurementIterations(QUICK_SAMPLES)
              .measurementTime(QUICK_SAMPLE);
    }
    Machine machine = Machine.here();
    try (Progress progress = new Progress(console)) {
      JmhProgress shown = new JmhProgress(progress, "bench " + benchmark.command());
      List<HostSpeedResult> results = new ArrayList<>();
      int forks = 0;
      for (RunResult run : new Runner(options.build(), shown).run()) {
        forks = run.getParams().getForks();
        results.add(result(run, benchmark.scale()));
      }
      return new HostSpeedReport(machine, benchmark.command(), benchmark.unit(), forks, results);
    } catch (RunnerException failure) {
      throw new UserError(
          "bench " + benchmark.command() + " failed: " + UserError.oneLine(failure), failure);
    }
  }

  private static HostSpeedResult result(RunResult run, double scale) {
    BenchmarkParams parameters = run.getParams();
    Map<String, String> named = new LinkedHashMap<>();
    for (String name : parameters.getParamsKeys()) {
      named.put(name, parameters.getParam(name));
    }
    Statistics samples = run.getPrimaryResult().getStatistics();
    return new HostSpeedResult(
        named,
        samples.getPercentile(MEDIAN) / scale,
        samples.getMin() / scale,
        samples.getMax() / scale,
        samples.getN());
  }
}
