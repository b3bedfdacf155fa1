package org.mpnic.bench.rings;

import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.region.CompletionRingProducer;

/** The entries that are sent: eight words by the entry's number, as in rings.c. */
final class RingEntry {
  private static final int WORDS = CompletionLayout.BYTES / Long.BYTES;
  private static final long STEP = 0x0101_0101_0101_0101L;

  private RingEntry() {}

  /** Appends the entry of a number to a ring's batch, which ends with the last one. */
  static void append(CompletionRingProducer ring, boolean last, int i) {
    long first = (long) i << 1;
    ring.append(
        last,
        first,
        first + STEP,
        first + 2 * STEP,
        first + 3 * STEP,
        first + 4 * STEP,
        first + 5 * STEP,
        first + 6 * STEP,
        first + 7 * STEP);
  }

  /** Number of the entry at an offset. */
  static int number(RegionMemory memory, long offset) {
    return (int) (memory.getLong(offset) >>> 1);
  }

  /** Sum of all words of the entry at an offset; its lowest bit, which is the ring's, as 0. */
  static long sum(RegionMemory memory, long offset) {
    long sum = memory.getLong(offset) & ~1L;
    for (int word = 1; word < WORDS; word++) {
      sum += memory.getLong(offset + Long.BYTES * word);
    }
    return sum;
  }

  /** The sum that the entry of a number has. */
  static long rightSum(int i) {
    return ((long) i << 1) * WORDS + WORDS * (WORDS - 1) / 2 * STEP;
  }
}
