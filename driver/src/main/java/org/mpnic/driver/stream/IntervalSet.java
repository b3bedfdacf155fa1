package org.mpnic.driver.stream;

import java.util.Arrays;

/**
 * Which numbers of a 64-bit sequence space were seen: disjoint half-open intervals [start, end) in
 * rising order, touching ones merged. Starts and ends compare as signed numbers.
 */
public final class IntervalSet {
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private int size;

  /** Number of intervals. */
  public int size() {
    return size;
  }

  /** Start of the interval at a place, 0 to {@link #size()} - 1. */
  public long start(int place) {
    return starts[place];
  }

  /** End of the interval at a place, 0 to {@link #size()} - 1. */
  public long end(int place) {
    return ends[place];
  }

  /** Adds [start, end); an empty interval changes nothing. */
  public void add(long start, long end) {
    if (start >= end) {
      return;
    }
    final int first = firstEndingFrom(start);
    int next = first;
    long mergedStart = start;
    long mergedEnd = end;
    while (next < size && starts[next] <= end) {
      mergedStart = Math.min(mergedStart, starts[next]);
      mergedEnd = Math.max(mergedEnd, ends[next]);
      next++;
    }
    replace(first, next, mergedStart, mergedEnd);
  }

  private void replace(int first, int next, long start, long end) {
    final int shift = 1 - (next - first);
    if (size + shift > starts.length) {
      starts = Arrays.copyOf(starts, starts.length * 2);
      ends = Arrays.copyOf(ends, ends.length * 2);
    }
    if (shift != 0) {
      System.arraycopy(starts, next, starts, next + shift, size - next);
      System.arraycopy(ends, next, ends, next + shift, size - next);
    }
    starts[first] = start;
    ends[first] = end;
    size += shift;
  }

  /** Whether all of [start, end) was added; true for an empty interval. */
  public boolean covers(long start, long end) {
    return start >= end || coveredUpTo(start) >= end;
  }

  /** End of what is covered without a gap from {@code start} on; {@code start} if it is not in. */
  public long coveredUpTo(long start) {
    final int place = firstEndingFrom(start + 1);
    return place < size && starts[place] <= start ? ends[place] : start;
  }

  /** First number from {@code start} on that was added; {@link Long#MAX_VALUE} if there is none. */
  public long nextCovered(long start) {
    final int place = firstEndingFrom(start + 1);
    return place < size ? Math.max(start, starts[place]) : Long.MAX_VALUE;
  }

  /** Number of gaps in [start, end): maximal runs of numbers that were not added. */
  public int gaps(long start, long end) {
    int gaps = 0;
    long at = coveredUpTo(start);
    while (at < end) {
      gaps++;
      final long next = nextCovered(at);
      at = next >= end ? end : coveredUpTo(next);
    }
    return gaps;
  }

  /** Forgets everything below {@code start}. */
  public void removeBelow(long start) {
    final int keep = firstEndingFrom(start + 1);
    replaceFront(keep);
    if (size > 0 && starts[0] < start) {
      starts[0] = start;
    }
  }

  private void replaceFront(int count) {
    System.arraycopy(starts, count, starts, 0, size - count);
    System.arraycopy(ends, count, ends, 0, size - count);
    size -= count;
  }

  /** Place of the first interval whose end is {@code start} or later. */
  private int firstEndingFrom(long start) {
    int low = 0;
    int high = size;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (ends[middle] < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
