package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.InternetChecksum;
import org.mpnic.wire.MptcpSubtype;

/**
 * dss_mapper: subflow sequence number to data sequence number by the subflow's mappings, and the
 * DSS checksum of each mapping over segments in any order (RFC 8684 section 3.3.1).
 *
 * <p>Input: {@link HeaderWord#kind}, {@link HeaderWord#ssn}, {@link HeaderWord#receiveNextBefore},
 * {@link HeaderWord#order}, {@link HeaderWord#payloadSum} and the DSS fields of the header. Output:
 * {@link HeaderWord#mapped} with DSN and mapping, {@link HeaderWord#segmentNew}, {@link
 * HeaderWord#evicted}, {@link HeaderWord#ended}; verdict pending where a mapping end follows; the
 * exceptions no_mapping and partial_mapping. Subflows of kind plain and frames with an exception
 * pass untouched. The exception never depends on a verdict, so a byte that was counted has come by
 * the fast path.
 *
 * <p>Hardware contract. Latency 8 cycles beside the tables' reads. In order: {@link MappingTable}
 * has the generation and the infinite mapping, then which slots hold what, each written a cycle
 * after it was read; the payload's slot is found; its mapping is taken from the slots; {@link
 * MappingSums} has the ranges, then flags and sum. Each of these states is a loop of one cycle of
 * its own; nothing goes back from a later one to an earlier one, which is why a slot is chosen by
 * place in the sequence space and not by whether its mapping is complete.
 *
 * <p>A mapping without checksum is counted too, so that one that loses its slot incomplete is
 * reported like any other; a complete one ends without a word. The sum that leaves with {@link
 * HeaderWord#ended} includes SSN, wire length and checksum, and the DSN as far as it was on the
 * wire.
 */
public final class DssMapper {
  private static final int NO_MAPPING = Reason.NO_MAPPING.code();
  private static final int PARTIAL_MAPPING = Reason.PARTIAL_MAPPING.code();
  private static final int CONTEXT_UNKNOWN = Reason.CONTEXT_UNKNOWN.code();
  private static final int HANDSHAKE = Reason.HANDSHAKE.code();
  private static final int PENDING = Verdict.PENDING.code();

  private final MappingTable table;
  private final MappingSums sums;
  private final long[] counters;

  /** A mapper without mappings that counts in {@code counters}. */
  public DssMapper(NicConfig config, long[] counters) {
    this.table = new MappingTable(config, counters);
    this.sums = new MappingSums(config, counters);
    this.counters = counters;
  }

  /** Cycles from word in to word out. */
  public static int latencyCycles(NicConfig config) {
    return 8 + config.tableReadLatencyCycles();
  }

  /** The contexts of the mappings, for read-back. */
  public ContextArray mappingContexts() {
    return table.contexts();
  }

  /** The contexts of the sums, for read-back. */
  public ContextArray sumContexts() {
    return sums.contexts();
  }

  /** Maps the word's payload and counts it. */
  public void process(HeaderWord word) {
    if (!word.subflowValid
        || word.kind != HeaderWord.KIND_MPTCP
        || word.reason != 0 && word.reason != HANDSHAKE) {
      return;
    }
    if (!table.belongsTo(word)) {
      word.reason = word.reason == 0 ? CONTEXT_UNKNOWN : word.reason;
      return;
    }
    table.compare(word);
    if (word.reason != 0) {
      return;
    }
    table.insert(word);
    table.match(word);
    if (table.inserted >= 0) {
      word.evicted.valid = sums.restart(word.subflow, table.inserted) && table.replaced;
      counters[CounterTable.MAPPINGS_EVICTED] += word.evicted.valid ? 1 : 0;
    }
    sums.spoil(word.subflow, table.overlapped);
    if (table.slot >= 0) {
      count(word);
    } else if (word.header.payloadLength > 0 && !word.infiniteMapping) {
      word.reason = table.overlapped != 0 ? PARTIAL_MAPPING : NO_MAPPING;
    }
    countPackets(word);
  }

