package org.mpnic.model.rx;

import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;

/**
 * The stages that a frame's header passes, from rx_parser to steering, wired to one set of
 * counters.
 *
 * <p>rx_parser and rx_checksum stand once for each port in hardware and keep nothing between
 * frames, so that one of each serves all ports here. The others are the shared pipeline: a word
 * granted at cycle T enters flow_table at T and each later stage after the latencies of those
 * before it; never stalled.
 */
public final class HeaderStages {
  /** Words of a {@link #lookAhead} into large tables; more gain nothing. */
  private static final int WORDS_AHEAD = 16;

  /** Subflows whose tables a processor's caches hold. */
  private static final int FEW_SUBFLOWS = 4096;

  private final boolean isLarge;
  private final long[] hashes = new long[WORDS_AHEAD];
  private final int[] subflows = new int[WORDS_AHEAD];

  /** Keeps the loads of {@link #lookAhead}, which nobody else wants, from being left out. */
  private long lastSeen;

  private final RxParser parser;
  private final RxChecksum checksum;
  private final FlowTable flowTable;
  private final SubflowTracker subflowTracker;
  private final DssMapper dssMapper;
  private final ConnectionTracker connectionTracker;
  private final Steering steering;

  /**
   * Stages with empty tables.
   *
   * @param events takes the header events of flow_table
   * @param credits gives the buffers that steering takes
   * @param counters indexed by the ABI's counter table
   */
  public HeaderStages(
      NicConfig config, HeaderEventSink events, BufferCredits credits, long[] counters) {
    isLarge = config.subflows() > FEW_SUBFLOWS;
    parser = new RxParser(config);
    checksum = new RxChecksum();
    flowTable = new FlowTable(config, events, counters);
    subflowTracker = new SubflowTracker(config, counters);
    dssMapper = new DssMapper(config, counters);
    connectionTracker = new ConnectionTracker(config, counters);
    steering = new Steering(config, credits, counters);
  }

  /** Cycles from a grant to the word's entry into steering. */
  public static int steeringCycles(NicConfig config) {
    return FlowTable.latencyCycles(config)
        + SubflowTracker.latencyCycles(config)
        + DssMapper.latencyCycles(config)
        + ConnectionTracker.latencyCycles(config);
  }

  /** Cycles from a grant to the decision. */
  public static int decisionCycles(NicConfig config) {
    return steeringCycles(config) + Steering.latencyCycles(config);
  }

  /**
   * A table of contexts that the host may read and write.
   *
   * @param table 0 subflow, 1 mappings, 2 connection
   * @return null if it or the entry does not exist
   */
  public ContextArray contexts(long table, long id) {
    ContextArray contexts =
        table == 0
            ? subflowTracker.contexts()
            : table == 1
                ? dssMapper.mappingContexts()
                : table == 2 ? connectionTracker.contexts() : null;
    return contexts == null || id < 0 || id >= contexts.entries() ? null : contexts;
  }

  /**
   * Writes a context as the host wants it.
   *
   * @param doneCycle cycle in which the control processor has done it
   * @return false, and nothing is written, if it does not exist, has another number of words, or
   *     these name a connection, a mapping slot or a queue that the card does not have
   */
  public boolean writeContext(long doneCycle, long table, long id, long[] words) {
    ContextArray contexts = contexts(table, id);
    if (contexts == null || words.length != contexts.wordsPerEntry() || !admits(table, words)) {
      return false;
    }
    contexts.write(doneCycle, (int) id, words);
    return true;
  }

  private boolean admits(long table, long[] words) {
    return table == 0
        ? subflowTracker.connectionOf(words[0]) < connectionTracker.contexts().entries()
        : table == 1 ? dssMapper.admits(words) : connectionTracker.admits(words);
  }

  /** Runs every stage on a granted word, in grant order. */
  public void process(HeaderWord word) {
    parser.process(word);
    checksum.process(word);
    flowTable.process(word);
    subflowTracker.process(word);
    dssMapper.process(word);
    connectionTracker.process(word);
    steering.process(word);
  }

  /**
   * Loads what {@link #process} will read of large tables for parsed words {@code [0, count)}, and
   * changes nothing. What it finds is a guess: nothing of it is used.
   *
   * <p>A load from memory takes as long as half a packet, and those of one packet depend on each
   * other: bucket, subflow, connection. Loads of many packets wait together, if they are so close
   * to each other in the program that the host's processor has begun all of them before the first
   * is there. So each loop does one thing.
   */
  public void lookAhead(HeaderWord[] words, int count) {
    long seen = 0;
    for (int i = 0; i < count; i++) {
      hashes[i] = flowTable.hashes(words[i]);
    }
    for (int i = 0; i < count; i++) {
      seen ^= flowTable.touch(hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      subflows[i] = flowTable.find(words[i], hashes[i]);
    }
    for (int i = 0; i < count; i++) {
      int subflow = subflows[i];
      seen ^= subflowTracker.touch(subflow) ^ dssMapper.touch(subflow) ^ steering.touch(subflow);
    }
    for (int i = 0; i < count; i++) {
      int subflow = subflows[i];
      int connection = subflowTracker.connection(subflow);
      seen ^= dssMapper.touchSlot(subflow) ^ connectionTracker.touch(connection);
    }
    lastSeen = seen;
  }

  /** Words that {@link #lookAhead} is given at most; 1 where caches hold the tables anyway. */
  public int wordsAhead() {
    return isLarge ? WORDS_AHEAD : 1;
  }

  /** The stage rx_parser. */
  public RxParser parser() {
    return parser;
  }

  /** The stage rx_checksum. */
  public RxChecksum checksum() {
    return checksum;
  }

  /** The stage flow_table. */
  public FlowTable flowTable() {
    return flowTable;
  }

  /** The stage subflow_tracker. */
  public SubflowTracker subflowTracker() {
    return subflowTracker;
  }

  /** The stage dss_mapper. */
  public DssMapper dssMapper() {
    return dssMapper;
  }

  /** The stage connection_tracker. */
  public ConnectionTracker connectionTracker() {
    return connectionTracker;
  }

  /** The stage steering. */
  public Steering steering() {
    return steering;
  }

  /** Back to empty tables and virtual cycle 0. */
  public void reset() {
    flowTable.reset();
    subflowTracker.reset();
    dssMapper.reset();
    connectionTracker.reset();
    steering.reset();
  }
}
