package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.DssInserter;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.Segment;
import org.mpnic.model.tx.TxConnectionEntry;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSlice;
import org.mpnic.model.tx.TxSubflowEntry;
import org.mpnic.model.tx.TxSubflows;

/**
 * dss_inserter: segments of a few subflows with random gaps, with data and without, of every format
 * of the DSS option; contexts are written beside them, and the receive contexts are random.
 */
final class DssInserterTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 100;
  private static final int HOT = 6;

  /** A connection and a subflow of it take 20 cycles to be written. */
  private static final int WRITE_INTERVAL_CYCLES = 25;

  /** By then all writes of the first cycles are in the tables. */
  private static final int FIRST_CYCLE = 200;

  /** A slow clock: milliseconds pass. */
  private static final int CLOCK_HZ = 1_234_567;

  private static final int HEADER_BYTES = 124;

  /** What the receive contexts hold for the present segment. */
  private static final class RandomState implements ReceiveState {
    int acknowledgment;
    int window;
    int echo;
    long dataAck;

    @Override
    public int acknowledgment(int subflow, long cycle) {
      return acknowledgment;
    }

    @Override
    public int window(int subflow, long cycle) {
      return window;
    }

    @Override
    public int timestampEcho(int subflow, long cycle) {
      return echo;
    }

    @Override
    public long dataAck(int connection, long cycle) {
      return dataAck;
    }
  }

  private final StagePorts ports = new StagePorts("dss_inserter");
  private final Signal valid;
  private final Signal subflow;
  private final Signal connection;
  private final Signal ssn;
  private final Signal payloadBytes;
  private final Signal mappingDsn;
  private final Signal mappingSsn;
  private final Signal mappingLength;
  private final Signal dataFin;
  private final Signal push;
  private final ReceiveStatePorts receivePorts;
  private final OutputBoundary headers = ports.boundary("header", "valid_o");
  private final Signal header;
  private final Signal headerBytes;
  private final Signal finish;

  private final TxConnections connections;
  private final TxSubflows subflows;
  private final DssInserter model;
  private final RandomState receive = new RandomState();
  private final int latency;
  private final Random random;
  private final Pauses gaps;
  private final TableWrites subflowWrites;
  private final TableWrites connectionWrites;
  private final int[] connectionOf;
  private final TxSlice slice = new TxSlice();
  private final Segment segment = new Segment();
  private final ArrayDeque<Segment> given = new ArrayDeque<>();
  private boolean follows;
  private int programmed;
  private long left;
  private int drain = DRAIN_CYCLES;

  DssInserterTwin(NicConfig card, long seed, long packets) {
    NicConfig config = card.toBuilder().clockHz(CLOCK_HZ).build();
    random = new Random(seed);
    gaps = new Pauses(random);
    left = packets;
    connections = new TxConnections(config);
    subflows = new TxSubflows(config, connections);
    model = new DssInserter(config, connections, subflows, receive, new long[CounterTable.COUNT]);
    latency = DssInserter.cycles(config);
    int subflowCount = config.transmit().subflows();
    int connectionCount = config.transmit().connections();
    connectionOf = new int[Math.min(HOT, subflowCount)];
    int subflowBits = Bits.ofIndex(subflowCount);
    int connectionBits = Bits.ofIndex(connectionCount);
    ports
        .include("tx_finish.svh")
        .parameter("SUBFLOWS", subflowCount)
        .parameter("CONNECTIONS", connectionCount)
        .parameter("READ_LATENCY", config.tableReadLatencyCycles())
        .parameter("CYCLES_PER_MILLISECOND", CLOCK_HZ / 1000);
    valid = ports.input("valid_i", 1);
    subflow = ports.input("subflow_i", subflowBits);
    connection = ports.input("connection_i", connectionBits);
    ssn = ports.input("ssn_i", 32);
    payloadBytes = ports.input("payload_bytes_i", 16);
    mappingDsn = ports.input("mapping_dsn_i", 64);
    mappingSsn = ports.input("mapping_ssn_i", 32);
    mappingLength = ports.input("mapping_length_i", 16);
    dataFin = ports.input("data_fin_i", 1);
    push = ports.input("push_i", 1);
    receivePorts = new ReceiveStatePorts(config, ports);
    subflowWrites = TablePorts.writes(ports, "subflow", subflowBits, subflows.tables()[0]);
    connectionWrites =
        TablePorts.writes(ports, "connection", connectionBits, connections.tables()[0]);
    header = headers.data("header_o", 8 * HEADER_BYTES);
    headerBytes = headers.data("header_bytes_o", 8);
    finish = headers.data("finish_o", FinishBits.WIDTH);
  }

  /** Segments in the place of random ones; the tables are as they have been programmed. */
  DssInserterTwin follow(List<Segment> segments) {
    given.addAll(segments);
    follows = true;
    left = given.size();
    return this;
  }

  /** Contexts of the connections, of model and RTL. */
  TxConnections connections() {
    return connections;
  }

  /** Contexts of the subflows, of model and RTL. */
  TxSubflows subflows() {
    return subflows;
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    if (cycle >= FIRST_CYCLE && left > 0 && !gaps.next()) {
      left--;
      if (follows) {
        Segment next = given.remove();
        enter(next, subflows.connection(next.subflow), cycle, stimulus, expectation);
      } else {
        make();
        enter(segment, connectionOf[segment.subflow], cycle, stimulus, expectation);
      }
    }
    boolean writes = programmed < connectionOf.length || random.nextInt(WRITE_INTERVAL_CYCLES) == 0;
    if (writes && !follows) {
      program(cycle);
    }
    receivePorts.drive(cycle, stimulus);
    subflowWrites.drive(cycle, stimulus);
    connectionWrites.drive(cycle, stimulus);
    connections.settle(cycle + 1);
    subflows.settle(cycle + 1);
    return left > 0 || drain-- > 0;
  }

  private void make() {
    segment.subflow = random.nextInt(connectionOf.length);
    segment.ssn = random.nextInt();
    segment.bytes = random.nextInt(4) == 0 ? 0 : random.nextInt(9000);
    segment.mappingDsn = random.nextInt(50) == 0 ? 0 : random.nextLong();
    segment.mappingSsn = segment.bytes == 0 ? 0 : random.nextInt();
    segment.mapped = random.nextInt(8) != 0;
    segment.dataFin = segment.mapped && random.nextInt(4) == 0;
    segment.mappingLength = segment.mapped ? 1 + random.nextInt(65_535) : 0;
    segment.push = random.nextBoolean();
  }

  private void enter(
      Segment s, int itsConnection, long cycle, Stimulus stimulus, Expectation expectation) {
    receive.acknowledgment = random.nextInt();
    receive.window = random.nextInt() >>> random.nextInt(32);
    receive.echo = random.nextInt();
    receive.dataAck = random.nextLong();
    stimulus.set(valid, true);
    stimulus.set(subflow, s.subflow);
    stimulus.set(connection, itsConnection);
    stimulus.set(ssn, s.ssn & 0xffff_ffffL);
    stimulus.set(payloadBytes, s.bytes);
    stimulus.set(mappingDsn, s.mappingDsn);
    stimulus.set(mappingSsn, s.mappingSsn & 0xffff_ffffL);
    stimulus.set(mappingLength, s.mappingLength);
    stimulus.set(dataFin, s.dataFin);
    stimulus.set(push, s.push);
    receivePorts.segment(
        cycle,
        new RandomReceiveState.Held(
            receive.acknowledgment, receive.window, receive.echo, receive.dataAck));
    slice.clear();
    model.insert(slice, s, cycle);
    long shown = cycle + latency;
    expectation.valid(shown, headers);
    expectation.set(
        shown, header, SliceSource.words(slice.header, 0, slice.headerBytes, HEADER_BYTES));
    expectation.set(shown, headerBytes, slice.headerBytes);
    expectation.set(shown, finish, FinishBits.of(slice.finish));
  }

  /** Writes a connection and a subflow of it; the first cycles go round all of them. */
  private void program(long cycle) {
    int id = programmed < connectionOf.length ? programmed++ : random.nextInt(connectionOf.length);
    TxConnectionEntry c = new TxConnectionEntry();
    c.dataAckBytes = 4 * random.nextInt(3);
    c.dsnBytes = 4 + 4 * random.nextInt(2);
    c.checksum = random.nextBoolean();
    connections.program(id, c, cycle);
    connectionOf[id] = id;
    subflows.program(id, entry(id), cycle);
  }

  private TxSubflowEntry entry(int connectionId) {
    TxSubflowEntry e = new TxSubflowEntry();
    random.nextBytes(e.template);
    boolean ipv6 = random.nextBoolean();
    int optionWords = random.nextInt(6);
    e.l3Offset = ipv6 && optionWords > 4 ? 14 : 14 + 4 * random.nextInt(2);
    int ipBytes = ipv6 ? 40 : 20 + 4 * random.nextInt(3);
    e.template[e.l3Offset] = (byte) (ipv6 ? 0x60 : 0x40 | ipBytes / 4);
    e.l4Offset = e.l3Offset + ipBytes;
    e.templateBytes = e.l4Offset + 20 + 4 * optionWords;
    boolean stamps = optionWords >= 3 && random.nextBoolean();
    e.timestampOffset = stamps ? e.l4Offset + 24 + 4 * random.nextInt(optionWords - 2) : 0;
    e.initialSequence = random.nextInt();
    e.connection = connectionId;
    e.mss = 1000;
    e.windowScale = random.nextInt(15);
    return e;
  }
}