  /** Whether a context speaks of mapping slots only that there are. */
  boolean admits(long[] context) {
    return table.admits(context);
  }

  /** Loads what is common to a subflow's mappings, so that it is near when a segment comes. */
  long touch(int subflow) {
    return table.touch(subflow);
  }

  /** Loads the slot that a subflow's next mapping will probably take. */
  long touchSlot(int subflow) {
    int slot = table.nextSlot(subflow);
    return table.touchSlot(subflow, slot) ^ sums.touch(subflow, slot);
  }

  private void count(HeaderWord word) {
    FrameHeader header = word.header;
    sums.count(
        word.subflow,
        table.slot,
        table.slotOffset,
        header.payloadLength,
        table.slotDataLength,
        word.payloadSum);
    word.segmentNew = sums.counted;
    if (!word.mappingHasChecksum) {
      return;
    }
    if (sums.completed) {
      end(word);
    }
    if (sums.completed ? !word.endedInOneSegment : !sums.delivered && !sums.spoiled) {
      word.verdict = PENDING;
    }
  }

  private void end(HeaderWord word) {
    MappingRecord ended = word.ended;
    table.describeSlot(word, ended);
    ended.complete = true;
    long total =
        (ended.dsn >>> 48)
            + (ended.dsn >>> 32 & 0xffff)
            + (ended.dsn >>> 16 & 0xffff)
            + (ended.dsn & 0xffff)
            + (ended.ssn >>> 16)
            + (ended.ssn & 0xffff)
            + ended.wireLength
            + ended.checksum
            + sums.sum;
    ended.sum = InternetChecksum.residue(InternetChecksum.fold(total));
    word.endedInOneSegment = word.header.payloadLength == table.slotDataLength;
  }

  private void countPackets(HeaderWord word) {
    if (word.mapped) {
      counters[
          word.infiniteMapping
              ? CounterTable.SEGMENTS_INFINITE_MAPPING
              : CounterTable.SEGMENTS_MAPPED]++;
    } else if (word.reason == NO_MAPPING) {
      counters[CounterTable.SEGMENTS_UNMAPPED]++;
    } else if (word.reason == PARTIAL_MAPPING) {
      counters[CounterTable.SEGMENTS_PARTLY_MAPPED]++;
    }
    FrameHeader header = word.header;
    if (header.hasMptcp(MptcpSubtype.DSS) && (header.dssFlags & MptcpSubtype.DSS_DATA_FIN) != 0) {
      counters[CounterTable.DATA_FINS]++;
    }
  }

  /** Gives a subflow id empty contexts of a new generation; returns the cycle of effect. */
  public long program(long doneCycle, int subflow, int generation) {
    return table.program(doneCycle, subflow, generation);
  }

  /** Slots of a subflow. */
  public int slots() {
    return table.slots();
  }

  /**
   * Finds the first mapping of a subflow, from a slot on, that is not complete and of which
   * something was counted or spoiled.
   *
   * @param record receives the mapping; its DSN may be the low 32 bits only
   * @return its slot, or -1
   */
  public int nextOpen(int subflow, int fromSlot, MappingRecord record) {
    table.contexts().load(subflow);
    sums.contexts().load(subflow);
    for (int slot = fromSlot; slot < table.slots(); slot++) {
      if (sums.isOpen(subflow, slot) && table.read(subflow, slot, record)) {
        return slot;
      }
    }
    return -1;
  }

  /**
   * Empties the contexts of a subflow, which keeps its generation, while no frame is on its way.
   */
  public void empty(long cycle, int subflow, int generation) {
    table.contexts().settle(table.program(cycle, subflow, generation) + 1);
  }

  /** Back to no mappings. */
  public void reset() {
    table.contexts().reset();
    sums.contexts().reset();
  }
}
