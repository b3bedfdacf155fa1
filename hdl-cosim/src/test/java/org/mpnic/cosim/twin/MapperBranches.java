package org.mpnic.cosim.twin;

import java.util.EnumMap;
import java.util.Map;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.HeaderWord;

/** Counts the rare things that words do to dss_mapper's contexts, from the contexts themselves. */
final class MapperBranches {
  /** What may happen. */
  enum Branch {
    GENERATION_MISMATCH,
    SLOT_FREE,
    SLOT_PASSED_IN_TURN,
    SLOT_PASSED_BEFORE_TURN,
    SLOT_VICTIM,
    EVICTED_INCOMPLETE,
    REPLACED_COMPLETE,
    EXPIRES,
    EXPIRES_BEHIND_HANDSHAKE,
    EXPIRED_SLOT_REPLACED,
    INFINITE_INSERTED,
    INFINITE_BASE_MOVES,
    INFINITE_MAPS,
    INFINITE_MAPS_BEFORE_BASE,
    RANGE_FIRST,
    RANGE_ANOTHER,
    RANGE_GROWS,
    RANGES_JOIN,
    SEEN,
    SPOILED_BY_OVERLAP,
    SPOILED_BY_RANGES,
    SPOILED_SEVERAL,
    CLOSED_SEEN_AGAIN,
    ENDS_IN_ONE_SEGMENT,
    ENDS_IN_SEVERAL,
    ENDS_WITHOUT_CHECKSUM,
    ODD_OFFSET,
    SUM_WRAPS,
    SUM_BECOMES_ZERO,
    PARTIAL,
    RESTART_AND_COUNT_ELSEWHERE,
    DSN_OF_4_BYTES_CARRIES
  }

  private final Map<Branch, Long> counts = new EnumMap<>(Branch.class);
  private final DssMapper model;
  private final int slots;
  private final int ranges;
  private final long[] table;
  private final long[] sums;
  private final long[] tableAfter;
  private final long[] sumsAfter;
  private HeaderWord word;

  MapperBranches(NicConfig config, DssMapper model) {
    this.model = model;
    this.slots = config.mappingsPerSubflow();
    this.ranges = config.coveredIntervals();
    this.table = new long[model.mappingContexts().wordsPerEntry()];
    this.sums = new long[model.sumContexts().wordsPerEntry()];
    this.tableAfter = table.clone();
    this.sumsAfter = sums.clone();
    for (Branch branch : Branch.values()) {
      counts.put(branch, 0L);
    }
  }

  /** How often each happened. */
  Map<Branch, Long> counts() {
    return counts;
  }

  private void count(Branch branch, boolean happened) {
    counts.merge(branch, happened ? 1L : 0L, Long::sum);
  }

  /** Runs the model on a word and counts. */
  void process(HeaderWord made) {
    word = made;
    int handshake = word.reason;
    model.mappingContexts().settle(word.grantCycle);
    model.mappingContexts().read(word.subflow, table);
    model.sumContexts().read(word.subflow, sums);
    model.process(word);
    model.mappingContexts().read(word.subflow, tableAfter);
    model.sumContexts().read(word.subflow, sumsAfter);
    boolean mptcp = word.subflowValid && word.kind == HeaderWord.KIND_MPTCP;
    count(Branch.GENERATION_MISMATCH, mptcp && generation() != word.subflowGeneration);
    long expires = (tableAfter[1] & ~table[1]) & 0xffff;
    count(Branch.EXPIRES, expires != 0);
    count(Branch.EXPIRES_BEHIND_HANDSHAKE, expires != 0 && handshake != 0);
    insertion();
    infinite();
    segment();
  }

  private int generation() {
    return (int) (table[1] >>> 20) & 0xfff;
  }

  private int written() {
    for (int i = 0; i < slots; i++) {
      boolean key = table[4 + i] != tableAfter[4 + i];
      boolean dsn = table[4 + slots + i] != tableAfter[4 + slots + i];
      if (key || dsn || (table[0] >>> i & 1) != (tableAfter[0] >>> i & 1)) {
        return i;
      }
    }
    return -1;
  }

  private void insertion() {
    int slot = written();
    if (slot < 0) {
      return;
    }
    boolean full = (table[0] & (1L << slots) - 1) == (1L << slots) - 1;
    int behind = word.receiveNextBefore - end(slot);
    int victim = (int) (table[1] >>> 16) & 0xf;
    count(Branch.SLOT_FREE, !full);
    count(Branch.SLOT_PASSED_IN_TURN, full && behind >= 0 && slot >= victim);
    count(Branch.SLOT_PASSED_BEFORE_TURN, full && behind >= 0 && slot < victim);
    count(Branch.SLOT_VICTIM, full && behind < 0);
    count(Branch.EVICTED_INCOMPLETE, word.evicted.valid);
    count(Branch.REPLACED_COMPLETE, full && !word.evicted.valid);
    count(Branch.EXPIRED_SLOT_REPLACED, full && (table[1] >>> slot & 1) != 0);
    count(
        Branch.RESTART_AND_COUNT_ELSEWHERE,
        word.segmentNew && word.mappingSsn != (int) (tableAfter[4 + slot] >>> 32));
  }

