package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/**
 * tx_completion: brings descriptors that are done in any order back into the order of their queue,
 * and tells the host of many at once.
 *
 * <p>Contract: a descriptor is marked in cycle m[i], done when its last byte was fetched, or
 * skipped or refused by the descriptor fetch; the card has one port for either, so skipped and
 * refused ones are marked one a cycle, in the order in which they were found. The queue's point
 * passes one descriptor a cycle, in order, and gives its place on the card back:
 *
 * <pre>pass[i] = max( m[i] + 1, pass[i-1] + 1 );  B = 1</pre>
 *
 * One completion a cycle is written for the card, round robin over the queues that want one. A
 * queue wants one as soon as completionBatch descriptors that the host was not told of are passed
 * (from the cycle after), or completionIdleCycles after the first of them, or when the point stands
 * before a refused descriptor: then first what is passed, if anything, then the error in a cycle of
 * its own, which passes it. It says what was passed before its cycle, and is visible to the host
 * writeLatencyCycles later. A queue that starts anew wants none, from the cycle of that on, or as
 * long as it waits for the end of a frame before.
 */
public final class TxCompletion {
  /** Type of a completion: all before its index are done. */
  public static final int DONE = 0;

  /** Type of a completion: the descriptor is refused. */
  public static final int ERROR = 1;

  private final CompletionSink sink;
  private final TxProbe probe;
  private final int batch;
  private final int idleCycles;
  private final int writeLatency;
  private final Order[] queues;

  /** By queue: the first cycle in which it wants a completion, as far as known. */
  private final EarliestCycle wanted;

  private int first;
  private long lastWrite;
  private long lastRefusal;
  private int waiting;

  /** All queues at descriptor 0; {@code probe} may be null. */
  public TxCompletion(NicConfig config, CompletionSink sink, TxProbe probe) {
    this.sink = sink;
    this.probe = probe;
    this.batch = config.transmit().completionBatch();
    this.idleCycles = config.transmit().completionIdleCycles();
    this.writeLatency = config.writeLatencyCycles();
    this.queues = new Order[config.transmit().queues()];
    this.wanted = new EarliestCycle(queues.length);
    for (int queue = 0; queue < queues.length; queue++) {
      queues[queue] = new Order(config.transmit(), queue);
    }
    reset();
  }

  /** All bytes of the descriptor are on the card since {@code cycle}, which may lie ahead. */
  public void done(int queue, int index, long cycle) {
    mark(queue, index, 0, cycle);
    if (probe != null) {
      probe.transfer(TxBoundary.DESCRIPTOR_DONE, queue, cycle, index, 0, true);
    }
  }

  /** The descriptor was dropped with the chain of a refused one: the host need not know more. */
  public void skipped(int queue, int index, long cycle) {
    markRefused(queue, index, 0, cycle);
  }

  /**
   * The descriptor is refused.
   *
   * @param reason code of {@link org.mpnic.abi.Reason}, not 0
   */
  public void refused(int queue, int index, int reason, long cycle) {
    markRefused(queue, index, reason, cycle);
  }

  private void markRefused(int queue, int index, int reason, long cycle) {
    lastRefusal = Math.max(cycle, lastRefusal + 1);
    mark(queue, index, reason, lastRefusal);
    if (probe != null) {
      probe.transfer(TxBoundary.DESCRIPTOR_REFUSED, queue, lastRefusal, index, reason, reason != 0);
    }
  }

  private void mark(int queue, int index, int reason, long cycle) {
    Order order = queues[queue];
    int place = index & order.mask;
    order.marked[place] = cycle;
    order.reason[place] = reason;
    order.pass();
    findWanted(order);
    sink.passed(queue);
  }

  private void findWanted(Order order) {
    wanted.set(order.number, order.wanted(batch, idleCycles));
  }

  /**
   * Index behind the last descriptor of the queue that was passed before {@code cycle}, which does
   * not go back from call to call: places of those before it are free in {@code cycle}.
   */
  public int passedBefore(int queue, long cycle) {
    return queues[queue].passedBefore(cycle);
  }

  /** The same for the descriptor fetch, which asks for cycles of its own. */
  public int freedBefore(int queue, long cycle) {
    return queues[queue].freedBefore(cycle);
  }

  /**
   * Cycle in which the queue's point passed a descriptor, BEFORE for one that was passed long ago,
   * FAR while unknown: its place is free from the next cycle on.
   */
  public long passCycle(int queue, int index) {
    return queues[queue].passCycle(index);
  }

  /** Next cycle in which a completion is written as far as known, FAR when none is. */
  public long nextCycle() {
    return Math.max(wanted.earliest(), lastWrite + 1);
  }

  /**
   * Writes what is written in this cycle.
   *
   * @return false when the host has no room for it: nothing has happened then, {@link
   *     #waitingQueue} says where
   */
  public boolean step(long cycle) {
    for (int i = 0; i < queues.length; i++) {
      int queue = first + i < queues.length ? first + i : first + i - queues.length;
      if (wanted.of(queue) <= cycle) {
        if (!sink.hasRoom(queue)) {
          waiting = queue;
          return false;
        }
        first = queue + 1 == queues.length ? 0 : queue + 1;
        lastWrite = cycle;
        write(queue, cycle);
        return true;
      }
    }
    return true;
  }

