package org.mpnic.bench.linerate;

import java.util.Arrays;
import java.util.Map;

/** How full one FIFO was, from what entered and what left it. */
final class FifoLevel {
  final Crossings in = new Crossings();
  final Crossings out = new Crossings();

  /** So many FIFOs, empty. */
  static FifoLevel[] of(int count) {
    FifoLevel[] levels = new FifoLevel[count];
    Arrays.setAll(levels, i -> new FifoLevel());
    return levels;
  }

  /** Most places in use in a cycle from {@code from} on and before {@code to}. */
  private long peak(long from, long to) {
    long level = 0;
    long peak = 0;
    int left = 0;
    for (int i = 0; i < in.count() && in.cycle(i) < to; i++) {
      if (in.cycle(i) >= from && (i == 0 || in.cycle(i - 1) < from)) {
        // What was there at first, less what left in time.
        while (left < out.count() && out.cycle(left) < from) {
          level -= out.amount(left++);
        }
        peak = level;
      }
      // A place that is freed in a cycle can be used again in the next.
      while (left < out.count() && out.cycle(left) < in.cycle(i)) {
        level -= out.amount(left++);
      }
      level += in.amount(i);
      if (in.cycle(i) >= from) {
        peak = Math.max(peak, level);
      }
    }
    return peak;
  }

  /** Adds the peak of the fullest of equal FIFOs to {@code peaks}. */
  static void put(
      Map<String, FifoPeak> peaks, String name, FifoLevel[] levels, int depth, long from, long to) {
    long peak = 0;
    for (FifoLevel level : levels) {
      peak = Math.max(peak, level.peak(from, to));
    }
    peaks.put(name, new FifoPeak(peak, depth));
  }
}
