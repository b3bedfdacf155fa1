package org.mpnic.bench.connections;

import java.util.Random;
import org.mpnic.bench.ProcessorTime;

/** Latency of memory: loads of which each says where the next is, in random order. */
final class PointerChase {
  private static final int INTS_PER_LINE = 16;
  private static final int STEPS = 1 << 20;

  private final int[] lines;
  private int at;

  /** A chain through so many MiB, in one cycle. */
  PointerChase(int mebibytes) {
    int count = mebibytes << 14;
    lines = new int[count * INTS_PER_LINE];
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      lines[i * INTS_PER_LINE] = i;
    }
    // Sattolo's shuffle: a permutation of one cycle.
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i) * INTS_PER_LINE;
      int kept = lines[other];
      lines[other] = lines[i * INTS_PER_LINE];
      lines[i * INTS_PER_LINE] = kept;
    }
  }

  /** Nanoseconds of a load. */
  double nanoseconds() {
    long start = ProcessorTime.now();
    int place = at;
    for (int i = 0; i < STEPS; i++) {
      place = lines[place * INTS_PER_LINE];
    }
    at = place;
    return (double) (ProcessorTime.now() - start) / STEPS;
  }
}
