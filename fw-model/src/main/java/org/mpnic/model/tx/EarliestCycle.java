package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;

/**
 * A cycle for each queue, and the earliest of them, which is known without looking at all. FAR
 * stands for none.
 */
final class EarliestCycle {
  private final long[] cycles;
  private long earliest = CycleHistory.FAR;

  /** No queue has one. */
  EarliestCycle(int queues) {
    cycles = new long[queues];
    Arrays.fill(cycles, CycleHistory.FAR);
  }

  /** Earliest of all queues. */
  long earliest() {
    return earliest;
  }

  /** The queue's. */
  long of(int queue) {
    return cycles[queue];
  }

  /** Sets that of a queue. */
  void set(int queue, long cycle) {
    long before = cycles[queue];
    cycles[queue] = cycle;
    if (cycle <= earliest) {
      earliest = cycle;
    } else if (before == earliest) {
      find();
    }
  }

  private void find() {
    long least = CycleHistory.FAR;
    for (long cycle : cycles) {
      least = Math.min(least, cycle);
    }
    earliest = least;
  }
}
