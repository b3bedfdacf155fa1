package org.mpnic.model.rx;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.wire.Sequence;

/**
 * connection_tracker: the segment's place in its connection's data sequence space, whole DSNs, and
 * the verdict on a mapping that is complete.
 *
 * <p>Input: {@link HeaderWord#subflowValid} with connection id and generation, {@link
 * HeaderWord#mapped} with DSN, {@link HeaderWord#ended}, {@link HeaderWord#evicted}. Output: {@link
 * HeaderWord#connectionValid} with its queue, {@link HeaderWord#dataOrder}, DSNs of 64 bits, {@link
 * HeaderWord#verdict}. Frames are never dropped for their place; the host decides.
 *
 * <p>Context, one word of 128 + 64 K bits for each connection id, which is one direction's data
 * sequence space (K = outOfOrderIntervals), bit 0 first:
 *
 * <pre>
 *   word 0   0 generation (12)  12 valid (1)  16 queue (16)  32 receive window (32)
 *   word 1   0 next expected DSN (64)
 *   2..K+1   0 end (32)  32 start (32) of a range beyond it, low halves of DSNs ({@link ReceiveWindow})
 * </pre>
 *
 * <p>The receive window is what departing segments announce, bytes beyond the DATA_ACK (RFC 8684
 * section 3.3.4), one for all subflows. This stage only keeps it: where a segment may lie is said
 * by {@link NicConfig#receiveWindowBytes}. A context is written whole, so the control processor
 * changes the window while no segment of the connection is on its way.
 *
 * <p>Hardware contract. Latency 4 cycles beside the table's read: comparisons a cycle ahead, {@link
 * ReceiveWindow} (the read-modify-write of one cycle), extension and judgement. A 4-byte DSN is
 * extended to the one nearest the next expected DSN as it was before the packet. Judgement: the sum
 * that dss_mapper gives, plus the extended half of the DSN, has residue 0: good; else bad. Of a
 * 4-byte DSN the card is careful: none, if the DSN is outside the window, or if a high half one
 * more or one less (a sum of 1 or 65534) would make it good. Without a valid context a mapping with
 * a 4-byte DSN is not judged, and its segments are exceptions (context_unknown).
 */
public final class ConnectionTracker {
  private static final int CONTEXT_UNKNOWN = Reason.CONTEXT_UNKNOWN.code();
  private static final int NONE = Verdict.NONE.code();
  private static final int GOOD = Verdict.GOOD.code();
  private static final int BAD = Verdict.BAD.code();
  private static final int GENERATION_MASK = 0xfff;
  private static final long VALID = 1L << 12;
  private static final int QUEUE_SHIFT = 16;

  /** Word of a context with its receive window, and where it begins there, up to the word's end. */
  public static final int WINDOW_WORD = 0;

  /** See {@link #WINDOW_WORD}. */
  public static final int WINDOW_SHIFT = 32;

  /** Word of a context that is the next expected DSN. */
  public static final int NEXT_WORD = 1;

  private static final int FIRST_RANGE = 2;
  private static final int MODULUS = 0xffff;

  private final ContextArray contexts;
  private final ReceiveWindow window;
  private final int queues;
  private final long windowBytes;
  private final long[] counters;
  private final long[] value;

  /** A tracker without connections that counts in {@code counters}. */
  public ConnectionTracker(NicConfig config, long[] counters) {
    int ranges = config.outOfOrderIntervals();
    this.contexts =
        new ContextArray("connection_context", config.connections(), FIRST_RANGE + ranges);
    this.queues = config.queues();
    this.windowBytes = config.receiveWindowBytes();
    this.window = new ReceiveWindow(ranges, windowBytes);
    this.counters = counters;
    this.value = new long[contexts.wordsPerEntry()];
  }

  /** Cycles from word in to word out. */
  public static int latencyCycles(NicConfig config) {
    return 4 + config.tableReadLatencyCycles();
  }

  /** The contexts, for read-back. */
  public ContextArray contexts() {
    return contexts;
  }

  /** Places the word's segment in its connection and judges the mapping that it completed. */
  public void process(HeaderWord word) {
    contexts.settle(word.grantCycle);
    if (!word.subflowValid) {
      return;
    }
    long[] words = contexts.words();
    int at = contexts.base(word.connection);
    long state = words[at];
    word.connectionValid =
        (state & VALID) != 0 && (state & GENERATION_MASK) == word.connectionGeneration;
    word.dataOrder = word.order;
    if (!word.connectionValid) {
      abandon(word);
      return;
    }
    word.connectionQueue = (int) (state >>> QUEUE_SHIFT) & 0xffff;
    if (word.kind != HeaderWord.KIND_MPTCP) {
      return;
    }
    long next = words[at + 1];
    extend(word, next);
    if (word.ended.valid) {
      judge(word, next);
    }
    if (word.mapped) {
      place(word, words, at, next);
    }
  }