  private int end(int slot) {
    return (int) (table[4 + slot] >>> 32) + ((int) (table[4 + slot] >>> 16) & 0xffff);
  }

  private void infinite() {
    boolean was = (table[1] >>> 32 & 1) != 0;
    count(Branch.INFINITE_INSERTED, !was && (tableAfter[1] >>> 32 & 1) != 0);
    count(Branch.INFINITE_BASE_MOVES, was && table[2] != tableAfter[2]);
    count(Branch.INFINITE_MAPS, word.infiniteMapping);
    count(
        Branch.INFINITE_MAPS_BEFORE_BASE,
        word.infiniteMapping && word.ssn - (int) tableAfter[2] < 0);
  }

  private void segment() {
    int spoils = 0;
    int perSlot = 1 + (ranges + 1) / 2;
    for (int i = 0; i < slots; i++) {
      spoils += (int) ((sumsAfter[i * perSlot] & ~sums[i * perSlot]) >>> 16) & 1;
    }
    count(Branch.SPOILED_SEVERAL, spoils > 1);
    count(Branch.PARTIAL, !word.mapped && spoils > 0);
    if (!word.mapped || word.infiniteMapping) {
      return;
    }
    count(Branch.ODD_OFFSET, word.segmentNew && (word.ssn - word.mappingSsn & 1) != 0);
    count(Branch.ENDS_IN_ONE_SEGMENT, word.ended.valid && word.endedInOneSegment);
    count(Branch.ENDS_IN_SEVERAL, word.ended.valid && !word.endedInOneSegment);
    count(Branch.DSN_OF_4_BYTES_CARRIES, !word.dsnIs64 && word.dsn < word.ssn - word.mappingSsn);
    slotOfSegment(perSlot);
  }

  private void slotOfSegment(int perSlot) {
    for (int i = 0; i < slots; i++) {
      int bytes = word.mappingLength - (word.mappingFin ? 1 : 0);
      long key = (long) word.mappingSsn << 32 | (long) bytes << 16 | word.mappingChecksum & 0xffffL;
      if (tableAfter[4 + i] == key && i != written()) {
        ranges(i * perSlot);
        return;
      }
    }
  }

  private void ranges(int at) {
    long before = sums[at];
    long after = sumsAfter[at];
    boolean closed = (before >>> 16 & 3) != 0;
    int used = used(sums, at);
    int usedAfter = used(sumsAfter, at);
    boolean spoils = !closed && (after >>> 16 & 1) != 0;
    count(Branch.CLOSED_SEEN_AGAIN, closed);
    count(Branch.SEEN, !closed && !word.segmentNew && !spoils);
    count(Branch.SPOILED_BY_RANGES, spoils && used == ranges && !overlaps(at));
    count(Branch.SPOILED_BY_OVERLAP, spoils && overlaps(at));
    count(Branch.RANGE_FIRST, word.segmentNew && used == 0);
    count(Branch.RANGE_ANOTHER, word.segmentNew && used > 0 && usedAfter > used);
    count(Branch.RANGE_GROWS, word.segmentNew && used > 0 && usedAfter == used);
    count(Branch.RANGES_JOIN, word.segmentNew && usedAfter < used);
    count(Branch.ENDS_WITHOUT_CHECKSUM, !closed && (after >>> 17 & 1) != 0 && !word.ended.valid);
    boolean odd = (word.ssn - word.mappingSsn & 1) != 0;
    int sum = word.payloadSum;
    int added = odd ? (sum >>> 8 | sum << 8) & 0xffff : sum;
    count(Branch.SUM_WRAPS, word.segmentNew && (before & 0xffff) + added > 0xffff);
    count(Branch.SUM_BECOMES_ZERO, word.segmentNew && (before & 0xffff) + added == 0xffff);
  }

  private int used(long[] words, int at) {
    int used = 0;
    for (int i = 0; i < ranges; i++) {
      int range = (int) (words[at + 1 + (i >> 1)] >>> ((i & 1) << 5));
      used += range >>> 16 != (range & 0xffff) ? 1 : 0;
    }
    return used;
  }

  private boolean overlaps(int at) {
    int from = word.ssn - word.mappingSsn;
    int to = from + word.header.payloadLength;
    boolean found = false;
    for (int i = 0; i < ranges; i++) {
      int range = (int) (sums[at + 1 + (i >> 1)] >>> ((i & 1) << 5));
      int start = range >>> 16;
      int stop = range & 0xffff;
      found |= start != stop && start < to && stop > from;
    }
    return found;
  }
}
