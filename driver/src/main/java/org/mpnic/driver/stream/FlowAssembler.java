package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.Verdict;

/**
 * One direction of one TCP connection, a receive subflow: takes payload and mappings in the order
 * of arrival, whichever path they came by, and gives a {@link ConnectionStream} what is part of it.
 *
 * <p>Payload counts by subflow sequence numbers, extended to 64 bits: SYN is 0, the first byte 1.
 * Until the subflow is bound to a stream everything is held. Bound as plain TCP, payload goes on as
 * it comes. Bound as mapped:
 *
 * <ul>
 *   <li>payload under a mapping without checksum goes on as it comes;
 *   <li>payload under a mapping with checksum goes on when the mapping is whole and good: by the
 *       card's verdict where it has one and no two copies of a byte differ, else by a sum made
 *       here. The first copies of its bytes decide; when they are bad, the newest copies may mend
 *       it (RFC 8684 section 3.7);
 *   <li>payload without mapping waits for one.
 * </ul>
 */
final class FlowAssembler {
  private static final long NOWHERE = Long.MAX_VALUE;
  private static final int MOST_HELD_MAPPINGS = 4096;

  private final StreamMemory memory;
  private final MappingPainter painter;
  private final AssemblerListener listener;
  private final long windowBytes;
  private final MappingLedger ledger;

  private final SegmentStore segments;
  private final RangeList<Mapping> mappings = new RangeList<>();
  private final PlacedBytes placed = new PlacedBytes();
  private final ArrayList<DssMapping> heldMappings = new ArrayList<>();
  private final ArrayList<Mapping> touched = new ArrayList<>();

  private AssemblyMode mode = AssemblyMode.HELD;
  private ConnectionStream stream;

  /** Subflow sequence number of the stream's position 0, in plain mode. */
  private long plainOrigin;

  /** End of the highest payload: 32-bit numbers are extended to what lies nearest to it. */
  private long reference = 1;

  /** From here on an infinite mapping holds. */
  private long infiniteStart = NOWHERE;

  private long infiniteDsn;

  private final MappedEnd mappedEnd = new MappedEnd();
  private long outsideWindowBytes;

  FlowAssembler(
      StreamMemory memory, MappingPainter painter, AssemblerListener listener, long windowBytes) {
    this.memory = memory;
    this.segments = new SegmentStore(this, memory);
    this.painter = painter;
    this.listener = listener;
    this.windowBytes = windowBytes;
    this.ledger = new MappingLedger(windowBytes, listener);
  }

  // ---- state

  boolean isHeld() {
    return mode == AssemblyMode.HELD;
  }

  boolean isPlain() {
    return mode == AssemblyMode.PLAIN;
  }

  MappingLedger ledger() {
    return ledger;
  }

  boolean holdsPayload() {
    return !segments.isEmpty();
  }

  /** Whether mappings came while it was held. */
  boolean holdsMappings() {
    return !heldMappings.isEmpty();
  }

  /** Payload bytes too far from the others to be of this subflow. */
  long outsideWindowBytes() {
    return outsideWindowBytes;
  }

  // ---- binding

  /** The subflow began before this host came: the card expects these numbers next. */
  void resume(int ssn, long dsn) {
    reference = Math.max(1, Integer.toUnsignedLong(ssn));
    mappedEnd.ssn = reference;
    mappedEnd.dsn = dsn;
  }

  /** What was held counts from another initial sequence number: every number grows by this much. */
  void rebase(int shift) {
    reference += shift;
    for (Segment old : segments.inOrderOfArrival()) {
      remove(old);
      segments.move(old, shift);
    }
  }

  /** From now on payload is the stream's, counted from this subflow sequence number on. */
  void bindPlain(ConnectionStream target, long originSsn) {
    stream = target;
    plainOrigin = originSsn;
    mode = AssemblyMode.PLAIN;
    heldMappings.clear();
    for (Segment segment : segments.inOrderOfArrival()) {
      stream.accept(segment.start - plainOrigin, segment.bytes, 0, segment.length());
      remove(segment);
    }
  }

