package org.mpnic.model.rx;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.TcpFlags;

/**
 * subflow_tracker: sequence number to subflow sequence number, and the segment's order on its
 * subflow.
 *
 * <p>Input: {@link HeaderWord#flowHit}, subflow id and generation. Output: {@link
 * HeaderWord#subflowValid}, kind, connection id and generation, {@link HeaderWord#ssn}, {@link
 * HeaderWord#receiveNextBefore}, {@link HeaderWord#order}, {@link HeaderWord#timestampRecent}. A
 * context of another generation is an exception (context_unknown).
 *
 * <p>Context, one word of 192 + 64 K bits for each subflow (K = outOfOrderIntervals), bit 0 first:
 *
 * <pre>
 *   word 0   0 generation (12)  12 valid (1)  13 kind (2)  15 suspended (1)  16 connection (20)
 *            36 connection generation (12)  48 fresh (1)
 *   word 1   0 next expected sequence number (32)  32 initial sequence number (32)
 *   word 2   0 TS.Recent (32)  32 there is one (1)
 *   3..K+2   0 end (32)  32 start (32) of a range beyond it, start == end: empty ({@link ReceiveWindow})
 * </pre>
 *
 * <p>Hardware contract. Latency 3 cycles beside the table's read: comparisons a cycle ahead, one
 * cycle of read-modify-write (the {@link ReceiveWindow}), results. The window is kept in sequence
 * numbers, as segments bring them, so that nothing of the context is needed to compare with it.
 * Written by segments of valid contexts only: not by SYNs, and not by frames with an exception
 * other than the handshake's. The window is moved by payload, TS.Recent by pure ACKs as well. The
 * SSN is the sequence number minus the initial one (plus one on a SYN, whose payload follows the
 * SYN's own number), modulo 2^32.
 *
 * <p>A fresh context has seen no segment: the segments before it took the slow path while the flow
 * was being programmed. Its first segment with payload is in order wherever in the window it
 * starts; the in-order point before it counts as its start if that lies beyond.
 *
 * <p>TS.Recent is the timestamp that departing segments echo (RFC 7323 section 4.3): a segment's
 * TSval becomes it if it is not older, modulo 2^32, and the segment lies in the window and starts
 * at or before the in-order point, which the card takes for the last acknowledgment sent. A segment
 * that begins a fresh context counts as starting there. A context starts with the TSval that the
 * control processor gives, or with none: then it takes the first, whatever that is. Nothing is
 * refused for its timestamp: the host is the judge (RFC 7323 section 5.3 is left to it).
 *
 * <p>A SYN with another initial sequence number than the context's begins a new flow on the same
 * addresses and ports. It suspends the context, so that what follows it takes the slow path (reason
 * context_unknown) until the control processor has programmed the new generation: a segment of the
 * new flow is never taken for one of the old.
 */
public final class SubflowTracker {
  /** No segment with timestamps was seen. */
  public static final long NO_TIMESTAMP = -1;

  /** Word of a context that has the next expected sequence number in its lower half. */
  public static final int NEXT_WORD = 1;

  /** Word of a context that has TS.Recent in its lower half. */
  public static final int TIMESTAMP_WORD = 2;

  private static final int HANDSHAKE = Reason.HANDSHAKE.code();
  private static final int CONTEXT_UNKNOWN = Reason.CONTEXT_UNKNOWN.code();
  private static final int GENERATION_MASK = 0xfff;
  private static final long VALID = 1L << 12;
  private static final int KIND_SHIFT = 13;
  private static final long SUSPENDED = 1L << 15;
  private static final int CONNECTION_SHIFT = 16;
  private static final int CONNECTION_MASK = 0xfffff;
  private static final int CONNECTION_GENERATION_SHIFT = 36;
  private static final long FRESH = 1L << 48;
  private static final long HAS_TIMESTAMP = 1L << 32;
  private static final int FIRST_RANGE = 3;

  private final ContextArray contexts;
  private final ReceiveWindow window;
  private final long[] counters;
  private final long[] value;

  /** A tracker without subflows that counts in {@code counters}. */
  public SubflowTracker(NicConfig config, long[] counters) {
    int ranges = config.outOfOrderIntervals();
    this.contexts = new ContextArray("subflow_context", config.subflows(), FIRST_RANGE + ranges);
    this.window = new ReceiveWindow(ranges, config.receiveWindowBytes());
    this.counters = counters;
    this.value = new long[contexts.wordsPerEntry()];
  }

  /** Cycles from word in to word out. */
  public static int latencyCycles(NicConfig config) {
    return 3 + config.tableReadLatencyCycles();
  }

  /** The contexts, for read-back. */
  public ContextArray contexts() {
    return contexts;
  }

