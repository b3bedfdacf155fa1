package org.mpnic.model.rx;

import org.mpnic.model.config.NicConfig;

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