  /** From now on payload is the stream's where mappings say so. */
  void bindMapped(ConnectionStream target) {
    stream = target;
    mode = AssemblyMode.MAPPED;
    mappedEnd.dsn = target.dsn(0);
    for (DssMapping mapping : heldMappings) {
      enter(mapping, 0);
    }
    heldMappings.clear();
  }

  /** Forgets everything and takes nothing from now on: a join that was refused. */
  void drop() {
    mode = AssemblyMode.DROPPED;
    heldMappings.clear();
    segments.inOrderOfArrival().forEach(this::remove);
    while (!mappings.isEmpty()) {
      remove(mappings.get(mappings.size() - 1));
    }
  }

  // ---- what arrives

  /**
   * Takes payload of a frame on the slow path: whatever mapping it has is given before.
   *
   * @param arrival serial of the frame among all frames
   * @param ssn subflow sequence number of the first byte, 32 bits
   */
  void payload(long arrival, int ssn, byte[] bytes, int offset, int length) {
    take(arrival, extend(ssn), bytes, offset, length, true, false);
  }

  /** Takes a mapping from an option. */
  void mapping(long arrival, DssMapping mapping) {
    if (mode == AssemblyMode.HELD) {
      if (heldMappings.size() < MOST_HELD_MAPPINGS && !heldMappings.contains(mapping)) {
        heldMappings.add(mapping);
      }
    } else if (mode == AssemblyMode.MAPPED) {
      enter(mapping, arrival);
    }
  }

  /**
   * Takes payload of a frame on the fast path that the card mapped.
   *
   * @param dsn 64-bit DSN of the first byte
   * @param mapping the whole mapping, when it is this payload and has a verdict; null otherwise
   * @param verdict the card's: one of {@link Verdict}
   * @param hasChecksum whether the mapping has a checksum
   * @param summed whether these bytes are in the sum of the card
   */
  void mappedPayload(
      long arrival,
      int ssn,
      long dsn,
      byte[] bytes,
      int offset,
      int length,
      DssMapping mapping,
      Verdict verdict,
      boolean hasChecksum,
      boolean summed) {
    final long start = extend(ssn);
    if (mode != AssemblyMode.MAPPED || !inWindow(start, length)) {
      take(arrival, start, bytes, offset, length, true, false);
      return;
    }
    final boolean contradicted = Mapping.contradict(mappings, start, start + length, dsn);
    mappedEnd.note(start + length, dsn + length);
    noteDataEnd(start, dsn, length);
    if (!hasChecksum && !contradicted) {
      advanceReference(start + length);
      deliver(start, dsn, bytes, offset, length);
      return;
    }
    if (verdict == Verdict.GOOD && !contradicted && segments.isNew(start, start + length)) {
      ledger.judged(start, dsn, length, true, true);
      deliver(start, dsn, bytes, offset, length);
      take(arrival, start, bytes, offset, length, false, summed);
      return;
    }
    take(arrival, start, bytes, offset, length, contradicted || verdict == Verdict.NONE, summed);
    if (mapping != null && (verdict == Verdict.GOOD || verdict == Verdict.BAD)) {
      final Mapping whole = find(mapping, start, dsn, arrival);
      if (whole != null) {
        judge(whole, verdict);
      }
    }
  }

  /**
   * Takes the end of a mapping that the card kept, with its verdict. It counts for mappings that
   * were seen here: the card may not have heard yet that addresses and ports changed hands.
   */
  void mappingEnd(DssMapping option, Verdict verdict) {
    if (mode == AssemblyMode.MAPPED && option.payloadLength() > 0) {
      final Mapping mapping = Mapping.find(mappings, option, extend(option.ssn()), option.dsn());
      if (mapping != null) {
        judge(mapping, verdict);
      }
    }
  }

  /** No frame will come: judges what can be judged. */
  void finish() {
    if (mode != AssemblyMode.MAPPED) {
      return;
    }
    final List<Mapping> all = new ArrayList<>();
    mappings.overlapping(Long.MIN_VALUE >> 1, NOWHERE, all);
    for (Mapping mapping : all) {
      mapping.softwareMayJudge = true;
      judge(mapping, null);
    }
  }

