package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.table.CuckooWriter;
import org.mpnic.model.table.ExactMatchTable;
import org.mpnic.wire.FrameHeader;

/**
 * flow_table: words of flows and tokens that the control processor inserts, overwrites, moves and
 * removes meanwhile; there are more of them than the tables hold, so that buckets are full.
 */
final class FlowTableTwin extends HeaderStageTwin {
  private static final int[] REASONS = {
    Reason.BAD_IP_CHECKSUM.code(), Reason.BAD_TCP_CHECKSUM.code(), Reason.TCP_OPTION_LIMIT.code()
  };
  private static final int PROGRAM_INTERVAL_CYCLES = 8;
  private static final int MOST_MOVES = 64;

  private final FlowTable model;
  private final long[] counters = new long[CounterTable.COUNT];
  private final CuckooWriter flowWriter;
  private final CuckooWriter tokenWriter;
  private final FlowTableWrites writes;
  private final List<long[]> flows = new ArrayList<>();
  private final int[] tokens;

  /** Whether the event FIFO is full, by cycle from the current one on. */
  private final Deque<Boolean> full = new ArrayDeque<>();

  private final int latencyCycles;
  private boolean event;

  private final Signal layerIp;
  private final Signal layerTcp;
  private final Signal isIpv6;
  private final Signal src;
  private final Signal dst;
  private final Signal sourcePort;
  private final Signal destinationPort;
  private final Signal tcpFlags;
  private final Signal mptcpOptions;
  private final Signal joinToken;
  private final Signal reason;
  private final Signal eventFull;
  private final Signal rssHash;
  private final Signal flowLookup;
  private final Signal flowHit;
  private final Signal subflow;
  private final Signal generation;
  private final Signal tokenLookup;
  private final Signal tokenHit;
  private final Signal tokenQueue;
  private final Signal firmwareBusy;
  private final Signal reasonOut;
  private final Signal eventValid;

