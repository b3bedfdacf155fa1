package org.mpnic.driver.stream;

import java.util.ArrayDeque;

/**
 * Budget of host memory for what waits: segments without mapping or verdict, and stream bytes
 * beyond a hole.
 *
 * <p>A range stays for the length of the reordering window, counted in frames, even when its bytes
 * are delivered: a mapping that came late may need them. After that it goes as soon as it is
 * delivered. When the budget is used up, the oldest ranges that still wait are given up and
 * counted; if there are none, what is new is refused and counted.
 */
final class StreamMemory {
  private final long limitBytes;
  private final int reorderingFrames;
  private final ArrayDeque<Range> young = new ArrayDeque<>();
  private final ArrayDeque<Range> waiting = new ArrayDeque<>();
  private final ArrayDeque<Range> undecided = new ArrayDeque<>();
  private long usedBytes;
  private long refusedBytes;

  /**
   * Makes an empty memory.
   *
   * @param limitBytes most bytes that may wait
   * @param reorderingFrames frames after which a range is old, 1 or more
   */
  StreamMemory(long limitBytes, int reorderingFrames) {
    this.limitBytes = limitBytes;
    this.reorderingFrames = reorderingFrames;
  }

  /** Takes room for so many bytes; false, and counted, when there is none. */
  boolean take(int bytes) {
    while (usedBytes + bytes > limitBytes && giveUpOldest()) {
      continue;
    }
    if (usedBytes + bytes > limitBytes) {
      refusedBytes += bytes;
      return false;
    }
    usedBytes += bytes;
    return true;
  }

  private boolean giveUpOldest() {
    final Range oldest = undecided.isEmpty() ? waiting.poll() : undecided.poll();
    if (oldest == null) {
      return false;
    }
    if (!oldest.removed) {
      refusedBytes += oldest.heldBytes();
      oldest.owner.giveUp(oldest);
    }
    return true;
  }

  /** Gives room back. */
  void give(int bytes) {
    usedBytes -= bytes;
  }

  /** Watches a range, room for which was taken, until it is old. */
  void watch(Range range) {
    young.add(range);
  }

  /** Frame number {@code arrival} has come: tells owners what is old now. */
  void advance(long arrival) {
    Range range = young.peek();
    while (range != null && range.arrival + reorderingFrames < arrival) {
      young.poll();
      if (!range.removed) {
        range.old = true;
        range.owner.grewOld(range);
        if (!range.removed) {
          waiting.add(range);
        }
      }
      range = young.peek();
    }
    dropRemoved(waiting);
    dropRemoved(undecided);
    while (usedBytes > limitBytes / 2 && !waiting.isEmpty()) {
      final Range oldest = waiting.poll();
      if (!oldest.removed) {
        oldest.owner.memoryIsLow(oldest);
        undecided.add(oldest);
      }
    }
  }

  private static void dropRemoved(ArrayDeque<Range> ranges) {
    while (!ranges.isEmpty() && ranges.peek().removed) {
      ranges.poll();
    }
  }

  /** Bytes that wait now. */
  long usedBytes() {
    return usedBytes;
  }

  /** Bytes given up because the limit was reached. */
  long refusedBytes() {
    return refusedBytes;
  }
}
