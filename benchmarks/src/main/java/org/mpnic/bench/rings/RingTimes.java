package org.mpnic.bench.rings;

import java.util.Arrays;

/** Times of windows of a stream, or of round trips. */
final class RingTimes {
  /** Entries of a window, as in rings.c. */
  static final int WINDOW = 4096;

  private final long[] times = new long[1 << 22];
  private int count;

  /** Adds one, if there is room. */
  void add(long nanoseconds) {
    if (count < times.length) {
      times[count++] = nanoseconds;
    }
  }

  /** Forgets all. */
  void clear() {
    count = 0;
  }

  /** The time that a share of them does not exceed, ns. */
  long quantile(double share) {
    Arrays.sort(times, 0, count);
    return times[(int) Math.min(count - 1, count * share)];
  }

  /** Entries a second of a window. */
  static double perSecond(long windowNanoseconds) {
    return WINDOW * 1e9 / windowNanoseconds;
  }
}
