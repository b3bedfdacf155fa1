package org.mpnic.model.host;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.HostInterface;

/**
 * Interrupt moderation of every queue, by count and time in virtual cycles.
 *
 * <p>Contract: a queue's interrupt is raised when its interruptCount-th unsignalled completion
 * becomes visible, or interruptCycles after the first of them did, whichever comes first; then all
 * count as signalled. A completion that becomes visible in the very cycle in which the timer ends
 * belongs to the next interrupt.
 */
public final class InterruptModeration {
  private final int count;
  private final int cycles;
  private final HostInterface host;
  private final long[] counters;
  private final int counterBase;
  private final int[] unsignalled;
  private final long[] deadline;
  private long[] timerCycle;
  private int[] timerQueue;
  private long next;
  private long timerHead;
  private long timerTail;

  /**
   * No completion is unsignalled.
   *
   * @param counterBase index of the first queue's interrupt counter
   */
  public InterruptModeration(
      NicConfig config, HostInterface host, long[] counters, int counterBase) {
    this.count = config.interruptCount();
    this.cycles = config.interruptCycles();
    this.host = host;
    this.counters = counters;
    this.counterBase = counterBase;
    this.unsignalled = new int[config.queues()];
    this.deadline = new long[config.queues()];
    this.timerCycle = new long[PowerOfTwo.atLeast(4 * config.queues())];
    this.timerQueue = new int[timerCycle.length];
    reset();
  }

  /** A completion of the queue becomes visible; cycles do not fall from call to call. */
  public void completion(int queue, long visibleCycle) {
    if (unsignalled[queue] > 0 && visibleCycle >= deadline[queue]) {
      raise(queue, deadline[queue]);
    }
    if (unsignalled[queue]++ == 0) {
      deadline[queue] = visibleCycle + cycles;
      addTimer(queue, visibleCycle + cycles);
    }
    if (unsignalled[queue] >= count) {
      raise(queue, visibleCycle);
    }
  }

  private void addTimer(int queue, long cycle) {
    // Timers of interrupts that count raised stay until their time; drop them from the front.
    skipStale();
    if (timerTail - timerHead == timerCycle.length) {
      grow();
    }
    int place = (int) timerTail & timerCycle.length - 1;
    timerCycle[place] = cycle;
    timerQueue[place] = queue;
    timerTail++;
    findNext();
  }

  private void grow() {
    int size = timerCycle.length;
    long[] biggerCycle = new long[2 * size];
    int[] biggerQueue = new int[2 * size];
    for (int i = 0; i < size; i++) {
      int place = (int) (timerHead + i) & size - 1;
      biggerCycle[i] = timerCycle[place];
      biggerQueue[i] = timerQueue[place];
    }
    timerCycle = biggerCycle;
    timerQueue = biggerQueue;
    timerHead = 0;
    timerTail = size;
  }

  private void skipStale() {
    while (timerHead != timerTail) {
      int place = (int) timerHead & timerCycle.length - 1;
      int queue = timerQueue[place];
      if (unsignalled[queue] > 0 && deadline[queue] == timerCycle[place]) {
        return;
      }
      timerHead++;
    }
  }

  /** Cycle of the next timer, FAR when no completion is unsignalled. */
  public long nextCycle() {
    return next;
  }

  private void findNext() {
    skipStale();
    next =
        timerHead == timerTail
            ? CycleHistory.FAR
            : timerCycle[(int) timerHead & timerCycle.length - 1];
  }

  /** Raises the interrupts whose timers end at this cycle. */
  public void step(long cycle) {
    while (nextCycle() <= cycle) {
      int place = (int) timerHead & timerCycle.length - 1;
      raise(timerQueue[place], timerCycle[place]);
    }
  }

  private void raise(int queue, long cycle) {
    unsignalled[queue] = 0;
    findNext();
    counters[counterBase + queue]++;
    host.interrupt(queue, cycle);
  }

  /** Forgets the queue's unsignalled completions. */
  public void resetQueue(int queue) {
    unsignalled[queue] = 0;
    findNext();
  }

  /** Forgets everything. */
  public void reset() {
    Arrays.fill(unsignalled, 0);
    Arrays.fill(deadline, CycleHistory.FAR);
    timerHead = 0;
    timerTail = 0;
    next = CycleHistory.FAR;
  }
}
