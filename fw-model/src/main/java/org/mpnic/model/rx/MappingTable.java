package org.mpnic.model.rx;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;

/**
 * First half of dss_mapper: the outstanding mappings of each subflow; inserts the mapping that a
 * packet brings and finds the one that its payload lies in.
 *
 * <p>Context, one word of 320 + 128 M bits for each subflow (M = mappingsPerSubflow), bit 0 first:
 *
 * <pre>
 *   word 0     0 valid (16)  16 DATA_FIN (16)  32 has checksum (16)  48 DSN is 64 bits (16): a bit for each slot
 *   word 1     0 expired (16)  16 next victim (4)  20 generation (12)  32 infinite (1)  33 infinite before too (1)
 *              34 infinite DSN is 64 bits (1)
 *   word 2     0 SSN of the infinite mapping (32)
 *   word 3     0 DSN of the infinite mapping (64)
 *   4..M+3     0 checksum (16)  16 bytes of data (16)  32 SSN (32) of a slot
 *   M+4..2M+3  0 DSN (64) of a slot; the low 32 bits only, when its bit in word 0 says so
 * </pre>
 *
 * <p>Hardware contract. All slots are compared with the packet's mapping (equal? passed by the
 * in-order point? expired?), one slot is chosen and written. The read-modify-write is one cycle
 * over valid, expired and next victim: slots are only ever written with a packet's mapping, so the
 * comparisons with the packets ahead are made a cycle before. A write of the control processor
 * empties the entry; of its value only the generation counts. A slot holds a mapping of one data
 * byte or more. What happens to a mapping that a packet brings: in a slot already (every field
 * equal), nothing; its data ends at or before the in-order point, or it lies outside the window, or
 * behind an infinite mapping, nothing; else it takes the first slot that is not valid, or the first
 * from the next victim on whose data the in-order point has passed, or the next victim (round
 * robin: the victim's successor is next). A slot that lies more than half a window behind the
 * in-order point is expired: it never maps anything again, because its SSNs will come again, and
 * waits for its successor. Finding the payload's slot reads the written context and writes nothing:
 * the packet's own slot, if the payload lies in it; else the first that wholly contains it; else an
 * infinite mapping. All other slots that the payload touches are reported as overlapped.
 */
final class MappingTable {
  /** Most slots of a subflow: the width of the bit fields in the context. */
  static final int MAX_SLOTS = 16;

  private static final int FIN_SHIFT = 16;
  private static final int CHECKSUM_SHIFT = 32;
  private static final int DSN64_SHIFT = 48;
  private static final int VICTIM_SHIFT = 16;
  private static final int GENERATION_SHIFT = 20;
  private static final int GENERATION_MASK = 0xfff;
  private static final long INFINITE = 1L << 32;
  private static final long INFINITE_BEFORE = 1L << 33;
  private static final long INFINITE_DSN64 = 1L << 34;
  private static final int KEYS = 4;

  /** Sequence space is looked at in 16 blocks to see whether an infinite mapping's base moves. */
  private static final int BLOCK_SHIFT = 28;

  private static final int REBASE_BLOCKS = 4;
  private static final int REBASE = REBASE_BLOCKS << BLOCK_SHIFT;
  private static final int NONE = -1;

  private final ContextArray contexts;
  private final long[] counters;
  private final int slots;
  private final int window;
  private final long[] value;

  /** Result: slot that {@link #insert} has written, or -1. */
  int inserted;

  /** Slot of the packet's own mapping, written now or before, or -1. */
  private int own;

  /** Result: the slot that was written held a mapping, described by the word's evicted record. */
  boolean replaced;

  /** Result: slot that the payload lies in, or -1. */
  int slot;

  /** Slots whose data the in-order point has passed. */
  private int passed;

  /** The packet's mapping: SSN, bytes of data, checksum, as in a slot. */
  private long mappingKey;

  /** Live slots whose data the packet's mapping touches. */
  private int conflicts;

  /** Live slots with SSN, bytes of data and checksum of the packet's mapping. */
  private int sameKey;

  /** Live slots that contain the payload wholly. */
  private int containing;

  /** Result: bytes of the mapping before the payload, with {@link #slot}. */
  int slotOffset;

  /** Result: bytes of data of the mapping in {@link #slot}. */
  int slotDataLength;

  /** Result: a bit for each slot that the payload touches and that is not {@link #slot}. */
  int overlapped;