  /** Finds the segment's place on its subflow. */
  public void process(HeaderWord word) {
    contexts.settle(word.grantCycle);
    if (!word.flowHit) {
      return;
    }
    long[] words = contexts.words();
    int at = contexts.base(word.subflow);
    long state = words[at];
    FrameHeader header = word.header;
    boolean syn = (header.tcpFlags & TcpFlags.SYN) != 0;
    if (syn && header.sequence != (int) (words[at + 1] >>> 32)) {
      state |= SUSPENDED;
      words[at] = state;
    }
    if ((state & (VALID | SUSPENDED)) != VALID
        || (state & GENERATION_MASK) != word.subflowGeneration) {
      counters[CounterTable.FLOW_STALE_GENERATION]++;
      if (word.reason == 0) {
        word.reason = CONTEXT_UNKNOWN;
      }
      return;
    }
    int isn = (int) (words[at + 1] >>> 32);
    int next = (int) words[at + 1];
    word.subflowValid = true;
    word.kind = (int) (state >>> KIND_SHIFT) & 3;
    word.connection = connectionOf(state);
    word.connectionGeneration = (int) (state >>> CONNECTION_GENERATION_SHIFT) & GENERATION_MASK;
    word.ssn = header.sequence - isn + (syn ? 1 : 0);
    word.receiveNextBefore = next - isn;
    word.timestampRecent = (int) words[at + TIMESTAMP_WORD];
    if (syn || word.reason != 0 && word.reason != HANDSHAKE) {
      return;
    }
    int length = header.payloadLength;
    boolean begins = (state & FRESH) != 0 && window.begins(next, header.sequence, length);
    if (begins) {
      words[at] = state & ~FRESH;
      word.receiveNextBefore = Math.max(word.ssn - word.receiveNextBefore, 0) + next - isn;
    }
    word.order = window.update(words, at + FIRST_RANGE, next, header.sequence, length, begins);
    words[at + 1] = (long) isn << 32 | window.next & 0xffff_ffffL;
    if (header.hasTcpOption(FrameHeader.KIND_TIMESTAMPS)
        && word.order != HeaderWord.OUTSIDE_WINDOW
        && (begins || header.sequence - next <= 0)) {
      stamp(word, words, at + TIMESTAMP_WORD);
    }
    count(word.order, header.payloadLength);
  }

  /** The segment may change TS.Recent: it does unless its TSval is older. */
  private static void stamp(HeaderWord word, long[] words, int at) {
    int stamp = word.header.timestampValue;
    if ((words[at] & HAS_TIMESTAMP) == 0 || stamp - (int) words[at] >= 0) {
      words[at] = HAS_TIMESTAMP | stamp & 0xffff_ffffL;
      word.timestampRecent = stamp;
    }
  }

  /** Loads a subflow's context, so that it is near when a segment comes. */
  long touch(int subflow) {
    return contexts.touch(subflow, 0, contexts.wordsPerEntry() - 1);
  }

  /** Connection in a subflow's context. */
  int connection(int subflow) {
    return connectionOf(contexts.words()[contexts.base(subflow)]);
  }

  /** Connection in word 0 of a context. */
  int connectionOf(long state) {
    return (int) (state >>> CONNECTION_SHIFT) & CONNECTION_MASK;
  }

  private void count(int order, int payloadLength) {
    if (window.jumped) {
      counters[CounterTable.SUBFLOW_INTERVAL_OVERFLOWS]++;
    }
    switch (order) {
      case HeaderWord.IN_ORDER:
        counters[CounterTable.SUBFLOW_IN_ORDER] += payloadLength > 0 ? 1 : 0;
        break;
      case HeaderWord.OUT_OF_ORDER:
        counters[CounterTable.SUBFLOW_OUT_OF_ORDER]++;
        break;
      case HeaderWord.DUPLICATE:
        counters[CounterTable.SUBFLOW_DUPLICATES]++;
        break;
      case HeaderWord.PARTIAL_DUPLICATE:
        counters[CounterTable.SUBFLOW_PARTIAL_DUPLICATES]++;
        break;
      default:
        counters[CounterTable.SUBFLOW_OUTSIDE_WINDOW]++;
        break;
    }
  }

  /**
   * Programs a subflow id through the control processor's port.
   *
   * @param doneCycle earliest cycle of effect
   * @param subflow id, 0 to subflows - 1
   * @param generation 0 to 4095
   * @param kind {@link HeaderWord#KIND_MPTCP} or {@link HeaderWord#KIND_PLAIN}
   * @param initialSequence the sequence number that is SSN 0
   * @param next first SSN that is expected
   * @param connection connection id
   * @param connectionGeneration generation of that id, 0 to 4095
   * @param timestamp TSval to be echoed from the start, as an unsigned number; {@link
   *     #NO_TIMESTAMP}: none yet
   * @return cycle of effect
   */
  public long program(
      long doneCycle,
      int subflow,
      int generation,
      int kind,
      int initialSequence,
      int next,
      int connection,
      int connectionGeneration,
      long timestamp) {
    Arrays.fill(value, 0);
    value[0] =
        generation
            | VALID
            | FRESH
            | (long) kind << KIND_SHIFT
            | (long) connection << CONNECTION_SHIFT
            | (long) connectionGeneration << CONNECTION_GENERATION_SHIFT;
    value[1] = (long) initialSequence << 32 | initialSequence + next & 0xffff_ffffL;
    value[TIMESTAMP_WORD] =
        timestamp == NO_TIMESTAMP ? 0 : HAS_TIMESTAMP | timestamp & 0xffff_ffffL;
    return contexts.write(doneCycle, subflow, value);
  }

  /** Takes a subflow id out of use; returns the cycle of effect. */
  public long clear(long doneCycle, int subflow) {
    Arrays.fill(value, 0);
    return contexts.write(doneCycle, subflow, value);
  }

  /** The subflow's next expected SSN, as of the last packet. */
  public int receiveNext(int subflow) {
    contexts.load(subflow);
    long numbers = contexts.words()[contexts.base(subflow) + 1];
    return (int) numbers - (int) (numbers >>> 32);
  }

  /** The subflow's TS.Recent as of the last packet, or {@link #NO_TIMESTAMP}. */
  public long timestampRecent(int subflow) {
    contexts.load(subflow);
    long word = contexts.words()[contexts.base(subflow) + TIMESTAMP_WORD];
    return (word & HAS_TIMESTAMP) == 0 ? NO_TIMESTAMP : word & 0xffff_ffffL;
  }

  /** Back to no subflows. */
  public void reset() {
    contexts.reset();
  }
}
