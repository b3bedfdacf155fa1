package org.mpnic.cosim.twin;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.SubflowTracker;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.TcpFlags;

/**
 * subflow_tracker: segments of a few hot subflows and of all others, near their in-order points, in
 * and out of order, with SYNs, stale generations and exceptions among them; their timestamps near
 * the last one taken.
 */
final class SubflowTrackerTwin extends HeaderStageTwin {
  private static final int HOT = 3;
  private static final int[] REASONS = {
    Reason.HANDSHAKE.code(), Reason.NO_MAPPING.code(), Reason.BAD_TCP_CHECKSUM.code()
  };

  private final SubflowTracker model;
  private final long[] counters = new long[CounterTable.COUNT];
  private final int subflows;
  private final int window;
  private final int[] generations;
  private final int[] initialSequences;

  private final Signal flowHit;
  private final Signal subflow;
  private final Signal generation;
  private final Signal sequence;
  private final Signal syn;
  private final Signal payloadLength;
  private final Signal timestamps;
  private final Signal timestampValue;
  private final Signal reason;
  private final Signal subflowValid;
  private final Signal kind;
  private final Signal connection;
  private final Signal connectionGeneration;
  private final Signal ssn;
  private final Signal receiveNextBefore;
  private final Signal order;
  private final Signal timestampRecent;
  private final Signal reasonOut;
  private final Signal stale;
  private final Signal jumped;

  SubflowTrackerTwin(NicConfig config, long seed, long packets) {
    super("subflow_tracker", SubflowTracker.latencyCycles(config), seed, packets);
    model = new SubflowTracker(config, counters);
    subflows = config.subflows();
    window = (int) config.receiveWindowBytes();
    generations = new int[subflows];
    initialSequences = new int[subflows];
    ports
        .parameter("SUBFLOWS", subflows)
        .parameter("OUT_OF_ORDER_INTERVALS", config.outOfOrderIntervals())
        .parameter("RECEIVE_WINDOW_BYTES", window)
        .parameter("READ_LATENCY", config.tableReadLatencyCycles());
    flowHit = ports.input("flow_hit_i", 1);
    subflow = ports.input("subflow_i", Bits.ofIndex(subflows));
    generation = ports.input("subflow_generation_i", 12);
    sequence = ports.input("sequence_number_i", 32);
    syn = ports.input("syn_i", 1);
    payloadLength = ports.input("payload_length_i", 16);
    timestamps = ports.input("timestamps_i", 1);
    timestampValue = ports.input("timestamp_value_i", 32);
    reason = ports.input("reason_i", 7);
    writes(model.contexts());
    OutputBoundary out = words();
    subflowValid = out.data("subflow_valid_o", 1);
    kind = out.data("kind_o", 2);
    connection = out.data("connection_o", 20);
    connectionGeneration = out.data("connection_generation_o", 12);
    ssn = out.data("ssn_o", 32);
    receiveNextBefore = out.data("receive_next_before_o", 32);
    order = out.data("order_o", 3);
    timestampRecent = out.data("timestamp_recent_o", 32);
    reasonOut = out.data("reason_o", 7);
    stale = out.data("stale_o", 1);
    jumped = out.data("jumped_o", 1);
    out.data("classified_o", 1);
  }

  private int anySubflow() {
    return random.nextInt(8) == 0
        ? random.nextInt(subflows)
        : random.nextInt(Math.min(HOT, subflows));
  }

  @Override
  protected void make() {
    int id = anySubflow();
    word.flowHit = random.nextInt(32) != 0;
    word.subflow = id;
    word.subflowGeneration = generations[id] ^ (random.nextInt(64) == 0 ? 1 : 0);
    word.header.payloadLength = lengths();
    word.header.tcpFlags = random.nextInt(200) == 0 ? TcpFlags.SYN : TcpFlags.ACK;
    word.reason = random.nextInt(16) == 0 ? REASONS[random.nextInt(REASONS.length)] : 0;
    boolean isStamped = random.nextInt(8) != 0;
    word.header.tcpOptions = isStamped ? 1L << FrameHeader.KIND_TIMESTAMPS : 0;
    word.header.timestampValue = timestamp(id);
    boolean otherIsn = random.nextInt(4) == 0;
    word.header.sequence =
        (word.header.tcpFlags & TcpFlags.SYN) != 0
            ? initialSequences[id] + (otherIsn ? 1 : 0)
            : initialSequences[id] + model.receiveNext(id) + distance();
  }

