package org.mpnic.cosim.twin;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.ConnectionTracker;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.MappingRecord;

/**
 * connection_tracker: mapped segments of a few hot connections and of all others, with DSNs of 4
 * and 8 bytes near the in-order point, mappings that end or are evicted, plain flows and stale
 * generations among them.
 */
final class ConnectionTrackerTwin extends HeaderStageTwin {
  private static final int HOT = 3;
  private static final int MODULUS = 0xffff;

  private final ConnectionTracker model;
  private final long[] counters = new long[CounterTable.COUNT];
  private final int connections;
  private final int window;
  private final int[] generations;

  private final Signal subflowValid;
  private final Signal kind;
  private final Signal connection;
  private final Signal generation;
  private final Signal order;
  private final Signal payloadLength;
  private final Signal reason;
  private final Signal mapped;
  private final Signal dsn;
  private final Signal dsnIs64;
  private final Signal segmentNew;
  private final Signal verdict;
  private final Signal evictedValid;
  private final Signal evictedDsn;
  private final Signal evictedDsnIs64;
  private final Signal endedValid;
  private final Signal endedDsn;
  private final Signal endedDsnIs64;
  private final Signal endedSum;
  private final Signal endedInOneSegment;
  private final Signal connectionValid;
  private final Signal queue;
  private final Signal dataOrder;
  private final Signal reasonOut;
  private final Signal mappedOut;
  private final Signal dsnOut;
  private final Signal segmentNewOut;
  private final Signal verdictOut;
  private final Signal evictedDsnOut;
  private final Signal evictedDsnIs64Out;
  private final Signal endedValidOut;
  private final Signal endedDsnOut;
  private final Signal endedVerdictOut;
  private final Signal extended;
  private final Signal jumped;

  ConnectionTrackerTwin(NicConfig config, long seed, long packets) {
    super("connection_tracker", ConnectionTracker.latencyCycles(config), seed, packets);
    model = new ConnectionTracker(config, counters);
    connections = config.connections();
    window = (int) config.receiveWindowBytes();
    generations = new int[connections];
    ports
        .parameter("CONNECTIONS", connections)
        .parameter("OUT_OF_ORDER_INTERVALS", config.outOfOrderIntervals())
        .parameter("RECEIVE_WINDOW_BYTES", window)
        .parameter("READ_LATENCY", config.tableReadLatencyCycles());
    subflowValid = ports.input("subflow_valid_i", 1);
    kind = ports.input("kind_i", 2);
    connection = ports.input("connection_i", Bits.ofIndex(connections));
    generation = ports.input("connection_generation_i", 12);
    order = ports.input("order_i", 3);
    payloadLength = ports.input("payload_length_i", 16);
    reason = ports.input("reason_i", 7);
    mapped = ports.input("mapped_i", 1);
    dsn = ports.input("dsn_i", 64);
    dsnIs64 = ports.input("dsn_is_64_i", 1);
    segmentNew = ports.input("segment_new_i", 1);
    verdict = ports.input("verdict_i", 3);
    evictedValid = ports.input("evicted_valid_i", 1);
    evictedDsn = ports.input("evicted_dsn_i", 64);
    evictedDsnIs64 = ports.input("evicted_dsn_is_64_i", 1);
    endedValid = ports.input("ended_valid_i", 1);
    endedDsn = ports.input("ended_dsn_i", 64);
    endedDsnIs64 = ports.input("ended_dsn_is_64_i", 1);
    endedSum = ports.input("ended_sum_i", 16);
    endedInOneSegment = ports.input("ended_in_one_segment_i", 1);
    writes(model.contexts());
    OutputBoundary out = words();
    connectionValid = out.data("connection_valid_o", 1);
    queue = out.data("connection_queue_o", 16);
    dataOrder = out.data("data_order_o", 3);
    reasonOut = out.data("reason_o", 7);
    mappedOut = out.data("mapped_o", 1);
    dsnOut = out.data("dsn_o", 64);
    segmentNewOut = out.data("segment_new_o", 1);
    verdictOut = out.data("verdict_o", 3);
    evictedDsnOut = out.data("evicted_dsn_o", 64);
    evictedDsnIs64Out = out.data("evicted_dsn_is_64_o", 1);
    endedValidOut = out.data("ended_valid_o", 1);
    endedDsnOut = out.data("ended_dsn_o", 64);
    endedVerdictOut = out.data("ended_verdict_o", 3);
    extended = out.data("extended_o", 1);
    out.data("placed_o", 1);
    jumped = out.data("jumped_o", 1);
  }

  private int anyConnection() {
    return random.nextInt(8) == 0
        ? random.nextInt(connections)
        : random.nextInt(Math.min(HOT, connections));
  }

