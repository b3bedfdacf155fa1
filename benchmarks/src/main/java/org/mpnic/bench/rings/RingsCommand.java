package org.mpnic.bench.rings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.mpnic.bench.Machine;
import org.mpnic.bench.baseline.NativeBuild;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.ctl.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the driver's ring between two processes against rings in C. */
@Command(
    name = "rings",
    mixinStandardHelpOptions = true,
    description = {
      "The completion ring between two processes, against one in C and rte_ring.",
      "Entries a second at batch 1 and 32, and an entry there and back; rte_ring where libdpdk is",
      "installed."
    },
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench rings --quick")
public final class RingsCommand implements Callable<Integer> {
  private static final int[] BATCHES = {1, 32};
  private static final int ROUNDS = 11;
  private static final int QUICK_ROUNDS = 5;
  private static final int RUN_MILLISECONDS = 1000;
  private static final int QUICK_RUN_MILLISECONDS = 300;
  private static final int WARM_UP_MILLISECONDS = 2000;
  private static final String C = "c";

  private final Console console;

  @Option(names = "--quick", description = "Fewer and shorter runs: a rough figure.")
  private boolean quick;

  @Mixin private OutputOptions output;

  /** A command that draws its progress on this console. */
  public RingsCommand(Console console) {
    this.console = console;
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    output.print(measure(console, quick));
    return 0;
  }

  /** Measures; {@code quick} takes some 20 seconds. */
  public static RingsReport measure(Console console, boolean quick) {
    Map<String, RingPair> pairs = new LinkedHashMap<>();
    Optional<String> missing = NativeBuild.missing();
    if (missing.isEmpty()) {
      pairs.put(C, new NativeRings(false));
      if (NativeBuild.hasDpdk()) {
        pairs.put("rte_ring", new NativeRings(true));
      } else {
        missing = Optional.of("rte_ring is not measured: apt-get install libdpdk-dev");
      }
    }
    int rounds = quick ? QUICK_ROUNDS : ROUNDS;
    int milliseconds = quick ? QUICK_RUN_MILLISECONDS : RUN_MILLISECONDS;
    Machine machine = Machine.here();
    List<RingResult> streams = new ArrayList<>();
    List<PingResult> pings = new ArrayList<>();
    try (DriverRings driver = new DriverRings();
        Progress progress = new Progress(console)) {
      pairs.put("driver", driver);
      driver.stream(BATCHES[0], WARM_UP_MILLISECONDS);
      driver.ping(WARM_UP_MILLISECONDS);
      for (int batch : BATCHES) {
        driver.stream(batch, WARM_UP_MILLISECONDS);
        progress.update(() -> "rings: batch " + batch);
        streams.addAll(streams(pairs, batch, rounds, milliseconds));
      }
      progress.update(() -> "rings: latency");
      pings.addAll(pings(pairs, rounds, milliseconds));
    }
    return new RingsReport(machine, rounds, missing.orElse(null), streams, pings);
  }

  private static List<RingResult> streams(
      Map<String, RingPair> pairs, int batch, int rounds, int milliseconds) {
    Map<String, List<Double>> runs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      pairs.forEach(
          (name, pair) ->
              runs.computeIfAbsent(name, n -> new ArrayList<>())
                  .add(pair.stream(batch, milliseconds)));
    }
    List<RingResult> results = new ArrayList<>();
    List<Double> baseline = runs.get(C);
    runs.forEach(
        (name, own) -> {
          Double ratio =
              baseline == null
                  ? null
                  : median(
                      IntStream.range(0, rounds)
                          .mapToObj(i -> own.get(i) / baseline.get(i))
                          .toList());
          List<Double> sorted = own.stream().sorted().toList();
          results.add(
              new RingResult(
                  name, batch, median(own), sorted.get(0), sorted.get(rounds - 1), ratio, own));
        });
    return results;
  }

  private static List<PingResult> pings(Map<String, RingPair> pairs, int rounds, int milliseconds) {
    Map<String, List<long[]>> runs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      pairs.forEach(
          (name, pair) ->
              runs.computeIfAbsent(name, n -> new ArrayList<>()).add(pair.ping(milliseconds)));
    }
    List<PingResult> results = new ArrayList<>();
    runs.forEach(
        (name, own) ->
            results.add(
                new PingResult(
                    name,
                    Math.round(median(own.stream().map(run -> (double) run[0]).toList())),
                    Math.round(median(own.stream().map(run -> (double) run[1]).toList())))));
    return results;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
