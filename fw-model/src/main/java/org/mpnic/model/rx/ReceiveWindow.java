package org.mpnic.model.rx;

/**
 * The in-order point of a sequence space and up to K byte ranges beyond it: the cell that
 * subflow_tracker and connection_tracker share.
 *
 * <p>Hardware contract. Function of one context word and one segment, one cycle. A range is start
 * and end, 32 bits each, the low halves of sequence numbers; start equal to end is an empty place;
 * the ranges are disjoint, never touch each other, lie beyond the in-order point, and stand in no
 * order. A capture may have holes for ever, and the host is the judge of what is missing: so when a
 * (K+1)-th range is needed, or a segment ends more than half a window beyond the in-order point and
 * joins or follows another range, the in-order point jumps to the end of the range with the lowest
 * start.
 *
 * <p>Every number in the context is a copy of a segment's start or end. So the hardware compares a
 * segment one cycle ahead with all that its context can hold by then, and the cycle of the
 * read-modify-write only chooses: there is no sum, minimum or maximum in it.
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
   * @param windowBytes a segment must start less than this away from the in-order point, on either
   *     side, and end at most this beyond it, 1 to 2^30
   */
  ReceiveWindow(int ranges, long windowBytes) {
    if (ranges < 1 || ranges > 32 || windowBytes < 1 || windowBytes > 1L << 30) {
      throw new IllegalArgumentException(
          ranges + " ranges, window " + windowBytes + ": 1 to 32 and 1 to 2^30");
    }
    this.ranges = ranges;
    this.windowBytes = (int) windowBytes;
  }

  /** Whether a segment may start at a distance from the in-order point. */
  boolean contains(int distance) {
    return distance < windowBytes && distance > -windowBytes;
  }

  /** Whether a segment begins a window that has seen none: not empty, and not outside. */
  boolean begins(int point, int start, int length) {
    return length != 0 && length <= windowBytes && contains(start - point);
  }

  /**
   * Classifies a segment and moves the window; {@link #next} and {@link #jumped} are set.
   *
   * @param words holds the ranges from {@code at} on
   * @param point the in-order point
   * @param start sequence number of the first byte
   * @param length bytes, 0 to 65535
   * @param begins the segment begins the window: it is in order wherever it starts
   * @return a segment order of {@link HeaderWord}
   */
  int update(long[] words, int at, int point, int start, int length, boolean begins) {
    next = point;
    jumped = false;
    int from = start - point;
    int end = start + length;
    int to = end - point;
    if (!begins && (!contains(from) || to > windowBytes)) {
      return HeaderWord.OUTSIDE_WINDOW;
    }
    if (length == 0) {
      return HeaderWord.IN_ORDER;
    }
    if (to <= 0) {
      return HeaderWord.DUPLICATE;
    }
    if (from == 0 && isEmpty(words, at)) {
      next = end;
      return HeaderWord.IN_ORDER;
    }
    boolean overlap = from < 0;
    int low = start;
    int high = end;
    int place = -1;
    int touched = 0;
    boolean owned = false; // the merged range begins with a range that is there
    for (int i = 0; i < ranges; i++) {
      long range = words[at + i];
      int rangeStart = (int) (range >>> 32);
      int rangeEnd = (int) range;
      if (rangeStart == rangeEnd) {
        place = touched == 0 ? i : place;
      } else if (rangeStart - end <= 0 && rangeEnd - start >= 0) {
        if (rangeStart - start <= 0 && rangeEnd - end >= 0) {
          return HeaderWord.DUPLICATE;
        }
        overlap |= rangeStart - end < 0 && rangeEnd - start > 0;
        touched |= 1 << i;
        place = owned ? place : i;
        if (rangeStart - start <= 0) {
          owned = true;
          low = rangeStart;
        }
        high = rangeEnd - end >= 0 ? rangeEnd : high;
      }
    }
    for (int i = 0; touched >>> i != 0; i++) {
      if ((touched >>> i & 1) != 0) {
        words[at + i] = 0;
      }
    }
    boolean inOrder = begins || from <= 0;
    if (inOrder) {
      next = high;
    } else {
      boolean far = to > windowBytes / 2;
      keep(words, at, place, (long) low << 32 | high & 0xffff_ffffL, far, touched != 0);
    }
    return overlap
        ? HeaderWord.PARTIAL_DUPLICATE
        : inOrder ? HeaderWord.IN_ORDER : HeaderWord.OUT_OF_ORDER;
  }

  /** The usual case: no range is held, all words are zero. */
  private boolean isEmpty(long[] words, int at) {
    long any = 0;
    for (int i = 0; i < ranges; i++) {
      any |= words[at + i];
    }
    return any == 0;
  }

  /** Stores a range that lies beyond the in-order point, and jumps where it must. */
  private void keep(long[] words, int at, int place, long merged, boolean far, boolean joined) {
    int lowest = -1;
    int lowestStart = (int) (merged >>> 32);
    for (int i = 0; i < ranges; i++) {
      int start = (int) (words[at + i] >>> 32);
      if (start != (int) words[at + i] && start - lowestStart < 0) {
        lowest = i;
        lowestStart = start;
      }
    }
    if (place >= 0 && !(far && (joined || lowest >= 0))) {
      words[at + place] = merged;
      return;
    }
    jumped = true;
    if (lowest < 0) {
      next = (int) merged;
      return;
    }
    next = (int) words[at + lowest];
    words[at + lowest] = 0;
    words[at + (place < 0 ? lowest : place)] = merged;
  }
}