  /** Whether the queue of a context is there. */
  boolean admits(long[] context) {
    return ((int) (context[0] >>> QUEUE_SHIFT) & 0xffff) < queues;
  }

  /** Loads a connection's context, so that it is near when a segment comes. */
  long touch(int connection) {
    return contexts.touch(connection, 0, contexts.wordsPerEntry() - 1);
  }

  private void extend(HeaderWord word, long next) {
    if (word.mapped && !word.dsnIs64) {
      word.dsn = Sequence.extend(next, (int) word.dsn);
      word.dsnIs64 = true;
      counters[CounterTable.DSN_EXTENDED]++;
    }
    if (word.evicted.valid && !word.evicted.dsnIs64) {
      word.evicted.dsn = Sequence.extend(next, (int) word.evicted.dsn);
      word.evicted.dsnIs64 = true;
    }
  }

  private void place(HeaderWord word, long[] words, int at, long next) {
    long distance = word.dsn - next;
    if (distance >= windowBytes || distance <= -windowBytes) {
      word.dataOrder = HeaderWord.OUTSIDE_WINDOW;
    } else {
      word.dataOrder =
          window.update(
              words,
              at + FIRST_RANGE,
              (int) next,
              (int) word.dsn,
              word.header.payloadLength,
              false);
      words[at + 1] = next + (window.next - (int) next);
      counters[CounterTable.CONNECTION_INTERVAL_OVERFLOWS] += window.jumped ? 1 : 0;
    }
    switch (word.dataOrder) {
      case HeaderWord.DUPLICATE:
        counters[CounterTable.CONNECTION_DUPLICATES]++;
        break;
      case HeaderWord.PARTIAL_DUPLICATE:
        counters[CounterTable.CONNECTION_PARTIAL_DUPLICATES]++;
        break;
      case HeaderWord.OUTSIDE_WINDOW:
        counters[CounterTable.CONNECTION_OUTSIDE_WINDOW]++;
        break;
      default:
        break;
    }
  }

  private void judge(HeaderWord word, long next) {
    MappingRecord ended = word.ended;
    int verdict;
    if (ended.dsnIs64) {
      verdict = ended.sum == 0 ? GOOD : BAD;
    } else {
      ended.dsn = Sequence.extend(next, (int) ended.dsn);
      ended.dsnIs64 = true;
      int sum = (int) ((ended.sum + (ended.dsn >>> 48) + (ended.dsn >>> 32 & 0xffff)) % MODULUS);
      long distance = ended.dsn - next;
      boolean certain = distance <= windowBytes && distance >= -windowBytes;
      verdict = !certain || sum == 1 || sum == MODULUS - 1 ? NONE : sum == 0 ? GOOD : BAD;
    }
    give(word, verdict);
  }

  private void give(HeaderWord word, int verdict) {
    word.ended.verdict = verdict;
    if (word.endedInOneSegment) {
      word.verdict = verdict;
      word.ended.valid = false;
    }
  }

  /** The connection id has another owner: what needs its context is left to software. */
  private void abandon(HeaderWord word) {
    if (word.ended.valid) {
      boolean judged = word.ended.dsnIs64;
      give(word, judged ? word.ended.sum == 0 ? GOOD : BAD : NONE);
    }
    if (word.mapped && !word.dsnIs64) {
      word.mapped = false;
      word.segmentNew = false;
      word.reason = word.reason == 0 ? CONTEXT_UNKNOWN : word.reason;
    }
  }

  /**
   * Programs a connection id through the control processor's port.
   *
   * @param doneCycle earliest cycle of effect
   * @param connection id, 0 to connections - 1
   * @param generation 0 to 4095
   * @param queue queue of every subflow of the connection
   * @param nextDsn first DSN that is expected
   * @param windowBytes receive window that departing segments announce, 0 to 2^30
   * @return cycle of effect
   */
  public long program(
      long doneCycle, int connection, int generation, int queue, long nextDsn, long windowBytes) {
    Arrays.fill(value, 0);
    value[0] = generation | VALID | (long) queue << QUEUE_SHIFT | windowBytes << WINDOW_SHIFT;
    value[1] = nextDsn;
    return contexts.write(doneCycle, connection, value);
  }

  /** Takes a connection id out of use; returns the cycle of effect. */
  public long clear(long doneCycle, int connection) {
    Arrays.fill(value, 0);
    return contexts.write(doneCycle, connection, value);
  }

  /** The connection's next expected DSN, as of the last packet. */
  public long receiveNext(int connection) {
    contexts.load(connection);
    return contexts.words()[contexts.base(connection) + 1];
  }

  /** The connection's receive window, bytes. */
  public long receiveWindow(int connection) {
    contexts.load(connection);
    return contexts.words()[contexts.base(connection)] >>> WINDOW_SHIFT;
  }

  /** Back to no connections. */
  public void reset() {
    contexts.reset();
  }
}
