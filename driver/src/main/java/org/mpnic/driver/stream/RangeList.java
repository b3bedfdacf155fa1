package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.List;

/** Ranges in rising order of start; ranges may overlap and repeat. */
final class RangeList<T extends Range> {
  private final ArrayList<T> ranges = new ArrayList<>();
  private int longest;

  int size() {
    return ranges.size();
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  T get(int place) {
    return ranges.get(place);
  }

  /** Adds a range behind those of the same start. */
  void add(T range) {
    longest = Math.max(longest, range.length());
    ranges.add(firstFrom(range.start + 1), range);
  }

  /** Removes this very range; false if it is not in. */
  boolean remove(T range) {
    for (int i = firstFrom(range.start); i < ranges.size(); i++) {
      final T candidate = ranges.get(i);
      if (candidate == range) {
        ranges.remove(i);
        return true;
      }
      if (candidate.start != range.start) {
        return false;
      }
    }
    return false;
  }

  void clear() {
    ranges.clear();
  }

  /**
   * Place of the first range that can reach beyond {@code start}; later ones may still end before.
   */
  int firstReaching(long start) {
    return firstFrom(start - longest + 1);
  }

  /** Place of the first range whose start is {@code start} or later. */
  int firstFrom(long start) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (ranges.get(middle).start < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Fills {@code found} with the ranges that share a number with [start, end), by rising start. */
  void overlapping(long start, long end, List<? super T> found) {
    found.clear();
    for (int i = firstReaching(start); i < ranges.size(); i++) {
      final T range = ranges.get(i);
      if (range.start >= end) {
        return;
      }
      if (range.end > start) {
        found.add(range);
      }
    }
  }

  /** Whether the ranges cover all of [start, end). */
  boolean covers(long start, long end) {
    long at = start;
    for (int i = firstReaching(start); at < end && i < ranges.size(); i++) {
      final T range = ranges.get(i);
      if (range.start > at) {
        return false;
      }
      at = Math.max(at, range.end);
    }
    return at >= end;
  }
}