  @Override
  protected void make() {
    int id = anyConnection();
    word.subflowValid = random.nextInt(32) != 0;
    word.connection = id;
    word.connectionGeneration = generations[id] ^ (random.nextInt(64) == 0 ? 1 : 0);
    word.kind = random.nextInt(8) == 0 ? HeaderWord.KIND_PLAIN : HeaderWord.KIND_MPTCP;
    word.order = random.nextInt(5);
    word.header.payloadLength = 50 * (1 + random.nextInt(4));
    word.reason = random.nextInt(16) == 0 ? Reason.HANDSHAKE.code() : 0;
    word.verdict = random.nextInt(4);
    if (!word.subflowValid || word.kind != HeaderWord.KIND_MPTCP) {
      return;
    }
    long next = model.receiveNext(id);
    word.mapped = random.nextInt(8) != 0;
    word.dsnIs64 = random.nextBoolean();
    word.segmentNew = random.nextBoolean();
    word.dsn = low(next + distance(), word.dsnIs64);
    if (random.nextInt(4) == 0) {
      describe(word.evicted, next);
    }
    if (random.nextInt(3) == 0) {
      describe(word.ended, next);
      word.endedInOneSegment = random.nextBoolean();
      word.ended.sum = sums(word.ended, next);
    }
  }

  private void describe(MappingRecord record, long next) {
    record.valid = true;
    record.dsnIs64 = random.nextBoolean();
    record.dsn = low(next + distance(), record.dsnIs64);
  }

  /** A sum that is right, wrong, or one off as with a high half that is one off. */
  private int sums(MappingRecord record, long next) {
    if (random.nextInt(4) == 0) {
      return random.nextInt(MODULUS);
    }
    long whole = record.dsnIs64 ? 0 : next + ((int) record.dsn - (int) next);
    long high = (whole >>> 48) + (whole >>> 32 & 0xffff) + random.nextInt(3) - 1;
    return Math.floorMod(-high, MODULUS);
  }

  private static long low(long value, boolean whole) {
    return whole ? value : value & 0xffff_ffffL;
  }

  private long distance() {
    switch (random.nextInt(16)) {
      case 0:
        return window - 200 + 50L * random.nextInt(8);
      case 1:
        return -window - 100 + 50L * random.nextInt(4);
      case 2:
        return random.nextLong();
      case 3:
        return window / 2 + 50L * random.nextInt(20) - 500;
      case 4, 5, 6, 7, 8:
        return 0;
      default:
        return 50L * (random.nextInt(40) - 8);
    }
  }

  @Override
  protected void drive(Stimulus stimulus) {
    stimulus.set(subflowValid, word.subflowValid);
    stimulus.set(kind, word.kind);
    stimulus.set(connection, word.connection);
    stimulus.set(generation, word.connectionGeneration);
    stimulus.set(order, word.order);
    stimulus.set(payloadLength, word.header.payloadLength);
    stimulus.set(reason, word.reason);
    stimulus.set(mapped, word.mapped);
    stimulus.set(dsn, word.dsn);
    stimulus.set(dsnIs64, word.dsnIs64);
    stimulus.set(segmentNew, word.segmentNew);
    stimulus.set(verdict, word.verdict);
    stimulus.set(evictedValid, word.evicted.valid);
    stimulus.set(evictedDsn, word.evicted.dsn);
    stimulus.set(evictedDsnIs64, word.evicted.dsnIs64);
    stimulus.set(endedValid, word.ended.valid);
    stimulus.set(endedDsn, word.ended.dsn);
    stimulus.set(endedDsnIs64, word.ended.dsnIs64);
    stimulus.set(endedSum, word.ended.sum);
    stimulus.set(endedInOneSegment, word.endedInOneSegment);
  }

  @Override
  protected void process() {
    counters[CounterTable.DSN_EXTENDED] = 0;
    counters[CounterTable.CONNECTION_INTERVAL_OVERFLOWS] = 0;
    model.process(word);
  }

  @Override
  protected void expect(long cycle, Expectation expectation) {
    expectation.set(cycle, connectionValid, word.connectionValid);
    expectation.set(cycle, dataOrder, word.dataOrder);
    expectation.set(cycle, reasonOut, word.reason);
    expectation.set(cycle, mappedOut, word.mapped);
    expectation.set(cycle, segmentNewOut, word.segmentNew);
    expectation.set(cycle, verdictOut, word.verdict);
    expectation.set(cycle, endedValidOut, word.ended.valid);
    expectation.set(cycle, extended, counters[CounterTable.DSN_EXTENDED]);
    expectation.set(cycle, jumped, counters[CounterTable.CONNECTION_INTERVAL_OVERFLOWS]);
    if (word.connectionValid) {
      expectation.set(cycle, queue, word.connectionQueue);
    }
    if (word.mapped) {
      expectation.set(cycle, dsnOut, word.dsn);
    }
    if (word.evicted.valid) {
      expectation.set(cycle, evictedDsnOut, word.evicted.dsn);
      expectation.set(cycle, evictedDsnIs64Out, word.evicted.dsnIs64);
    }
    if (word.ended.valid) {
      expectation.set(cycle, endedDsnOut, word.ended.dsn);
      expectation.set(cycle, endedVerdictOut, word.ended.verdict);
    }
  }

  @Override
  protected void program(long cycle) {
    int id = anyConnection();
    if (random.nextInt(8) == 0) {
      model.clear(cycle, id);
      return;
    }
    generations[id] = generations[id] + 1 & 0xfff;
    long next = random.nextLong();
    if (random.nextInt(4) == 0) {
      next = next & 0xffff_ffff_0000_0000L | 0xffff_ff00L;
    }
    model.program(
        cycle, id, generations[id], random.nextInt(1 << 16), next, random.nextInt(1 << 30));
  }
}
