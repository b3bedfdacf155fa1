package org.mpnic.model.rx;

import static org.mpnic.abi.CompletionFlags.DATA_FIN;
import static org.mpnic.abi.CompletionFlags.DUPLICATE;
import static org.mpnic.abi.CompletionFlags.HAS_CHECKSUM;
import static org.mpnic.abi.CompletionFlags.INFINITE_MAPPING;
import static org.mpnic.abi.CompletionFlags.MAPPED;
import static org.mpnic.abi.CompletionFlags.OUTSIDE_WINDOW;
import static org.mpnic.abi.CompletionFlags.OUT_OF_ORDER;
import static org.mpnic.abi.CompletionFlags.PARTIAL_DUPLICATE;
import static org.mpnic.abi.CompletionFlags.SEGMENT_NEW;
import static org.mpnic.abi.CompletionFlags.SLOW_PATH;
import static org.mpnic.abi.CompletionFlags.TCP_FIN;
import static org.mpnic.abi.CompletionFlags.TCP_RST;

import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.TcpFlags;

/**
 * steering: the queue of a frame, whether and how it is written, and what its completion says.
 *
 * <p>Queue: the connection's, when the word has one; else that of the connection that an MP_JOIN
 * SYN's token names; else the indirection table's entry for the RSS hash. The frame takes its
 * buffers from the queue's credits at once or is dropped. Output: queue, decision, write mode
 * (always the whole frame in capture mode), buffers, completion flags.
 *
 * <p>A verdict must not speak for bytes that the card dropped here, behind dss_mapper. So steering
 * keeps the span of dropped SSNs of each subflow; a mapping that ends and overlaps it gets verdict
 * none. Context, one word of 128 bits for each subflow: word 0: 0 end (32), 32 start (32) of the
 * span, word 1: 0 span is there (1). The span moves along behind the in-order point and vanishes
 * when no mapping can reach it any more.
 *
 * <p>Hardware contract. Latency 5 cycles: queue and credits, comparisons with the span a cycle
 * ahead, its read-modify-write of one cycle, comparisons of mappings with it, result. The span's
 * table is read while the word is in connection_tracker. Where numbers are as far apart as they can
 * be (2^31), their order is that of the comparisons here, in hardware as well.
 */
public final class Steering {
  private static final int LATENCY_CYCLES = 5;
  private static final int NONE = Verdict.NONE.code();
  private static final int GOOD = Verdict.GOOD.code();
  private static final int BAD = Verdict.BAD.code();
  private static final int HANDSHAKE = Reason.HANDSHAKE.code();
  private static final int NOT_TCP = Reason.NOT_TCP.code();
  private static final int LONGEST_MAPPING = 1 << 16;

  private final ContextArray losses;
  private final BufferCredits credits;
  private final long[] counters;
  private final int[] indirection;
  private final int queues;
  private final int keepBytes;
  private final long[] value = new long[2];

  /** Steering whose indirection table goes round over the queues. */
  public Steering(NicConfig config, BufferCredits credits, long[] counters) {
    this.losses = new ContextArray("steering_losses", config.subflows(), 2);
    this.credits = credits;
    this.counters = counters;
    this.indirection = new int[config.indirectionEntries()];
    this.queues = config.queues();
    this.keepBytes = (int) (config.receiveWindowBytes() / 2) + LONGEST_MAPPING;
    reset();
  }

  /** Cycles from word in to decision out. */
  public static int latencyCycles(NicConfig config) {
    return LATENCY_CYCLES;
  }

  /** The spans of dropped bytes, for read-back. */
  public ContextArray losses() {
    return losses;
  }

  /** Decides what becomes of the frame. */
  public void process(HeaderWord word) {
    losses.settle(word.grantCycle);
    word.queue = chooseQueue(word);
    word.writeMode = HeaderWord.WRITE_WHOLE_FRAME;
    int refused = credits.take(word);
    word.decision = refused == 0 ? HeaderWord.KEEP : HeaderWord.DROP;
    if (word.subflowValid && word.kind == HeaderWord.KIND_MPTCP) {
      watchLosses(word, refused != 0 && word.mapped || !word.connectionValid);
    }
    countVerdicts(word);
    word.completionFlags = flags(word);
    if (refused != 0) {
      word.reason = refused;
    }
  }

  /** Loads a subflow's span of dropped bytes, so that it is near when a segment comes. */
  long touch(int subflow) {
    return losses.touch(subflow, 0, 1);
  }

  private int chooseQueue(HeaderWord word) {
    if (word.connectionValid) {
      counters[CounterTable.STEERED_BY_CONNECTION]++;
      return word.connectionQueue;
    }
    if (word.tokenHit) {
      counters[CounterTable.STEERED_BY_TOKEN]++;
      return word.tokenQueue;
    }
    counters[CounterTable.STEERED_BY_RSS]++;
    return indirection[word.rssHash & indirection.length - 1];
  }

