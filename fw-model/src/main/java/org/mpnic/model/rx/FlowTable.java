package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ExactMatchTable;
import org.mpnic.model.table.Toeplitz;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.TcpFlags;

/**
 * flow_table: 5-tuple to receive subflow, token of an MP_JOIN to connection, RSS hash for all
 * others, and the header events for the control processor.
 *
 * <p>Input: {@link HeaderWord#header}, {@link HeaderWord#reason}. Output: {@link
 * HeaderWord#rssHash}, {@link HeaderWord#flowHit} with subflow id and generation, {@link
 * HeaderWord#tokenHit} with its queue, {@link HeaderWord#firmwareBusy}, and the reasons handshake
 * (SYN, MP_CAPABLE, MP_JOIN), unknown_flow and firmware_busy. Segments with a bad checksum are not
 * looked up and make no event.
 *
 * <p>Each direction of a TCP connection is an entry of its own. Key of the flow table, 289 bits:
 * word 0 destination port (16), source port (16), IPv6 (1); words 1 to 4 low and high halves of
 * source and destination address. Value: subflow id (20), generation (12). Bucket A is the low word
 * of the Toeplitz pair (the RSS hash), bucket B its high word. Key of the token table: the token
 * (32); its hashes are those of the token as an IPv4 source address. Value: queue (16), connection
 * id (20).
 *
 * <p>Hardware contract. Latency 4 cycles beside the table's read: hash, address, (read), compare,
 * choose. The stage only reads; two accesses of the flow table's memory a packet, so that packets
 * follow each other every {@link NicConfig#headerIntervalCycles()} cycles. An event leaves with the
 * word.
 */
public final class FlowTable {
  private static final int HANDSHAKE = Reason.HANDSHAKE.code();
  private static final int UNKNOWN_FLOW = Reason.UNKNOWN_FLOW.code();
  private static final int FIRMWARE_BUSY = Reason.FIRMWARE_BUSY.code();
  private static final int BAD_IP = Reason.BAD_IP_CHECKSUM.code();
  private static final int BAD_TCP = Reason.BAD_TCP_CHECKSUM.code();

  /** Bits of a subflow id in the flow table's value. */
  public static final int SUBFLOW_BITS = 20;

  /** Largest generation of a subflow or connection id. */
  public static final int MAX_GENERATION = 0xfff;

  /** Words of the flow table's key. */
  public static final int KEY_WORDS = 5;

  private static final int HANDSHAKE_OPTIONS =
      1 << MptcpSubtype.MP_CAPABLE | 1 << MptcpSubtype.MP_JOIN;
  private static final int EVENT_OPTIONS = ~(1 << MptcpSubtype.DSS);
  private static final int EVENT_FLAGS = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;

  private final Toeplitz toeplitz;
  private final ExactMatchTable flows;
  private final ExactMatchTable tokens;
  private final HeaderEventSink events;
  private final long[] counters;
  private final int latencyCycles;
  private final long[] key = new long[KEY_WORDS];
  private final long[] tokenKey = new long[1];

  /** A table without flows that counts in {@code counters} and sends its events to a sink. */
  public FlowTable(NicConfig config, HeaderEventSink events, long[] counters) {
    this.toeplitz = new Toeplitz(hexBytes(config.rssKey()), hexBytes(config.flowTableKey()));
    this.flows =
        new ExactMatchTable("flow_table", config.subflows(), config.flowTableWays(), KEY_WORDS);
    this.tokens = new ExactMatchTable("token_table", config.tokens(), config.flowTableWays(), 1);
    this.events = events;
    this.counters = counters;
    this.latencyCycles = latencyCycles(config);
  }

  /** Cycles from word in to word out. */
  public static int latencyCycles(NicConfig config) {
    return 4 + config.tableReadLatencyCycles();
  }

  /** The flow table's memory. */
  public ExactMatchTable flows() {
    return flows;
  }

  /** The token table's memory. */
  public ExactMatchTable tokens() {
    return tokens;
  }

  /** Looks the frame up. */
  public void process(HeaderWord word) {
    FrameHeader header = word.header;
    if ((header.layers & FrameHeader.LAYER_IP) == 0) {
      return;
    }
    if (!header.isTcp()) {
      word.rssHash = (int) addressHashes(header);
      return;
    }
    long hashes = flowHashes(header);
    word.rssHash = (int) hashes;
    if (word.reason == BAD_TCP || word.reason == BAD_IP) {
      return;
    }
    flowKey(header, key);
    long value = flows.lookup(word.grantCycle, hashes, key);
    word.flowHit = value != ExactMatchTable.MISS;
    if (word.flowHit) {
      counters[CounterTable.FLOW_HITS]++;
      word.subflow = (int) value & (1 << SUBFLOW_BITS) - 1;
      word.subflowGeneration = (int) (value >>> SUBFLOW_BITS) & MAX_GENERATION;
    } else {
      counters[CounterTable.FLOW_MISSES]++;
    }
    boolean event =
        !word.flowHit
            || (header.tcpFlags & EVENT_FLAGS) != 0
            || (header.mptcpOptions & EVENT_OPTIONS) != 0;
    if (event) {
      exception(word, header);
    }
  }

