package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.StallPattern;

/**
 * segmenter: cuts what is at the queues' heads into slices, frame by frame.
 *
 * <p>Contract: one grant a cycle for the card, round robin over the queues whose head has a slice
 * ready ({@link TxQueueHead}), whose port has a credit (a place of its slice FIFO, B = 1) and is
 * not in the middle of another queue's frame. The slice of the queue that is granted leaves {@link
 * #OUTPUT_CYCLES} later; it passes dss_inserter and stands in the FIFO {@link DssInserter#cycles}
 * after that. What dss_inserter reads, it reads as of the cycle of the grant.
 *
 * <p>A slice is bytes of one descriptor that belong to one frame. A large frame (OFFLOAD with mss)
 * has its header's slices before each segment's; stream data and mappings get a header of the
 * card's, which is no slice of its own.
 */
public final class Segmenter {
  /** Cycles from a grant until its slice is chosen among those of all queues. */
  public static final int OUTPUT_CYCLES = 1;

  private final TxQueueHead[] heads;

  /**
   * By queue: first cycle in which its slice can be granted, were there a credit; kept by heads.
   */
  private final long[] readyCycles;

  private final SliceOutput output;

  /** By port: queue whose frame has begun and not ended, or -1. */
  private final int[] owner;

  private StallPattern stall = StallPattern.NONE;
  private long lastGrant;
  private int first;

  /** Nothing granted; {@code heads} are those of the queues. */
  public Segmenter(int ports, TxQueueHead[] heads, SliceOutput output) {
    this.heads = heads;
    this.readyCycles = new long[heads.length];
    for (TxQueueHead head : heads) {
      head.noteReady(readyCycles);
    }
    this.output = output;
    this.owner = new int[ports];
    reset();
  }

  /** Cycles in which nothing is granted. */
  void stall(StallPattern pattern) {
    this.stall = pattern;
  }

  /** Cycle of the next grant as far as known, FAR without one. */
  public long nextCycle() {
    long next = CycleHistory.FAR;
    for (int queue = 0; queue < readyCycles.length; queue++) {
      if (readyCycles[queue] < next) {
        next = Math.min(next, eligible(queue));
      }
    }
    return next == CycleHistory.FAR ? next : stall.next(Math.max(next, lastGrant + 1));
  }

  /** Cycle from which the queue's slice, which is there, can be granted, as far as known. */
  private long eligible(int queue) {
    int port = heads[queue].slice.port;
    int held = owner[port];
    return held >= 0 && held != queue
        ? CycleHistory.FAR
        : Math.max(readyCycles[queue], output.creditCycle(port));
  }

  /** Grants the slice of this cycle; returns its queue. */
  public int step(long cycle) {
    int queue = first;
    while (readyCycles[queue] > cycle || eligible(queue) > cycle) {
      queue = queue + 1 == heads.length ? 0 : queue + 1;
    }
    first = queue + 1 == heads.length ? 0 : queue + 1;
    lastGrant = cycle;
    grant(queue, cycle);
    return queue;
  }

  private void grant(int queue, long cycle) {
    TxQueueHead head = heads[queue];
    owner[head.slice.port] = head.slice.last ? -1 : queue;
    output.granted(head, cycle);
    head.granted(cycle);
  }

  /** Nothing granted at cycle 0; the stall pattern stays. */
  void reset() {
    Arrays.fill(owner, -1);
    lastGrant = CycleHistory.BEFORE;
    first = 0;
  }
}