  private void watchLosses(HeaderWord word, boolean lost) {
    long[] words = losses.words();
    int at = losses.base(word.subflow);
    boolean any = words[at + 1] != 0;
    if (!any && !lost) {
      return;
    }
    int start = (int) (words[at] >>> 32);
    int end = (int) words[at];
    if (any) {
      int horizon = word.receiveNextBefore - keepBytes;
      any = horizon - end < 0;
      start = horizon - start < 0 ? start : horizon;
    }
    int length = word.header.payloadLength;
    if (lost && length > 0) {
      start = any && start - word.ssn < 0 ? start : word.ssn;
      end = any && word.ssn + length - end < 0 ? end : word.ssn + length;
      any = true;
    }
    words[at] = (long) start << 32 | end & 0xffff_ffffL;
    words[at + 1] = any ? 1 : 0;
    if (any) {
      withdraw(word, start, end);
    }
  }

  private static void withdraw(HeaderWord word, int start, int end) {
    MappingRecord ended = word.ended;
    if (ended.valid && ended.ssn - end < 0 && start - (ended.ssn + ended.wireLength) < 0) {
      ended.verdict = NONE;
    }
    if (word.mapped
        && word.mappingSsn - end < 0
        && start - (word.mappingSsn + word.mappingLength) < 0
        && (word.verdict == GOOD || word.verdict == BAD)) {
      word.verdict = NONE;
    }
  }

  private void countVerdicts(HeaderWord word) {
    int verdict = word.ended.valid ? word.ended.verdict : word.verdict;
    if (verdict == GOOD) {
      counters[CounterTable.MAPPINGS_GOOD]++;
    } else if (verdict == BAD) {
      counters[CounterTable.MAPPINGS_BAD]++;
    } else if (word.ended.complete) {
      counters[CounterTable.MAPPINGS_UNJUDGED]++;
    }
    if (word.evicted.valid) {
      counters[CounterTable.MAPPINGS_UNJUDGED]++;
    }
  }

  private static int flags(HeaderWord word) {
    FrameHeader header = word.header;
    int flags = word.reason != 0 && word.reason != NOT_TCP ? SLOW_PATH : 0;
    flags |= word.reason == HANDSHAKE ? CompletionFlags.HANDSHAKE : 0;
    flags |= word.firmwareBusy ? CompletionFlags.FIRMWARE_BUSY : 0;
    if (!header.isTcp()) {
      return flags;
    }
    flags |= (header.tcpFlags & TcpFlags.FIN) != 0 ? TCP_FIN : 0;
    flags |= (header.tcpFlags & TcpFlags.RST) != 0 ? TCP_RST : 0;
    if (header.hasMptcp(MptcpSubtype.DSS)) {
      flags |= (header.dssFlags & MptcpSubtype.DSS_DATA_FIN) != 0 ? DATA_FIN : 0;
      flags |= header.hasMapping && header.dssLength == 0 ? INFINITE_MAPPING : 0;
    }
    if (word.mapped) {
      flags |= MAPPED;
      flags |= word.segmentNew ? SEGMENT_NEW : 0;
      flags |= word.mappingHasChecksum ? HAS_CHECKSUM : 0;
      flags |= word.infiniteMapping ? INFINITE_MAPPING : 0;
    }
    return flags | orderFlags(word);
  }

  private static int orderFlags(HeaderWord word) {
    if (!word.subflowValid || word.header.payloadLength == 0) {
      return 0;
    }
    int flags = word.order == HeaderWord.OUT_OF_ORDER ? OUT_OF_ORDER : 0;
    switch (word.dataOrder) {
      case HeaderWord.DUPLICATE:
        return flags | DUPLICATE;
      case HeaderWord.PARTIAL_DUPLICATE:
        return flags | PARTIAL_DUPLICATE;
      case HeaderWord.OUTSIDE_WINDOW:
        return flags | OUTSIDE_WINDOW;
      default:
        return flags;
    }
  }

  /** Empties a subflow id's span of dropped bytes; returns the cycle of effect. */
  public long program(long doneCycle, int subflow) {
    return losses.write(doneCycle, subflow, value);
  }

  /** Entries of the indirection table. */
  public int indirectionEntries() {
    return indirection.length;
  }

  /** Queue in an entry of the indirection table. */
  public int indirection(int entry) {
    return indirection[entry];
  }

  /**
   * Sets an entry of the indirection table; for an idle datapath.
   *
   * @throws IllegalArgumentException when entry or queue is out of range
   */
  public void setIndirection(int entry, int queue) {
    if (entry < 0 || entry >= indirection.length || queue < 0 || queue >= queues) {
      throw new IllegalArgumentException("indirection[" + entry + "] = " + queue);
    }
    indirection[entry] = queue;
  }

  /** Back to no losses and to an indirection table that goes round over the queues. */
  public void reset() {
    losses.reset();
    for (int i = 0; i < indirection.length; i++) {
      indirection[i] = i % queues;
    }
  }
}
