package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;

/**
 * Second half of dss_mapper: which bytes of each mapping have been counted, and their sum.
 *
 * <p>Context, one word of M times (64 + 32 K) bits for each subflow (M = mappingsPerSubflow, K =
 * coveredIntervals, rounded up to even), for each slot, bit 0 first:
 *
 * <pre>
 *   word 0     0 sum (16)  16 spoiled (1)  17 delivered (1)  18 something counted (1)
 *   from 1 on  0 end (16)  16 start (16)  32 end (16)  48 start (16) of two ranges of counted bytes,
 *              relative to the mapping; start == end: empty
 * </pre>
 *
 * <p>Hardware contract. One cycle of read-modify-write over the packet's slot: K comparisons of
 * 16-bit offsets in parallel, one addition with end-around carry. The ranges are disjoint and never
 * touch each other, so that a new segment grows at most one range at its end and one at its start;
 * in no order. A segment is wholly new (disjoint from all ranges: counted), wholly seen (inside one
 * range: nothing changes), or neither: the mapping is spoiled, as it is by a segment that would
 * need a (K+1)-th range, and by a payload that only touches it. A spoiled mapping is never judged.
 * A mapping is complete when one range is all of its data. A slot that is given to another mapping
 * starts from zero.
 */
final class MappingSums {
  private static final long SPOILED = 1L << 16;
  private static final long DELIVERED = 1L << 17;
  private static final long COUNTED = 1L << 18;
  private static final int SUM_MASK = 0xffff;
  private static final int MODULUS = 0xffff;

  private final ContextArray contexts;
  private final long[] counters;
  private final int ranges;
  private final int wordsPerSlot;
  private final int[] range;

  /** Result: the segment's bytes were added to the sum. */
  boolean counted;

  /** Result: the segment completed its mapping, whose sum is {@link #sum}. */
  boolean completed;

  /** Result: the mapping was complete before this segment. */
  boolean delivered;

  /** Result: the mapping will never be judged. */
  boolean spoiled;

  /** Result: sum of the mapping's counted bytes, residue modulo 65535. */
  int sum;

  MappingSums(NicConfig config, long[] counters) {
    this.ranges = config.coveredIntervals();
    if (ranges < 1 || ranges > 16) {
      throw new IllegalArgumentException("coveredIntervals " + ranges + ": must be 1 to 16");
    }
    this.wordsPerSlot = 1 + (ranges + 1) / 2;
    this.contexts =
        new ContextArray(
            "mapping_sums", config.subflows(), config.mappingsPerSubflow() * wordsPerSlot);
    this.counters = counters;
    this.range = new int[ranges];
  }

  ContextArray contexts() {
    return contexts;
  }

  /** Loads the words of a slot. */
  long touch(int subflow, int slot) {
    int from = slot * wordsPerSlot;
    return contexts.touch(subflow, from, from + wordsPerSlot - 1);
  }

  /**
   * Starts a slot from zero.
   *
   * @return whether the mapping that was there had neither been judged nor counted whole
   */
  boolean restart(int subflow, int slot) {
    long[] words = contexts.words();
    int at = contexts.base(subflow) + slot * wordsPerSlot;
    boolean open = (words[at] & DELIVERED) == 0;
    for (int i = 0; i < wordsPerSlot; i++) {
      words[at + i] = 0;
    }
    return open;
  }

  /** Spoils every slot of the bit mask. */
  void spoil(int subflow, int slots) {
    for (int rest = slots; rest != 0; rest &= rest - 1) {
      spoilAt(contexts.base(subflow) + Integer.numberOfTrailingZeros(rest) * wordsPerSlot);
    }
  }

  private void spoilAt(int at) {
    long[] words = contexts.words();
    if ((words[at] & (SPOILED | DELIVERED)) == 0) {
      counters[CounterTable.MAPPINGS_SPOILED]++;
    }
    words[at] |= SPOILED;
  }

  /** Whether a slot holds counted bytes of a mapping that is not complete. */
  boolean isOpen(int subflow, int slot) {
    long state = contexts.words()[contexts.base(subflow) + slot * wordsPerSlot];
    return (state & (COUNTED | SPOILED)) != 0 && (state & DELIVERED) == 0;
  }

