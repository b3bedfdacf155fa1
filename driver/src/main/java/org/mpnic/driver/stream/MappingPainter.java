package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the payload of a mapping together from the copies of its bytes. One painter serves all
 * assemblers of a receiver, one after the other.
 */
final class MappingPainter {
  private static final Comparator<Segment> NEWEST_LAST =
      Comparator.comparingLong(segment -> segment.lastArrival);
  private static final Comparator<Segment> OLDEST_LAST =
      Comparator.<Segment>comparingLong(segment -> segment.arrival).reversed();
  private static final Comparator<Segment> SUMMED_LAST =
      Comparator.comparingLong(segment -> segment.summedArrival);

  private final byte[] payload = new byte[1 << 16];
  private final ArrayList<Segment> copies = new ArrayList<>();

  /** What was put together last, from index 0 on. */
  byte[] payload() {
    return payload;
  }

  /** Takes the first copy of every byte; true if another copy of some byte differs from it. */
  boolean paintFirstCopies(Mapping mapping, RangeList<Segment> segments) {
    segments.overlapping(mapping.start, mapping.end, copies);
    if (copies.size() > 1) {
      copies.sort(OLDEST_LAST);
    }
    paintInOrder(mapping);
    for (int i = 0; i < copies.size(); i++) {
      if (differs(mapping, copies.get(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes copies that mend a mapping whose first copies are bad: the newest ones, or else those
   * that the card summed.
   *
   * @param goodByCard whether the card found the sum of its copies good
   * @return whether the mapping is good with them
   */
  boolean paintMended(Mapping mapping, RangeList<Segment> segments, boolean goodByCard) {
    paintNewestCopies(mapping, segments);
    if (mapping.holdsOver(payload)) {
      return true;
    }
    paintSummedCopies(mapping, segments);
    return goodByCard;
  }

  /** Takes the newest copy of every byte, of those that came last. */
  private void paintNewestCopies(Mapping mapping, RangeList<Segment> segments) {
    segments.overlapping(mapping.start, mapping.end, copies);
    copies.sort(NEWEST_LAST);
    paintInOrder(mapping);
  }

  /** Takes the copies that the card put into the mapping's sum; others where it summed none. */
  private void paintSummedCopies(Mapping mapping, RangeList<Segment> segments) {
    segments.overlapping(mapping.start, mapping.end, copies);
    copies.sort(SUMMED_LAST);
    paintInOrder(mapping);
  }

  private boolean differs(Mapping mapping, Segment copy) {
    final long from = Math.max(copy.start, mapping.start);
    final int length = (int) (Math.min(copy.end, mapping.end) - from);
    final int source = (int) (from - copy.start);
    final int target = (int) (from - mapping.start);
    return !Arrays.equals(copy.bytes, source, source + length, payload, target, target + length);
  }

  private void paintInOrder(Mapping mapping) {
    final List<Segment> order = copies;
    for (int i = 0; i < order.size(); i++) {
      final Segment copy = order.get(i);
      final long from = Math.max(copy.start, mapping.start);
      final int length = (int) (Math.min(copy.end, mapping.end) - from);
      System.arraycopy(
          copy.bytes, (int) (from - copy.start), payload, (int) (from - mapping.start), length);
    }
  }
}