  /**
   * Whether payload that ends here lies beyond everything mapped: then data goes on without
   * mappings, which means plain TCP on a connection that never had another subflow (RFC 8684
   * section 3.7).
   */
  boolean goesOnUnmapped(long end) {
    return mode == AssemblyMode.MAPPED
        && infiniteStart == NOWHERE
        && Math.min(end, reference) > mappedEnd.ssn;
  }

  /** The stream goes on behind what was mapped, as with an infinite mapping there. */
  void continueUnmapped() {
    infinite(mappedEnd.ssn, mappedEnd.dsn);
  }

  // ---- payload

  private long extend(int ssn) {
    return reference + (ssn - (int) reference);
  }

  private boolean inWindow(long start, int length) {
    return Math.abs(start - reference) <= windowBytes && length >= 0;
  }

  private void advanceReference(long end) {
    reference = Math.max(reference, end);
  }

  private void take(
      long arrival, long at, byte[] bytes, int offset, int length, boolean slow, boolean summed) {
    if (mode == AssemblyMode.DROPPED || length == 0) {
      return;
    }
    if (!inWindow(at, length)) {
      outsideWindowBytes += length;
      return;
    }
    advanceReference(at + length);
    if (mode == AssemblyMode.PLAIN) {
      stream.accept(at - plainOrigin, bytes, offset, length);
      return;
    }
    if (at + length > infiniteStart) {
      final int skip = (int) Math.max(0, infiniteStart - at);
      final long dsn = infiniteDsn + (at + skip - infiniteStart);
      deliver(at + skip, dsn, bytes, offset + skip, length - skip);
      if (skip == 0) {
        return;
      }
    }
    final Segment segment = segments.keep(arrival, at, bytes, offset, length);
    if (segment == null) {
      return;
    }
    final boolean isCopy = segment.arrival != arrival;
    segment.lastArrival = arrival;
    segment.slow |= slow;
    segment.summedArrival = summed ? arrival : segment.summedArrival;
    if (mode == AssemblyMode.MAPPED) {
      if (isCopy) {
        offerAgain(segment);
      } else {
        offer(segment);
      }
    }
  }

  /** Shows a new segment to the mappings. */
  private void offer(Segment segment) {
    findTouched(segment);
    for (Mapping mapping : touched) {
      offer(segment, mapping);
    }
  }

  private void offer(Segment segment, Mapping mapping) {
    final long from = Math.max(segment.start, mapping.start);
    final int length = (int) (Math.min(segment.end, mapping.end) - from);
    final long dsn = mapping.dsn + (from - mapping.start);
    noteDataEnd(from, dsn, length);
    if (!mapping.hasChecksum) {
      deliver(from, dsn, segment.bytes, (int) (from - segment.start), length);
      return;
    }
    mapping.bytesSeen += length;
    mapping.softwareMayJudge |= segment.slow;
    judge(mapping, null);
  }

  private void findTouched(Range range) {
    mappings.overlapping(range.start, range.end, touched);
    if (touched.size() > 1) {
      touched.sort(Mapping.FIRST_ANNOUNCED);
    }
  }

  /** An equal copy of a segment came: it may be the newest one that mends a mapping. */
  private void offerAgain(Segment segment) {
    findTouched(segment);
    for (Mapping mapping : touched) {
      mapping.softwareMayJudge |= segment.slow;
      judge(mapping, null);
    }
  }

  // ---- mappings

  private void enter(DssMapping option, long arrival) {
    final long start = extend(option.ssn());
    final long dsn = option.dsnIs64() ? option.dsn() : stream.extend((int) option.dsn());
    if (option.isInfinite()) {
      infinite(start, dsn);
    } else if (option.payloadLength() > 0) {
      find(option, start, dsn, arrival);
    }
  }

  /** The mapping with these figures, made and shown to the segments if it is new. */
  private Mapping find(DssMapping option, long start, long dsn, long arrival) {
    final Mapping before = Mapping.find(mappings, option, start, dsn);
    if (before != null) {
      return before;
    }
    if (!memory.take(Range.OVERHEAD_BYTES)) {
      return null;
    }
    final Mapping mapping = new Mapping(this, start, arrival, dsn, option);
    judgeContradicted(mapping);
    mappings.add(mapping);
    memory.watch(mapping);
    mappedEnd.note(mapping.end, dsn + mapping.length());
    final List<Segment> early = segments.inOrderOfArrival(mapping.start, mapping.end);
    for (int i = 0; i < early.size() && !mapping.removed; i++) {
      offer(early.get(i), mapping);
    }
    return mapping;
  }

