package org.mpnic.model.rx;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;

/**
 * When open batches of completions are late: their openings in order, each with the same patience,
 * so that only the first has to be watched.
 *
 * <p>Contract: a FIFO that shows an opening two cycles after it (F = 2), so that it is known a
 * cycle ahead whether its head is late. The head leaves, one a cycle, when its batch was filled in
 * an earlier cycle, or is flushed: in the cycle completionBatchIdleCycles, 2 or more, after the
 * opening at the earliest.
 */
final class BatchDeadlines {
  /** Cycle in which a batch was filled that is not. */
  private static final long LIVE = CycleHistory.FAR;

  private final int idleCycles;
  private final long[] opened;
  private final long[] filled;
  private final int[] queues;
  private final int mask;
  private int head;
  private int tail;
  private long lastLeft;
  private long dueCycle;

  /** No batch is open. */
  BatchDeadlines(NicConfig config) {
    idleCycles = config.completionBatchIdleCycles();
    int size = PowerOfTwo.atLeast(depth(config));
    opened = new long[size];
    filled = new long[size];
    queues = new int[size];
    mask = size - 1;
    reset();
  }

  /**
   * Openings that are held at most. One comes a cycle, and each has left a few cycles for every
   * queue behind its deadline: so long others that are due, or full, can be flushed before it.
   */
  static int depth(NicConfig config) {
    return config.completionBatchIdleCycles() + 8 * config.queues();
  }

  /** A queue's batch was opened and is not full. Returns the opening's number. */
  int open(int queue, long cycle) {
    int number = tail++;
    int place = number & mask;
    opened[place] = cycle;
    filled[place] = LIVE;
    queues[place] = queue;
    if (number == head) {
      findDue();
    }
    return number;
  }

  /** The batch of an opening was filled by the entry of a cycle: it is late no more. */
  void filled(int number, long cycle) {
    filled[number & mask] = cycle;
    if (number == head) {
      findDue();
    }
  }

  /** First cycle in which the head may be flushed as it is, FAR without one. */
  long dueCycle() {
    return dueCycle;
  }

  /** Queue of the head. */
  int queue() {
    return queues[head & mask];
  }

  /** The head's batch is flushed. */
  void flushed(long cycle) {
    lastLeft = cycle;
    head++;
    findDue();
  }

  private void findDue() {
    while (head != tail && filled[head & mask] != LIVE) {
      lastLeft = Math.max(lastLeft, filled[head & mask]) + 1;
      head++;
    }
    dueCycle =
        head == tail ? CycleHistory.FAR : Math.max(opened[head & mask] + idleCycles, lastLeft + 1);
  }

  /** No batch is open at cycle 0. */
  void reset() {
    head = 0;
    tail = 0;
    lastLeft = CycleHistory.BEFORE;
    dueCycle = CycleHistory.FAR;
    Arrays.fill(filled, LIVE);
  }
}
