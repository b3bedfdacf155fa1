package org.mpnic.bench.host;

import java.util.Collection;
import org.mpnic.ctl.Progress;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** Shows which iteration JMH is at, and nothing else of its output. */
final class JmhProgress implements OutputFormat {
  private final Progress progress;
  private final String name;

  /** Draws on a progress line, behind the benchmark's name. */
  JmhProgress(Progress progress, String name) {
    this.progress = progress;
    this.name = name;
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams parameters, int number) {
    progress.update(
        () -> {
          StringBuilder line = new StringBuilder(name);
          for (String key : benchmark.getParamsKeys()) {
            line.append(' ').append(key).append(' ').append(benchmark.getParam(key));
          }
          return line + ": " + parameters.getType().toString().toLowerCase() + " " + number;
        });
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams parameters, int number, IterationResult data) {}

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> result) {}

  @Override
  public void print(String text) {}

  @Override
  public void println(String text) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public void verbosePrintln(String text) {}

  @Override
  public void write(int character) {}

  @Override
  public void write(byte[] characters) {}
}