  FlowTableTwin(NicConfig config, long seed, long packets) {
    super("flow_table", FlowTable.latencyCycles(config), seed, packets);
    latencyCycles = FlowTable.latencyCycles(config);
    model = new FlowTable(config, this::offer, counters);
    flowWriter = writer(model.flows());
    tokenWriter = writer(model.tokens());
    for (int i = 0; i < latencyCycles; i++) {
      full.add(false);
    }
    tokens = new int[config.tokens() * 3 / 2];
    for (int i = 0; i < config.subflows() * 3 / 2; i++) {
      flows.add(randomFlow());
    }
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt();
    }
    // The key of an empty slot is zero, and must not be found there.
    flows.set(0, new long[FlowTable.KEY_WORDS]);
    tokens[0] = 0;
    ports
        .parameter("SUBFLOWS", config.subflows())
        .parameter("TOKENS", config.tokens())
        .parameter("FLOW_TABLE_WAYS", config.flowTableWays())
        .parameter("READ_LATENCY", config.tableReadLatencyCycles())
        .parameter("RSS_KEY", "320'h" + config.rssKey())
        .parameter("FLOW_TABLE_KEY", "320'h" + config.flowTableKey());
    layerIp = ports.input("layer_ip_i", 1);
    layerTcp = ports.input("layer_tcp_i", 1);
    isIpv6 = ports.input("is_ipv6_i", 1);
    src = ports.input("src_i", 128);
    dst = ports.input("dst_i", 128);
    sourcePort = ports.input("source_port_i", 16);
    destinationPort = ports.input("destination_port_i", 16);
    tcpFlags = ports.input("tcp_flags_i", 8);
    mptcpOptions = ports.input("mptcp_options_i", 9);
    joinToken = ports.input("join_token_i", 32);
    reason = ports.input("reason_i", 7);
    eventFull = ports.input("event_full_i", 1);
    writes = new FlowTableWrites(ports, model);
    OutputBoundary out = words();
    rssHash = out.data("rss_hash_o", 32);
    flowLookup = out.data("flow_lookup_o", 1);
    flowHit = out.data("flow_hit_o", 1);
    subflow = out.data("subflow_o", 20);
    generation = out.data("subflow_generation_o", 12);
    tokenLookup = out.data("token_lookup_o", 1);
    tokenHit = out.data("token_hit_o", 1);
    tokenQueue = out.data("token_queue_o", 16);
    firmwareBusy = out.data("firmware_busy_o", 1);
    reasonOut = out.data("reason_o", 7);
    eventValid = out.data("event_valid_o", 1);
  }

  private static CuckooWriter writer(ExactMatchTable memory) {
    return new CuckooWriter(
        memory,
        MOST_MOVES,
        new CuckooWriter.Replacement() {
          @Override
          public long rank(long value) {
            return value & 0xff;
          }

          @Override
          public void replaced(long value) {
            // Which one goes is no matter here.
          }
        });
  }

  private boolean offer(HeaderWord ignored, long cycle) {
    event = true;
    return !full.peekLast();
  }

  private long[] randomFlow() {
    long[] key = new long[FlowTable.KEY_WORDS];
    boolean ipv6 = random.nextBoolean();
    FlowTable.flowKey(
        ipv6,
        ipv6 ? random.nextLong() : 0,
        ipv6 ? random.nextLong() : random.nextInt() & 0xffff_ffffL,
        ipv6 ? random.nextLong() : 0,
        ipv6 ? random.nextLong() : random.nextInt() & 0xffff_ffffL,
        random.nextInt(65536),
        random.nextInt(65536),
        key);
    return key;
  }

  @Override
  protected void prepare(long cycle, Stimulus stimulus) {
    full.add(given == null ? random.nextInt(5) == 0 : given.isBusy(cycle));
    stimulus.set(eventFull, full.remove());
  }

  @Override
  protected void make() {
    FrameHeader header = word.header;
    header.layers = random.nextInt(12) == 0 ? random.nextInt(4) | 1 : 7;
    long[] key = random.nextInt(10) == 0 ? randomFlow() : flows.get(random.nextInt(flows.size()));
    header.isIpv6 = key[0] >>> 32 != 0;
    header.sourcePort = (int) key[0] >>> 16;
    header.destinationPort = (int) key[0] & 0xffff;
    header.srcLow = key[1];
    header.dstLow = key[2];
    header.srcHigh = key[3];
    header.dstHigh = key[4];
    header.tcpFlags = random.nextInt(3) == 0 ? random.nextInt(256) : 0x10;
    header.mptcpOptions = random.nextInt(3) == 0 ? 1 << random.nextInt(9) : 4;
    header.joinToken = tokens[random.nextInt(tokens.length)];
    if (random.nextInt(4) == 0) {
      header.tcpFlags = 2;
      header.mptcpOptions |= 2;
    }
    word.reason = random.nextInt(6) == 0 ? REASONS[random.nextInt(REASONS.length)] : 0;
  }

  @Override
  protected void drive(Stimulus stimulus) {
    FrameHeader header = word.header;
    stimulus.set(layerIp, header.layers >> 1);
    stimulus.set(layerTcp, header.layers >> 2);
    stimulus.set(isIpv6, header.isIpv6);
    stimulus.set(src, new long[] {header.srcLow, header.srcHigh});
    stimulus.set(dst, new long[] {header.dstLow, header.dstHigh});
    stimulus.set(sourcePort, header.sourcePort);
    stimulus.set(destinationPort, header.destinationPort);
    stimulus.set(tcpFlags, header.tcpFlags);
    stimulus.set(mptcpOptions, header.mptcpOptions);
    stimulus.set(joinToken, header.joinToken);
    stimulus.set(reason, word.reason);
  }

  @Override
  protected void process() {
    event = false;
    counters[CounterTable.FLOW_HITS] = 0;
    counters[CounterTable.FLOW_MISSES] = 0;
    counters[CounterTable.TOKEN_HITS] = 0;
    counters[CounterTable.TOKEN_MISSES] = 0;
    model.process(word);
  }

  @Override
  protected void expect(long cycle, Expectation expectation) {
    expectation.set(cycle, rssHash, word.rssHash);
    expectation.set(
        cycle, flowLookup, counters[CounterTable.FLOW_HITS] + counters[CounterTable.FLOW_MISSES]);
    expectation.set(cycle, flowHit, word.flowHit);
    if (word.flowHit) {
      expectation.set(cycle, subflow, word.subflow);
      expectation.set(cycle, generation, word.subflowGeneration);
    }
    expectation.set(
        cycle,
        tokenLookup,
        counters[CounterTable.TOKEN_HITS] + counters[CounterTable.TOKEN_MISSES]);
    expectation.set(cycle, tokenHit, word.tokenHit);
    if (word.tokenHit) {
      expectation.set(cycle, tokenQueue, word.tokenQueue);
    }
    expectation.set(cycle, firmwareBusy, word.firmwareBusy);
    expectation.set(cycle, reasonOut, word.reason);
    expectation.set(cycle, eventValid, event);
  }

  @Override
  protected void control(long cycle, Stimulus stimulus) {
    if (given != null) {
      given.write(cycle, model.flows().slots());
      given.write(cycle, model.tokens().slots());
    } else if (random.nextInt(PROGRAM_INTERVAL_CYCLES) == 0) {
      program(cycle);
    }
    writes.drive(cycle, stimulus);
  }

  @Override
  protected void program(long cycle) {
    long[] key = flows.get(random.nextInt(flows.size()));
    long hashes = model.flowHashes(key);
    if (random.nextInt(4) == 0) {
      flowWriter.remove(cycle, hashes, key);
    } else {
      long value = FlowTable.flowValue(random.nextInt(1 << 20), random.nextInt(1 << 12));
      flowWriter.insert(cycle, hashes, key, value);
    }
    int token = tokens[random.nextInt(tokens.length)];
    long[] tokenKey = {token & 0xffff_ffffL};
    if (random.nextInt(4) == 0) {
      tokenWriter.remove(cycle, model.tokenHashes(token), tokenKey);
    } else {
      long value = FlowTable.tokenValue(random.nextInt(1 << 20), random.nextInt(1 << 16));
      tokenWriter.insert(cycle, model.tokenHashes(token), tokenKey, value);
    }
  }
}