  private void write(int queue, long cycle) {
    Order order = queues[queue];
    int index = order.passedBefore(cycle);
    int type = index == order.reported ? ERROR : DONE;
    int reason = type == DONE ? 0 : order.reason[index & order.mask];
    if (type == DONE) {
      order.reported = index;
      findWanted(order);
    } else {
      order.passRefused(cycle);
      findWanted(order);
      sink.passed(queue);
    }
    sink.completion(queue, type, reason, index, cycle, cycle + writeLatency);
    if (probe != null) {
      probe.transfer(TxBoundary.COMPLETION_WRITE, queue, cycle, index, type, type == DONE);
    }
  }

  /** Queue whose completion ring had no room at the last {@link #step}. */
  public int waitingQueue() {
    return waiting;
  }

  /** Life of the queue: descriptors of another one are not its own. */
  public int life(int queue) {
    return queues[queue].life;
  }

  /** The queue will start anew: the host is told of no more descriptors before. */
  public void stopQueue(int queue) {
    queues[queue].stopping = true;
    findWanted(queues[queue]);
  }

  /** The queue starts at descriptor 0 again, in this life of it. */
  public void resetQueue(int queue, int life) {
    queues[queue].reset();
    queues[queue].life = life;
    findWanted(queues[queue]);
  }

  /** All queues at descriptor 0 and cycle 0. */
  public void reset() {
    for (Order order : queues) {
      order.reset();
      findWanted(order);
    }
    first = 0;
    lastWrite = CycleHistory.BEFORE;
    lastRefusal = CycleHistory.BEFORE;
    waiting = -1;
  }

  /** One queue's descriptors that are on the card. */
  private final class Order {
    private final int number;
    private final int mask;

    /** Cycle of the mark of each place, FAR when it has none. */
    private final long[] marked;

    private final int[] reason;

    /** Cycles in which the last descriptors were passed. */
    private final long[] passed;

    private final int passedMask;

    /** Index behind the last whose pass is known, and behind the last asked for as passed. */
    private int point;

    private int life;
    private boolean stopping;
    private int seen;

    /** The same of the descriptor fetch. */
    private int freed;

    private int reported;
    private long lastPass;

    Order(TransmitConfig config, int number) {
      this.number = number;
      int places = PowerOfTwo.atLeast(config.descriptorCache());
      mask = places - 1;
      marked = new long[places];
      reason = new int[places];
      // A batch waits for the other queues' turns while more descriptors are passed.
      int unreported = config.descriptorCache() + config.completionBatch() + config.queues() + 1;
      passed = new long[PowerOfTwo.atLeast(unreported)];
      passedMask = passed.length - 1;
    }

    void reset() {
      Arrays.fill(marked, CycleHistory.FAR);
      Arrays.fill(passed, CycleHistory.BEFORE);
      stopping = false;
      point = 0;
      seen = 0;
      freed = 0;
      reported = 0;
      lastPass = CycleHistory.BEFORE;
    }

    /** Passes as far as marks are known and none is refused. */
    void pass() {
      int place = point & mask;
      while (marked[place] != CycleHistory.FAR && reason[place] == 0) {
        passAt(Math.max(marked[place], lastPass) + 1);
        place = point & mask;
      }
    }

    void passRefused(long cycle) {
      passAt(cycle);
      reported = point;
      seen = point;
      pass();
    }

    private void passAt(long cycle) {
      marked[point & mask] = CycleHistory.FAR;
      passed[point & passedMask] = cycle;
      lastPass = cycle;
      if (probe != null) {
        probe.transfer(TxBoundary.DESCRIPTOR_PASSED, number, cycle, point, 0, true);
      }
      point++;
    }

    int passedBefore(long cycle) {
      while (seen != point && passed[seen & passedMask] < cycle) {
        seen++;
      }
      return seen;
    }

    int freedBefore(long cycle) {
      while (freed != point && passed[freed & passedMask] < cycle) {
        freed++;
      }
      return freed;
    }

    long passCycle(int index) {
      if (index - point < -passed.length) {
        return CycleHistory.BEFORE;
      }
      return index - point < 0 ? passed[index & passedMask] : CycleHistory.FAR;
    }

    /** First cycle in which the queue wants a completion, FAR while unknown. */
    long wanted(int batch, int idleCycles) {
      int unreported = point - reported;
      long wanted = CycleHistory.FAR;
      if (stopping) {
        return wanted;
      }
      if (unreported >= batch) {
        wanted = passed[reported + batch - 1 & passedMask] + 1;
      }
      if (unreported > 0) {
        wanted = Math.min(wanted, passed[reported & passedMask] + idleCycles);
      }
      int place = point & mask;
      if (marked[place] != CycleHistory.FAR) {
        wanted = Math.min(wanted, Math.max(marked[place], lastPass) + 1);
      }
      return wanted;
    }
  }
}