  MappingTable(NicConfig config, long[] counters) {
    this.slots = config.mappingsPerSubflow();
    if (slots < 1 || slots > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "mappingsPerSubflow " + slots + ": must be 1 to " + MAX_SLOTS);
    }
    this.window = (int) config.receiveWindowBytes();
    this.contexts = new ContextArray("mapping_context", config.subflows(), KEYS + 2 * slots);
    this.counters = counters;
    this.value = new long[contexts.wordsPerEntry()];
  }

  ContextArray contexts() {
    return contexts;
  }

  /** Whether the context belongs to the word's generation; takes pending writes first. */
  boolean belongsTo(HeaderWord word) {
    contexts.settle(word.grantCycle);
    long state = contexts.words()[contexts.base(word.subflow) + 1];
    return (state >>> GENERATION_SHIFT & GENERATION_MASK) == word.subflowGeneration;
  }

  /**
   * Compares every slot with the packet and expires what the in-order point has left behind. Wanted
   * of every packet that moved the in-order point, because a slot is found to be old only within
   * half the sequence space.
   */
  void compare(HeaderWord word) {
    long[] words = contexts.words();
    int at = contexts.base(word.subflow);
    int next = word.receiveNextBefore;
    int ssn = word.ssn;
    int length = word.order == HeaderWord.OUTSIDE_WINDOW ? 0 : word.header.payloadLength;
    int expired = (int) words[at + 1] & 0xffff;
    int farBehind = window / 2;
    int gone = 0;
    int holding = 0;
    int touched = 0;
    int equal = 0;
    int conflicting = 0;
    takeMapping(word);
    long mapping = mappingKey;
    int mappingSsn = (int) (mapping >>> 32);
    int mappingBytes = (int) (mapping >>> 16) & 0xffff;
    for (int rest = (int) words[at] & 0xffff; rest != 0; rest &= rest - 1) {
      int i = Integer.numberOfTrailingZeros(rest);
      long key = words[at + KEYS + i];
      int slotSsn = (int) (key >>> 32);
      int dataLength = (int) (key >>> 16) & 0xffff;
      int behind = next - slotSsn - dataLength;
      if (behind >= 0) {
        gone |= 1 << i;
        expired |= behind > farBehind ? 1 << i : 0;
      }
      int from = ssn - slotSsn;
      if (from < dataLength && from > -length) {
        touched |= 1 << i;
        holding |= from >= 0 && from + length <= dataLength ? 1 << i : 0;
      }
      int distance = mappingSsn - slotSsn;
      if (distance < dataLength && distance > -mappingBytes) {
        conflicting |= 1 << i;
        equal |= key == mapping ? 1 << i : 0;
      }
    }
    passed = gone;
    overlapped = touched & ~expired;
    containing = holding & ~expired;
    conflicts = conflicting & ~expired;
    sameKey = equal & ~expired;
    words[at + 1] |= expired;
    moveInfinite(words, at, next);
    inserted = NONE;
    own = NONE;
    replaced = false;
    slot = NONE;
  }

  /** The packet's mapping as a slot would hold it; of no bytes when there is none to hold. */
  private void takeMapping(HeaderWord word) {
    FrameHeader header = word.header;
    mappingKey = 0;
    if (!header.hasMptcp(MptcpSubtype.DSS) || !header.hasMapping) {
      return;
    }
    int dataLength = header.dssLength - (header.dataFin ? 1 : 0);
    if (dataLength > 0) {
      mappingKey =
          (long) header.dssSsn << 32
              | (long) dataLength << 16
              | (header.hasDssChecksum ? header.dssChecksum : 0);
    }
  }

  /** Whether all slots of which a context speaks are there. */
  boolean admits(long[] context) {
    long other = 0xffffL << slots & 0xffff;
    long others = other | other << FIN_SHIFT | other << CHECKSUM_SHIFT | other << DSN64_SHIFT;
    return (context[0] & others) == 0
        && (context[1] & other) == 0
        && (context[1] >>> VICTIM_SHIFT & 0xf) < slots;
  }

  /** Loads flags and the first slots' keys. */
  long touch(int subflow) {
    return contexts.touch(subflow, 0, KEYS + slots / 2);
  }

  /** The slot that the next mapping takes, if the in-order point has passed the oldest. */
  int nextSlot(int subflow) {
    long[] words = contexts.words();
    int at = contexts.base(subflow);
    int empty = ~(int) words[at] & (1 << slots) - 1;
    return empty != 0
        ? Integer.numberOfTrailingZeros(empty)
        : (int) (words[at + 1] >>> VICTIM_SHIFT) & 0xf;
  }

  /** Loads the words of a slot. */
  long touchSlot(int subflow, int touched) {
    return contexts.touch(subflow, KEYS + touched, KEYS + slots + touched);
  }

  /** Inserts the packet's mapping. */
  void insert(HeaderWord word) {
    FrameHeader header = word.header;
    if (!header.hasMptcp(MptcpSubtype.DSS) || !header.hasMapping) {
      return;
    }
    int distance = header.dssSsn - word.receiveNextBefore;
    if (distance > window || distance < -window) {
      return;
    }
    long[] words = contexts.words();
    int at = contexts.base(word.subflow);
    int dataLength = (int) (mappingKey >>> 16) & 0xffff;
    if (header.dssLength == 0) {
      insertInfinite(words, at, header);
    } else if (dataLength > 0) {
      insertFinite(word, words, at, dataLength, distance);
    }
  }

  /** Finds the slot of the word's payload. */
  void match(HeaderWord word) {
    if (word.header.payloadLength == 0 || word.order == HeaderWord.OUTSIDE_WINDOW) {
      overlapped = 0;
      return;
    }
    long[] words = contexts.words();
    int at = contexts.base(word.subflow);
    if (containing != 0) {
      slot =
          own >= 0 && (containing >>> own & 1) != 0
              ? own
              : Integer.numberOfTrailingZeros(containing);
      overlapped &= ~(1 << slot);
      describe(word, words, at);
    } else if (overlapped == 0) {
      matchInfinite(word, words, at);
    }
  }

  private void describe(HeaderWord word, long[] words, int at) {
    long key = words[at + KEYS + slot];
    slotOffset = word.ssn - (int) (key >>> 32);
    slotDataLength = (int) (key >>> 16) & 0xffff;
    word.mapped = true;
    word.dsn = words[at + KEYS + slots + slot] + slotOffset;
    word.dsnIs64 = (words[at] >>> DSN64_SHIFT + slot & 1) != 0;
    if (!word.dsnIs64) {
      word.dsn &= 0xffff_ffffL;
    }
    word.mappingSsn = (int) (key >>> 32);
    word.mappingFin = (words[at] >>> FIN_SHIFT + slot & 1) != 0;
    word.mappingLength = ((int) (key >>> 16) & 0xffff) + (word.mappingFin ? 1 : 0);
    word.mappingChecksum = (int) key & 0xffff;
    word.mappingHasChecksum = (words[at] >>> CHECKSUM_SHIFT + slot & 1) != 0;
  }

  private void matchInfinite(HeaderWord word, long[] words, int at) {
    long state = words[at + 1];
    int from = word.ssn - (int) words[at + 2];
    if ((state & INFINITE) == 0 || from < 0 && (state & INFINITE_BEFORE) == 0) {
      return;
    }
    word.mapped = true;
    word.infiniteMapping = true;
    word.dsnIs64 = (state & INFINITE_DSN64) != 0;
    word.dsn = words[at + 3] + from;
    if (!word.dsnIs64) {
      word.dsn &= 0xffff_ffffL;
    }
    word.mappingSsn = (int) words[at + 2];
  }

  /**
   * Moves the base of an infinite mapping along, so that a distance from it stays unambiguous: the
   * in-order point is at most 3 blocks ahead without a move, and 7 after a jump of a whole window.
   */
  private static void moveInfinite(long[] words, int at, int next) {
    int blocks = (next >>> BLOCK_SHIFT) - ((int) words[at + 2] >>> BLOCK_SHIFT) & 0xf;
    if ((words[at + 1] & INFINITE) != 0 && blocks >= REBASE_BLOCKS && blocks < 2 * REBASE_BLOCKS) {
      words[at + 1] |= INFINITE_BEFORE;
      words[at + 2] = (int) words[at + 2] + REBASE & 0xffff_ffffL;
      words[at + 3] += REBASE;
    }
  }

  private void insertInfinite(long[] words, int at, FrameHeader header) {
    if ((words[at + 1] & INFINITE) == 0) {
      words[at + 1] |= INFINITE | (header.dsnIs64 ? INFINITE_DSN64 : 0);
      words[at + 2] = header.dssSsn & 0xffff_ffffL;
      words[at + 3] = header.dsn;
      counters[CounterTable.MAPPINGS_INSERTED]++;
    }
  }

  private void insertFinite(HeaderWord word, long[] words, int at, int dataLength, int distance) {
    FrameHeader header = word.header;
    long flags =
        1
            | (header.dataFin ? 1L << FIN_SHIFT : 0)
            | (header.hasDssChecksum ? 1L << CHECKSUM_SHIFT : 0)
            | (header.dsnIs64 ? 1L << DSN64_SHIFT : 0);
    own = find(words, at, flags, header.dsn);
    if (own >= 0) {
      counters[CounterTable.MAPPINGS_REPEATED]++;
      return;
    }
    if (distance + dataLength <= 0 || behindInfinite(words, at, header.dssSsn + dataLength)) {
      counters[CounterTable.MAPPINGS_OLD]++;
      return;
    }
    counters[CounterTable.MAPPINGS_CONFLICTING] += conflicts != 0 ? 1 : 0;
    int chosen = choose(words, at);
    write(word, words, at, chosen, flags);
    int from = word.ssn - header.dssSsn;
    int length = word.order == HeaderWord.OUTSIDE_WINDOW ? 0 : header.payloadLength;
    int bit = 1 << chosen;
    boolean touches = from < dataLength && from > -length;
    boolean contains = touches && from >= 0 && from + length <= dataLength;
    overlapped = overlapped & ~bit | (touches ? bit : 0);
    containing = containing & ~bit | (contains ? bit : 0);
  }

  /** The slot that holds exactly this mapping, or -1. */
  private int find(long[] words, int at, long flags, long dsn) {
    for (int rest = sameKey; rest != 0; rest &= rest - 1) {
      int i = Integer.numberOfTrailingZeros(rest);
      if (words[at + KEYS + slots + i] == dsn
          && (words[at] >>> i & 0x0001_0001_0001_0001L) == flags) {
        return i;
      }
    }
    return NONE;
  }

  private boolean behindInfinite(long[] words, int at, int end) {
    return (words[at + 1] & INFINITE) != 0
        && ((words[at + 1] & INFINITE_BEFORE) != 0 || end - 1 - (int) words[at + 2] >= 0);
  }

  private int choose(long[] words, int at) {
    int empty = ~(int) words[at] & (1 << slots) - 1;
    if (empty != 0) {
      return Integer.numberOfTrailingZeros(empty);
    }
    int victim = (int) (words[at + 1] >>> VICTIM_SHIFT) & 0xf;
    int fromVictim = passed & -1 << victim;
    int chosen =
        passed == 0 ? victim : Integer.numberOfTrailingZeros(fromVictim != 0 ? fromVictim : passed);
    long after = chosen + 1 == slots ? 0 : chosen + 1;
    words[at + 1] = words[at + 1] & ~(0xfL << VICTIM_SHIFT) | after << VICTIM_SHIFT;
    return chosen;
  }

  private void write(HeaderWord word, long[] words, int at, int chosen, long flags) {
    if ((words[at] >>> chosen & 1) != 0) {
      replaced = true;
      record(words, at, chosen, word.evicted);
    }
    words[at] = words[at] & ~(0x0001_0001_0001_0001L << chosen) | flags << chosen;
    words[at + 1] &= ~(1L << chosen);
    words[at + KEYS + chosen] = mappingKey;
    words[at + KEYS + slots + chosen] = word.header.dsn;
    inserted = chosen;
    own = chosen;
    counters[CounterTable.MAPPINGS_INSERTED]++;
  }

  /** Describes a slot for a completion of its own; sums and verdict are not known here. */
  private void record(long[] words, int at, int i, MappingRecord record) {
    long key = words[at + KEYS + i];
    record.clear();
    record.valid = true;
    record.dsn = words[at + KEYS + slots + i];
    record.dsnIs64 = (words[at] >>> DSN64_SHIFT + i & 1) != 0;
    record.ssn = (int) (key >>> 32);
    record.dataFin = (words[at] >>> FIN_SHIFT + i & 1) != 0;
    record.wireLength = ((int) (key >>> 16) & 0xffff) + (record.dataFin ? 1 : 0);
    record.checksum = (int) key & 0xffff;
    record.hasChecksum = (words[at] >>> CHECKSUM_SHIFT + i & 1) != 0;
  }

  /** Describes the slot that the payload lies in. */
  void describeSlot(HeaderWord word, MappingRecord record) {
    record(contexts.words(), contexts.base(word.subflow), slot, record);
  }

  /** Describes a slot of a subflow; false when it holds no mapping. */
  boolean read(int subflow, int i, MappingRecord record) {
    long[] words = contexts.words();
    int at = contexts.base(subflow);
    if ((words[at] >>> i & 1) == 0) {
      return false;
    }
    record(words, at, i, record);
    return true;
  }

  /** Slots of a subflow. */
  int slots() {
    return slots;
  }

  /** Gives a subflow id an empty context of a new generation; returns the cycle of effect. */
  long program(long doneCycle, int subflow, int generation) {
    Arrays.fill(value, 0);
    value[1] = (long) generation << GENERATION_SHIFT;
    return contexts.write(doneCycle, subflow, value);
  }
}
