package org.mpnic.model.rx;

/**
 * The in-order point of a sequence space and up to K byte ranges beyond it: the cell that
 * subflow_tracker and connection_tracker share.
 *
 * <p>Hardware contract. Function of one context word and one segment, one cycle: K+1 comparisons of
 * 32-bit offsets from the in-order point in parallel, a minimum and a maximum over the ranges that
 * touch the segment, a choice of one place. A range is start and end, 32 bits each, the low halves
 * of sequence numbers; start equal to end is an empty place; the ranges are disjoint, never touch
 * each other, lie beyond the in-order point, and stand in no order. A capture may have holes for
 * ever, and the host is the judge of what is missing: so when a (K+1)-th range is needed, or a
 * segment ends more than half a window beyond the in-order point and joins or follows another
 * range, the in-order point jumps to the end of the range with the lowest start.
 */
final class ReceiveWindow {
  private final int ranges;
  private final int windowBytes;

  /** Result: the in-order point after the segment. */
  int next;

  /** Result: the in-order point jumped over a hole. */
  boolean jumped;

  /**
   * A window.
   *
   * @param ranges K, places for ranges in a context
   * @param windowBytes distance from the in-order point within which a segment must lie, 1 to 2^30
   */
  ReceiveWindow(int ranges, long windowBytes) {
    if (ranges < 1 || ranges > 32 || windowBytes < 1 || windowBytes > 1L << 30) {
      throw new IllegalArgumentException(
          ranges + " ranges, window " + windowBytes + ": 1 to 32 and 1 to 2^30");
    }
    this.ranges = ranges;
    this.windowBytes = (int) windowBytes;
  }

  /** Whether a distance from the in-order point is inside the window. */
  boolean contains(int distance) {
    return distance <= windowBytes && distance >= -windowBytes;
  }

  /**
   * Classifies a segment and moves the window; {@link #next} and {@link #jumped} are set.
   *
   * @param words holds the ranges from {@code at} on
   * @param point the in-order point
   * @param start sequence number of the first byte
   * @param length bytes, 0 to 65535
   * @return a segment order of {@link HeaderWord}
   */
  int update(long[] words, int at, int point, int start, int length) {
    next = point;
    jumped = false;
    int from = start - point;
    int to = from + length;
    if (from > windowBytes || to > windowBytes || from < -windowBytes) {
      return HeaderWord.OUTSIDE_WINDOW;
    }
    if (length == 0) {
      return HeaderWord.IN_ORDER;
    }
    if (to <= 0) {
      return HeaderWord.DUPLICATE;
    }
    int visible = Math.max(from, 0);
    boolean overlap = from < 0;
    int low = visible;
    int high = to;
    int touched = 0;
    int free = -1;
    for (int i = 0; i < ranges; i++) {
      long range = words[at + i];
      int rangeFrom = (int) (range >>> 32) - point;
      int rangeTo = (int) range - point;
      if (rangeFrom == rangeTo) {
        free = i;
      } else if (rangeFrom <= to && rangeTo >= visible) {
        if (rangeFrom <= visible && rangeTo >= to) {
          return HeaderWord.DUPLICATE;
        }
        overlap |= rangeFrom < to && rangeTo > visible;
        touched |= 1 << i;
        low = Math.min(low, rangeFrom);
        high = Math.max(high, rangeTo);
      }
    }
    for (int i = 0; touched >>> i != 0; i++) {
      if ((touched >>> i & 1) != 0) {
        words[at + i] = 0;
        free = i;
      }
    }
    if (from <= 0) {
      next = point + high;
    } else {
      keep(words, at, point, free, low, high, touched != 0);
    }
    return overlap
        ? HeaderWord.PARTIAL_DUPLICATE
        : from <= 0 ? HeaderWord.IN_ORDER : HeaderWord.OUT_OF_ORDER;
  }

  /** Stores the range low..high, which lies beyond the in-order point, and jumps where it must. */
  private void keep(long[] words, int at, int point, int free, int low, int high, boolean joined) {
    long merged = (long) (point + low) << 32 | point + high & 0xffff_ffffL;
    int lowest = -1;
    int lowestFrom = low;
    for (int i = 0; i < ranges; i++) {
      long range = words[at + i];
      int rangeFrom = (int) (range >>> 32) - point;
      if ((int) (range >>> 32) != (int) range && rangeFrom < lowestFrom) {
        lowest = i;
        lowestFrom = rangeFrom;
      }
    }
    boolean far = high > windowBytes / 2 && (joined || lowest >= 0);
    if (free >= 0 && !far) {
      words[at + free] = merged;
      return;
    }
    jumped = true;
    if (lowest < 0) {
      next = point + high;
      return;
    }
    next = (int) words[at + lowest];
    words[at + lowest] = merged;
  }
}