  /**
   * Counts a segment that lies in a slot's mapping.
   *
   * @param from bytes of the mapping before the segment
   * @param length bytes of the segment, 1 or more
   * @param dataLength bytes of data of the mapping
   * @param payloadSum residue of the segment's sum
   */
  void count(int subflow, int slot, int from, int length, int dataLength, int payloadSum) {
    long[] words = contexts.words();
    int at = contexts.base(subflow) + slot * wordsPerSlot;
    counted = false;
    completed = false;
    delivered = (words[at] & DELIVERED) != 0;
    spoiled = (words[at] & SPOILED) != 0;
    if (delivered || spoiled) {
      return;
    }
    if (length == dataLength && (words[at] & COUNTED) == 0) {
      countWhole(words, at, length, payloadSum);
      return;
    }
    if (append(words, at, from, length, dataLength, payloadSum)) {
      return;
    }
    unpack(words, at);
    int start = from;
    int end = from + length;
    int grown = -1;
    int empty = -1;
    for (int i = 0; i < ranges; i++) {
      int rangeStart = range[i] >>> 16;
      int rangeEnd = range[i] & 0xffff;
      if (rangeStart == rangeEnd) {
        empty = i;
      } else if (rangeStart <= from && from + length <= rangeEnd) {
        return;
      } else if (rangeStart < from + length && rangeEnd > from) {
        spoilAt(at);
        spoiled = true;
        return;
      }
    }
    for (int i = 0; i < ranges; i++) {
      int rangeStart = range[i] >>> 16;
      int rangeEnd = range[i] & 0xffff;
      if (rangeStart != rangeEnd && (rangeEnd == from || rangeStart == from + length)) {
        start = Math.min(start, rangeStart);
        end = Math.max(end, rangeEnd);
        range[i] = 0;
        grown = i;
      }
    }
    int place = grown >= 0 ? grown : empty;
    if (place < 0) {
      spoilAt(at);
      spoiled = true;
      return;
    }
    range[place] = start << 16 | end;
    counted = true;
    add(words, at, from, payloadSum, start == 0 && end == dataLength);
    pack(words, at);
  }

  private void add(long[] words, int at, int from, int payloadSum, boolean whole) {
    int added = (from & 1) == 0 ? payloadSum : (payloadSum >>> 8 | payloadSum << 8) & 0xffff;
    sum = ((int) words[at] & SUM_MASK) + added;
    sum = sum >= MODULUS ? sum - MODULUS : sum;
    completed = whole;
    words[at] = sum | COUNTED | (whole ? DELIVERED : 0);
  }

  /**
   * The usual case of a mapping over several segments: they come in order, so that one range, in
   * the place that the first of them took, grows at its end.
   */
  private boolean append(
      long[] words, int at, int from, int length, int dataLength, int payloadSum) {
    int place = ranges - 1;
    int home = at + 1 + (place >> 1);
    int shift = (place & 1) << 5;
    int grown = (int) (words[home] >>> shift);
    if ((grown & 0xffff) != from || from == 0 || words[home] != (grown & 0xffff_ffffL) << shift) {
      return false;
    }
    for (int word = at + 1; word < home; word++) {
      if (words[word] != 0) {
        return false;
      }
    }
    words[home] += (long) length << shift;
    add(words, at, from, payloadSum, grown >>> 16 == 0 && from + length == dataLength);
    counted = true;
    return true;
  }

  /** The usual case of what {@link #count} does: the segment is the mapping, and the first. */
  private void countWhole(long[] words, int at, int length, int payloadSum) {
    counted = true;
    completed = true;
    sum = payloadSum;
    words[at] = payloadSum | COUNTED | DELIVERED;
    words[at + 1] = length;
  }

  private void unpack(long[] words, int at) {
    for (int i = 0; i < ranges; i++) {
      range[i] = (int) (words[at + 1 + (i >> 1)] >>> ((i & 1) << 5));
    }
  }

  private void pack(long[] words, int at) {
    for (int i = 0; i < ranges; i += 2) {
      long high = i + 1 < ranges ? range[i + 1] : 0;
      words[at + 1 + (i >> 1)] = high << 32 | range[i] & 0xffff_ffffL;
    }
  }
}
