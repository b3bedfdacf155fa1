package org.mpnic.bench.checksum;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.mpnic.bench.Machine;
import org.mpnic.bench.ProcessorTime;
import org.mpnic.bench.baseline.NativeBuild;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.OutputOptions;
import org.mpnic.wire.InternetChecksum;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the ones' complement sum against sums in C. */
@Command(
    name = "checksum",
    mixinStandardHelpOptions = true,
    description = "Measure the ones' complement sum against sums in C, and DPDK's where it is.",
    footerHeading = "%nExample:%n",
    footer = "  mpnic bench checksum --quick")
public final class ChecksumCommand implements Callable<Integer> {
  private static final int[] SIZES = {64, 256, 1500, 9000, 65_536};

  /** Sums begin at offsets 0, 64, ..., so that none is the one before. */
  private static final int OFFSETS = 8;

  private static final int STEP = 64;
  private static final int ROUNDS = 21;
  private static final int QUICK_ROUNDS = 7;

  /** Bytes that a run sums, and sums that it has at most. */
  private static final long RUN_BYTES = 1L << 29;

  private static final long QUICK_RUN_BYTES = 1L << 27;
  private static final long MOST_SUMS = 1 << 21;
  private static final int WARM_UP_RUNS = 10;

  @Option(names = "--quick", description = "Fewer and shorter runs: a rough figure.")
  private boolean quick;

  @Mixin private OutputOptions output;

  /** A command that writes to this console. */
  public ChecksumCommand(Console console) {
    this.output = new OutputOptions(console);
  }

  @Override
  public Integer call() {
    output.print(measure(quick));
    return 0;
  }

  /** Measures; {@code quick} takes some 10 seconds. */
  public static ChecksumReport measure(boolean quick) {
    Optional<String> missing = NativeBuild.missing();
    if (missing.isEmpty() && !NativeBuild.hasDpdk()) {
      missing = Optional.of("rte_raw_cksum is not measured: apt-get install libdpdk-dev");
    }
    Machine machine = Machine.here();
    Map<String, NativeSums.Sum> sums = NativeSums.all();
    int rounds = quick ? QUICK_ROUNDS : ROUNDS;
    List<ChecksumResult> results = new ArrayList<>();
    for (int size : SIZES) {
      results.add(measure(size, sums, rounds, quick ? QUICK_RUN_BYTES : RUN_BYTES));
    }
    return new ChecksumReport(machine, rounds, missing.orElse(null), results);
  }

  private static ChecksumResult measure(
      int size, Map<String, NativeSums.Sum> sums, int rounds, long runBytes) {
    byte[] bytes = new byte[size + OFFSETS * STEP];
    new Random(size).nextBytes(bytes);
    Memory copy = new Memory(bytes.length);
    copy.write(0, bytes, 0, bytes.length);
    long count = Math.min(MOST_SUMS, runBytes / size);
    for (int i = 0; i < WARM_UP_RUNS; i++) {
      run(bytes, size, count);
    }
    final long expected = expected(bytes, size, count, false);
    final long exchanged = expected(bytes, size, count, true);
    List<Double> own = new ArrayList<>();
    Map<String, Double> best = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      long start = ProcessorTime.now();
      long sum = run(bytes, size, count);
      own.add((double) (ProcessorTime.now() - start) / count);
      check("the model", size, sum, expected);
      sums.forEach(
          (name, function) -> {
            long before = ProcessorTime.now();
            long result = function.run(copy, size, count);
            double nanoseconds = (double) (ProcessorTime.now() - before) / count;
            check(name, size, result, exchanged);
            best.merge(name, nanoseconds, Math::min);
          });
    }
    List<Double> sorted = own.stream().sorted().toList();
    double nanoseconds = sorted.get(0);
    Optional<Map.Entry<String, Double>> baseline =
        best.entrySet().stream().min(Map.Entry.comparingByValue());
    return new ChecksumResult(
        size,
        nanoseconds,
        size / nanoseconds,
        sorted.get(rounds / 2),
        baseline.map(Map.Entry::getKey).orElse(null),
        baseline.map(fastest -> fastest.getValue() / nanoseconds).orElse(null),
        best);
  }

  private static long run(byte[] bytes, int size, long count) {
    long all = 0;
    for (long i = 0; i < count; i++) {
      all += InternetChecksum.sum(bytes, STEP * (int) (i & OFFSETS - 1), size);
    }
    return all;
  }

  /** The sum of all sums, by the definition; in C the bytes of each sum are exchanged. */
  private static long expected(byte[] bytes, int size, long count, boolean exchanged) {
    long all = 0;
    for (int offset = 0; offset < OFFSETS; offset++) {
      int sum = InternetChecksum.sumByWords(bytes, STEP * offset, size);
      long times = count / OFFSETS + (offset < count % OFFSETS ? 1 : 0);
      all += times * (exchanged ? InternetChecksum.swap(sum) : sum);
    }
    return all;
  }

  private static void check(String name, int size, long sum, long expected) {
    if (sum != expected) {
      throw new IllegalStateException(
          name + ": sums of " + size + " bytes add up to " + sum + ", not " + expected);
    }
  }
}
