package org.mpnic.model.host;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.HostInterface;

/**
 * Interrupt moderation of every queue, by count and time in virtual cycles.
 *
 * <p>Contract: a queue's interrupt is raised when its count-th unsignalled completion becomes
 * visible, or so many cycles after the first of them did, whichever comes first; then all count as
 * signalled. A completion that becomes visible in the very cycle in which the timer ends belongs to
 * the next interrupt. Count and cycles are interruptCount and interruptCycles of the card until
 * {@link #moderate} gives a queue its own; a queue takes them with its first unsignalled completion
 * and keeps them until its interrupt. Of several timers that end in one cycle the lowest queue is
 * raised first.
 *
 * <p>Completions are told when they are sent, with the cycle in which they will be visible; nothing
 * happens before {@link #step} reaches that cycle.
 */
public final class InterruptModeration {
  private final NicConfig config;
  private final HostInterface host;
  private final long[] counters;
  private final int counterBase;
  private final int[] count;
  private final int[] cycles;

  /** Completions that lack until the queue's interrupt; 0 while none is unsignalled. */
  private final int[] lacking;

  /** Cycle in which the queue's timer ends; FAR while no completion is unsignalled. */
  private final long[] deadline;

  private long next;

  /** Completions on their way, in the order of their cycles. A ring that grows. */
  private long[] visibleCycle = new long[1024];

  private int[] visibleQueue = new int[1024];
  private int[] visibleCount = new int[1024];
  private long visibleHead;
  private long visibleTail;
  private long lastRaised;

  /**
   * No completion is unsignalled.
   *
   * @param counterBase index of the first queue's interrupt counter
   */
  public InterruptModeration(
      NicConfig config, HostInterface host, long[] counters, int counterBase) {
    this.config = config;
    this.host = host;
    this.counters = counters;
    this.counterBase = counterBase;
    this.count = new int[config.queues()];
    this.cycles = new int[config.queues()];
    this.lacking = new int[config.queues()];
    this.deadline = new long[config.queues()];
    reset();
  }

  /**
   * Gives a queue its own moderation. It holds for completions behind the next interrupt, or from
   * the next completion on if none is unsignalled: a count and a timer that were begun end as they
   * were begun.
   *
   * @param interruptCount completions that raise an interrupt, 1 or more
   * @param interruptCycles age of a completion that raises one, 1 or more
   */
  public void moderate(int queue, int interruptCount, int interruptCycles) {
    if (interruptCount < 1 || interruptCycles < 1) {
      throw new IllegalArgumentException(
          "interrupt count " + interruptCount + ", cycles " + interruptCycles + ": from 1 on");
    }
    count[queue] = interruptCount;
    cycles[queue] = interruptCycles;
  }

  /** Completions that raise the queue's interrupt. */
  public int count(int queue) {
    return count[queue];
  }

  /** Age of a completion that raises the queue's interrupt, cycles. */
  public int cycles(int queue) {
    return cycles[queue];
  }

  /** Completions of the queue will be visible in a cycle that does not fall from call to call. */
  public void completions(int queue, int number, long cycle) {
    if (visibleTail - visibleHead == visibleCycle.length) {
      grow();
    }
    int place = (int) visibleTail++ & visibleCycle.length - 1;
    visibleCycle[place] = cycle;
    visibleQueue[place] = queue;
    visibleCount[place] = number;
  }

  private void grow() {
    int size = visibleCycle.length;
    long[] cyclesBefore = visibleCycle;
    int[] queuesBefore = visibleQueue;
    int[] countsBefore = visibleCount;
    visibleCycle = new long[2 * size];
    visibleQueue = new int[2 * size];
    visibleCount = new int[2 * size];
    for (long i = visibleHead; i != visibleTail; i++) {
      visibleCycle[(int) i & 2 * size - 1] = cyclesBefore[(int) i & size - 1];
      visibleQueue[(int) i & 2 * size - 1] = queuesBefore[(int) i & size - 1];
      visibleCount[(int) i & 2 * size - 1] = countsBefore[(int) i & size - 1];
    }
  }

  private long nextVisible() {
    return visibleHead == visibleTail
        ? CycleHistory.FAR
        : visibleCycle[(int) visibleHead & visibleCycle.length - 1];
  }

  /** Cycle of the next visible completion or end of a timer, FAR without one. */
  public long nextCycle() {
    return Math.min(next, nextVisible());
  }

  /** Cycle of the last interrupt. */
  public long lastRaised() {
    return lastRaised;
  }

  /**
   * Counts the completions that are visible by this cycle, and raises the interrupts that are due,
   * in the order of their cycles.
   */
  public void step(long cycle) {
    long visible = nextVisible();
    while (Math.min(next, visible) <= cycle) {
      if (next <= visible) {
        int queue = 0;
        while (deadline[queue] != next) {
          queue++;
        }
        raise(queue, next);
      } else {
        int place = (int) visibleHead & visibleCycle.length - 1;
        count(visibleQueue[place], visibleCount[place], visible);
        visibleHead++;
        visible = nextVisible();
      }
    }
  }

  private void count(int queue, int number, long cycle) {
    int left = number;
    while (left > 0) {
      if (lacking[queue] == 0) {
        lacking[queue] = count[queue];
        deadline[queue] = cycle + cycles[queue];
        next = Math.min(next, deadline[queue]);
      }
      int counted = Math.min(left, lacking[queue]);
      left -= counted;
      lacking[queue] -= counted;
      if (lacking[queue] == 0) {
        raise(queue, cycle);
      }
    }
  }

  private void raise(int queue, long cycle) {
    resetQueue(queue);
    lastRaised = cycle;
    counters[counterBase + queue]++;
    host.interrupt(queue, cycle);
  }

  /**
   * Forgets the queue's unsignalled completions, not those that are to be visible yet; its
   * moderation stays.
   */
  public void resetQueue(int queue) {
    lacking[queue] = 0;
    deadline[queue] = CycleHistory.FAR;
    next = CycleHistory.FAR;
    for (long end : deadline) {
      next = Math.min(next, end);
    }
  }

  /** Forgets everything; every queue is moderated as the card is. */
  public void reset() {
    Arrays.fill(count, config.interruptCount());
    Arrays.fill(cycles, config.interruptCycles());
    Arrays.fill(lacking, 0);
    Arrays.fill(deadline, CycleHistory.FAR);
    next = CycleHistory.FAR;
    visibleHead = 0;
    visibleTail = 0;
    lastRaised = CycleHistory.BEFORE;
  }
}
