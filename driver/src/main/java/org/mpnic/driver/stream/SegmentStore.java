package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Copies of payload bytes of one subflow, by subflow sequence number. */
final class SegmentStore {
  private static final Comparator<Segment> BY_ARRIVAL =
      Comparator.comparingLong(segment -> segment.arrival);

  private final FlowAssembler owner;
  private final StreamMemory memory;
  private final RangeList<Segment> segments = new RangeList<>();

  SegmentStore(FlowAssembler owner, StreamMemory memory) {
    this.owner = owner;
    this.memory = memory;
  }

  /** All copies, by rising start. */
  RangeList<Segment> ranges() {
    return segments;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** Copies that share a byte with [start, end), first come first. */
  List<Segment> inOrderOfArrival(long start, long end) {
    final List<Segment> found = new ArrayList<>();
    segments.overlapping(start, end, found);
    found.sort(BY_ARRIVAL);
    return found;
  }

  /** All copies, first come first. */
  List<Segment> inOrderOfArrival() {
    return inOrderOfArrival(Long.MIN_VALUE >> 1, Long.MAX_VALUE);
  }

  /**
   * Keeps payload.
   *
   * @return the segment with these bytes: an earlier one if there is an equal one; null, and
   *     counted, when there is no room
   */
  Segment keep(long arrival, long at, byte[] bytes, int offset, int length) {
    for (int i = segments.firstFrom(at); i < segments.size(); i++) {
      final Segment other = segments.get(i);
      if (other.start != at) {
        break;
      }
      if (other.length() == length
          && Arrays.equals(other.bytes, 0, length, bytes, offset, offset + length)) {
        return other;
      }
    }
    if (!memory.take(Range.OVERHEAD_BYTES + length)) {
      return null;
    }
    final byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
    final Segment segment = new Segment(owner, at, copy, arrival);
    segments.add(segment);
    memory.watch(segment);
    return segment;
  }

  /** Keeps a segment under other numbers; it is given up when it ends before the first byte. */
  void move(Segment old, int shift) {
    final Segment moved = new Segment(owner, old.start + shift, old.bytes, old.arrival);
    moved.slow = old.slow;
    moved.lastArrival = old.lastArrival;
    if (moved.end > 1 && memory.take(moved.heldBytes())) {
      segments.add(moved);
      memory.watch(moved);
    }
  }

  /** Whether no byte of these came before. */
  boolean isNew(long start, long end) {
    for (int i = segments.firstReaching(start); i < segments.size(); i++) {
      final Segment other = segments.get(i);
      if (other.start >= end) {
        return true;
      }
      if (other.end > start) {
        return false;
      }
    }
    return true;
  }
}