  /** Mappings that say otherwise came first: they are judged now, before this one can be. */
  private void judgeContradicted(Mapping mapping) {
    findTouched(mapping);
    for (Mapping other : touched) {
      if (other.dsn - other.start != mapping.dsn - mapping.start) {
        mapping.softwareMayJudge = true;
        other.softwareMayJudge = true;
        judge(other, null);
      }
    }
  }

  /** Data that came reaches up to here, unless it has its place already. */
  private void noteDataEnd(long start, long dsn, int length) {
    if (!placed.covers(start, start + length)) {
      stream.mapped(stream.position(dsn) + length);
    }
  }

  private void infinite(long start, long dsn) {
    if (start >= infiniteStart) {
      return;
    }
    infiniteStart = start;
    infiniteDsn = dsn;
    for (Segment segment : segments.inOrderOfArrival(start, NOWHERE)) {
      final int skip = (int) Math.max(0, start - segment.start);
      final long from = segment.start + skip;
      deliver(from, dsn + (from - start), segment.bytes, skip, segment.length() - skip);
    }
  }

  /** Judges a mapping that is whole: by the card's verdict if it is given, else here. */
  private void judge(Mapping mapping, Verdict byCard) {
    mapping.softwareMayJudge |= byCard == Verdict.NONE;
    final boolean carded = byCard == Verdict.GOOD || byCard == Verdict.BAD;
    if (mapping.good
        || !mapping.hasChecksum
        || !(carded || mapping.softwareMayJudge)
        || mapping.bytesSeen < mapping.length()
        || !segments.ranges().covers(mapping.start, mapping.end)) {
      mapping.softwareMayJudge |= carded;
      return;
    }
    final boolean copiesDiffer = painter.paintFirstCopies(mapping, segments.ranges());
    final boolean first =
        carded && !copiesDiffer ? byCard == Verdict.GOOD : mapping.holdsOver(painter.payload());
    ledger.judged(mapping.start, mapping.dsn, mapping.length(), first, carded && !copiesDiffer);
    mapping.softwareMayJudge = true;
    if (first
        || copiesDiffer
            && painter.paintMended(mapping, segments.ranges(), byCard == Verdict.GOOD)) {
      mapping.good = true;
      deliver(mapping.start, mapping.dsn, painter.payload(), 0, mapping.length());
    }
  }

  // ---- delivery and memory

  private void deliver(long start, long dsn, byte[] bytes, int offset, int length) {
    placed.place(stream, start, dsn, bytes, offset, length);
    removeOld(segments.ranges(), start, start + length);
    removeOld(mappings, start, start + length);
  }

  private <T extends Range> void removeOld(RangeList<T> ranges, long start, long end) {
    if (ranges.isEmpty()) {
      return;
    }
    for (int i = ranges.firstReaching(start); i < ranges.size(); ) {
      final T range = ranges.get(i);
      if (range.start >= end) {
        return;
      }
      if (range.old && placed.covers(range.start, range.end)) {
        remove(range);
      } else {
        i++;
      }
    }
  }

  /** The memory says that a range is old: it goes if it is delivered. */
  void grewOld(Range range) {
    if (placed.covers(range.start, range.end)) {
      remove(range);
    } else if (mode == AssemblyMode.HELD) {
      listener.heldPayloadIsOld();
    }
  }

  /** The memory says that room is short, and that this old range still waits. */
  void memoryIsLow(Range range) {
    listener.memoryIsLow(range.end);
  }

  /** The memory needs room. */
  void giveUp(Range range) {
    remove(range);
  }

  private void remove(Range range) {
    if (range.removed) {
      return;
    }
    range.removed = true;
    memory.give(range.heldBytes());
    if (range instanceof Segment segment) {
      segments.ranges().remove(segment);
    } else if (range instanceof Mapping mapping) {
      mappings.remove(mapping);
    }
  }
}