  /** Both hashes of a parsed word, 0 without TCP. */
  long hashes(HeaderWord word) {
    return word.header.isTcp() ? flowHashes(word.header) : 0;
  }

  /** Loads where a word with these hashes will be looked up, so that it is in cache then. */
  long touch(long hashes) {
    return flows.touch(hashes);
  }

  /** Subflow id that a word would have if it were looked up now, 0 when there is none. */
  int find(HeaderWord word, long hashes) {
    if (!word.header.isTcp()) {
      return 0;
    }
    flowKey(word.header, key);
    long value = flows.peek(hashes, key);
    return value == ExactMatchTable.MISS ? 0 : (int) value & (1 << SUBFLOW_BITS) - 1;
  }

  private void exception(HeaderWord word, FrameHeader header) {
    boolean syn = (header.tcpFlags & TcpFlags.SYN) != 0;
    boolean join = header.hasMptcp(MptcpSubtype.MP_JOIN);
    if (join && syn && (header.tcpFlags & TcpFlags.ACK) == 0) {
      lookUpToken(word, header.joinToken);
    }
    if (word.reason == 0) {
      if (syn || (header.mptcpOptions & HANDSHAKE_OPTIONS) != 0) {
        word.reason = HANDSHAKE;
      } else if (!word.flowHit) {
        word.reason = UNKNOWN_FLOW;
      }
    }
    word.firmwareBusy = !events.offer(word, word.grantCycle + latencyCycles);
    if (word.firmwareBusy && word.reason == 0) {
      word.reason = FIRMWARE_BUSY;
    }
  }

  private void lookUpToken(HeaderWord word, int token) {
    tokenKey[0] = token & 0xffff_ffffL;
    long value = tokens.lookup(word.grantCycle, tokenHashes(token), tokenKey);
    word.tokenHit = value != ExactMatchTable.MISS;
    if (word.tokenHit) {
      word.tokenQueue = (int) value & 0xffff;
      counters[CounterTable.TOKEN_HITS]++;
    } else {
      counters[CounterTable.TOKEN_MISSES]++;
    }
  }

  /** Writes the flow table's key of a TCP segment to {@link #KEY_WORDS} words. */
  public static void flowKey(FrameHeader header, long[] key) {
    flowKey(
        header.isIpv6,
        header.srcHigh,
        header.srcLow,
        header.dstHigh,
        header.dstLow,
        header.sourcePort,
        header.destinationPort,
        key);
  }

  /** Writes the flow table's key of a 5-tuple to {@link #KEY_WORDS} words. */
  public static void flowKey(
      boolean isIpv6,
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int sourcePort,
      int destinationPort,
      long[] key) {
    key[0] = (isIpv6 ? 1L << 32 : 0) | (long) sourcePort << 16 | destinationPort;
    key[1] = sourceLow;
    key[2] = destinationLow;
    key[3] = sourceHigh;
    key[4] = destinationHigh;
  }

  /** Both hashes of a key that {@link #flowKey} has written. */
  public long flowHashes(long[] flowKey) {
    int sourcePort = (int) flowKey[0] >>> 16;
    int destinationPort = (int) flowKey[0] & 0xffff;
    return (flowKey[0] >>> 32 & 1) != 0
        ? toeplitz.ipv6(flowKey[3], flowKey[1], flowKey[4], flowKey[2], sourcePort, destinationPort)
        : toeplitz.ipv4((int) flowKey[1], (int) flowKey[2], sourcePort, destinationPort);
  }

  /** Both hashes of a token. */
  public long tokenHashes(int token) {
    return toeplitz.ipv4(token, 0);
  }

  /** Value of the flow table for a subflow id and its generation. */
  public static long flowValue(int subflow, int generation) {
    return subflow | (long) generation << SUBFLOW_BITS;
  }

  /** Value of the token table for a connection id and its queue. */
  public static long tokenValue(int connection, int queue) {
    return queue | (long) connection << 16;
  }

  /** Back to no flows and no tokens. */
  public void reset() {
    flows.slots().reset();
    tokens.slots().reset();
  }

  private long flowHashes(FrameHeader header) {
    return header.isIpv6
        ? toeplitz.ipv6(
            header.srcHigh,
            header.srcLow,
            header.dstHigh,
            header.dstLow,
            header.sourcePort,
            header.destinationPort)
        : toeplitz.ipv4(
            (int) header.srcLow, (int) header.dstLow, header.sourcePort, header.destinationPort);
  }

  private long addressHashes(FrameHeader header) {
    return header.isIpv6
        ? toeplitz.ipv6(header.srcHigh, header.srcLow, header.dstHigh, header.dstLow)
        : toeplitz.ipv4((int) header.srcLow, (int) header.dstLow);
  }

  private static byte[] hexBytes(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }
}