  /** A timestamp: mostly a little older or newer than the last one taken. */
  private int timestamp(int id) {
    return random.nextInt(32) == 0
        ? random.nextInt()
        : (int) model.timestampRecent(id) + random.nextInt(9) - 4;
  }

  private int lengths() {
    switch (random.nextInt(4)) {
      case 0:
        return 0;
      case 1:
        return 100;
      case 2:
        return random.nextInt(4) * 50;
      default:
        return random.nextInt(9000);
    }
  }

  /** Distance from the in-order point: mostly in steps that make segments meet. */
  private int distance() {
    switch (random.nextInt(16)) {
      case 0:
        return window - 200 + 50 * random.nextInt(8);
      case 1:
        return -window - 100 + 50 * random.nextInt(4);
      case 2:
        return random.nextInt();
      case 3:
        return window / 2 + 50 * random.nextInt(20) - 500;
      case 4, 5, 6, 7, 8:
        return 0;
      default:
        return 50 * (random.nextInt(40) - 8);
    }
  }

  @Override
  protected void drive(Stimulus stimulus) {
    stimulus.set(flowHit, word.flowHit);
    stimulus.set(subflow, word.subflow);
    stimulus.set(generation, word.subflowGeneration);
    stimulus.set(sequence, word.header.sequence);
    stimulus.set(syn, (word.header.tcpFlags & TcpFlags.SYN) != 0);
    stimulus.set(payloadLength, word.header.payloadLength);
    stimulus.set(timestamps, word.header.hasTcpOption(FrameHeader.KIND_TIMESTAMPS));
    stimulus.set(timestampValue, word.header.timestampValue);
    stimulus.set(reason, word.reason);
  }

  @Override
  protected void process() {
    counters[CounterTable.FLOW_STALE_GENERATION] = 0;
    counters[CounterTable.SUBFLOW_INTERVAL_OVERFLOWS] = 0;
    model.process(word);
  }

  @Override
  protected void expect(long cycle, Expectation expectation) {
    expectation.set(cycle, subflowValid, word.subflowValid);
    expectation.set(cycle, reasonOut, word.reason);
    expectation.set(cycle, stale, counters[CounterTable.FLOW_STALE_GENERATION]);
    expectation.set(cycle, jumped, counters[CounterTable.SUBFLOW_INTERVAL_OVERFLOWS]);
    expectation.set(cycle, order, word.order);
    if (word.subflowValid) {
      expectation.set(cycle, kind, word.kind);
      expectation.set(cycle, connection, word.connection);
      expectation.set(cycle, connectionGeneration, word.connectionGeneration);
      expectation.set(cycle, ssn, word.ssn);
      expectation.set(cycle, receiveNextBefore, word.receiveNextBefore);
      expectation.set(cycle, timestampRecent, word.timestampRecent);
    }
  }

  @Override
  protected void program(long cycle) {
    int id = anySubflow();
    if (random.nextInt(8) == 0) {
      model.clear(cycle, id);
      return;
    }
    generations[id] = generations[id] + 1 & 0xfff;
    initialSequences[id] = random.nextInt();
    int next = random.nextInt(4) == 0 ? random.nextInt() : 1;
    int kindOfFlow = random.nextInt(4) == 0 ? HeaderWord.KIND_PLAIN : HeaderWord.KIND_MPTCP;
    model.program(
        cycle,
        id,
        generations[id],
        kindOfFlow,
        initialSequences[id],
        next,
        random.nextInt(1 << 20),
        random.nextInt(1 << 12),
        random.nextBoolean() ? SubflowTracker.NO_TIMESTAMP : random.nextInt() & 0xffff_ffffL);
  }
}
