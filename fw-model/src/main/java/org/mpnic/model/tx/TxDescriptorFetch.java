package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.Reason;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;

/**
 * tx_descriptor_fetch: keeps each transmit queue's cache filled with checked descriptors.
 *
 * <p>Contract, fetches: one a cycle for the card, round robin over the queues that can send one,
 * queue 0 first. A fetch asks for min(fetchBatch, posted, cache room, places to the ring's end)
 * descriptors; for whole batches (or all up to the ring's end) only, unless fewer descriptors than
 * half of the cache (or buffersPerFrame) occupy it; if fewer than fetchOutstanding fetches are on
 * their way. A fetch is found in two cycles and can be sent from the next on: all that it depends
 * on is as it was FIND_CYCLES ({@link TxQueue}) before, so a queue sends one in three cycles at
 * most. A queue that waits for the end of a frame to start anew sends none. A place in the cache is
 * occupied from the fetch until tx_completion has passed the descriptor (B = 3). Descriptors [0,
 * ringEntries) count as posted before cycle 0, descriptor j hostLatencyCycles after a completion
 * that covers j - ringEntries became visible.
 *
 * <p>Checks: the data of a fetch arrives from readLatencyCycles later on, one descriptor a cycle
 * for the card, in the order of the fetches. Its result is known {@link TxDescriptorCheck#cycles}
 * later. A good descriptor can be used from the next cycle on; descriptors of RAW and OFFLOAD
 * frames when the frame's last is good. A refused one and the rest of its frame never reach the
 * queue's head: they are marks for tx_completion, one a cycle for the card, in the order of the
 * results, {@link #MARK_CYCLES} behind them or later. With quarantineErrors refused in a row the
 * queue fetches no more, from the cycle after the result on.
 *
 * <p>The host is really behind: if it says that the queue is open, virtual time waits; else what is
 * posted is all there is, and the queue sleeps until {@link #noticeDoorbells}.
 */
public final class TxDescriptorFetch {
  /** Cycles from a result to its first mark. */
  public static final int MARK_CYCLES = 3;

  private final NicConfig config;
  private final TransmitRings host;
  private final TxCompletion completion;
  private final TxDescriptorCheck check;
  private final long[] counters;
  private final TxProbe probe;
  private final TxQueue[] queues;
  private final Listener listener;

  /** By queue: the next fetch as far as known. */
  private final EarliestCycle fetches;

  private final long[] batchCycle;
  private final int latency;
  private final int[] batchQueue;
  private final int[] batchIndex;
  private final int[] batchCount;
  private final int[] batchLife;
  private final int batchMask;
  private long batchHead;
  private long batchTail;
  private int batchChecked;
  private long lastCheck;

  private int firstQueue;
  private final long[] words = new long[TxDescriptor.WORDS];
  private final TxDescriptor descriptor = new TxDescriptor();

  /** Is told of queues whose ready descriptors or whose coming fetches have changed. */
  public interface Listener {
    /** What the queue's head finds from {@code cycle} on, or the next cycle, has changed. */
    void changed(TxQueue queue, long cycle);
  }

  /** Empty caches at cycle 0; {@code probe} may be null. */
  public TxDescriptorFetch(
      NicConfig config,
      TransmitRings host,
      TxQueue[] queues,
      TxCompletion completion,
      TxDescriptorCheck check,
      long[] counters,
      TxProbe probe,
      Listener listener) {
    this.config = config;
    this.host = host;
    this.queues = queues;
    this.completion = completion;
    this.check = check;
    this.counters = counters;
    this.probe = probe;
    this.listener = listener;
    this.fetches = new EarliestCycle(queues.length);
    this.latency = config.readLatencyCycles() + TxDescriptorCheck.cycles(config);
    int perQueue = config.transmit().fetchOutstanding() + Math.min(latency, 4096);
    int size = PowerOfTwo.atLeast(queues.length * perQueue);
    this.batchCycle = new long[size];
    this.batchQueue = new int[size];
    this.batchIndex = new int[size];
    this.batchCount = new int[size];
    this.batchLife = new int[size];
    this.batchMask = size - 1;
    reset();
  }

  /** Cycle of the next fetch as far as known, FAR when there is none. */
  public long nextFetch() {
    return fetches.earliest();
  }

  private void findFetch(TxQueue queue) {
    queue.findFetch(completion);
    fetches.set(queue.number, queue.nextFetch);
  }

  /** Cycle of the next result, FAR when no descriptor is on its way. */
  public long nextCheck() {
    return batchHead == batchTail
        ? CycleHistory.FAR
        : Math.max(batchCycle[(int) batchHead & batchMask], lastCheck + 1);
  }

  /** Checks the descriptor whose result is due in this cycle. */
  public void check(long cycle) {
    int place = (int) batchHead & batchMask;
    int number = batchQueue[place];
    TxQueue queue = queues[number];
    int index = batchIndex[place] + batchChecked;
    batchChecked++;
    lastCheck = cycle;
    boolean lastOfBatch = batchChecked == batchCount[place];
    if (lastOfBatch) {
      batchChecked = 0;
      batchHead++;
    }
    if (queue.life != batchLife[place]) {
      return;
    }
    if (lastOfBatch) {
      queue.arrived(cycle);
    }
    host.descriptor(number, index, words);
    descriptor.decode(words);
    descriptor.cycle = cycle + 1;
    check.settle(cycle);
    if (queue.skipping) {
      skip(queue, index, cycle);
    } else {
      judge(queue, index, cycle);
    }
    if (lastOfBatch) {
      findFetch(queue);
    }
    listener.changed(queue, cycle + 1);
  }

  private void judge(TxQueue queue, int index, long cycle) {
    TxDescriptor d = descriptor;
    if (queue.chainDescriptors == 0) {
      queue.chain.copyFrom(d);
    }
    Reason reason = reason(queue, index, cycle);
    if (reason != Reason.OK) {
      refuse(queue, index, reason, cycle);
      return;
    }
    queue.badInARow = 0;
    d.index = index;
    if (probe != null) {
      int bytes = queue.chainBytes + d.length;
      probe.transfer(TxBoundary.DESCRIPTOR_READY, queue.number, cycle, index, bytes, !d.more);
    }
    queue.good(d, cycle);
  }

  private Reason reason(TxQueue queue, int index, long cycle) {
    TxDescriptor d = descriptor;
    Reason reason = check.alone(d, queue, index, cycle);
    if (reason == Reason.OK && queue.chainDescriptors == 0) {
      reason = check.first(d);
    }
    if (reason == Reason.OK) {
      reason = check.chained(queue.chain, d, queue.chainDescriptors + 1, queue.chainBytes);
    }
    if (reason == Reason.OK && !d.more) {
      reason = check.whole(queue.chain, queue.chainBytes + d.length);
    }
    return reason;
  }

  private void refuse(TxQueue queue, int index, Reason reason, long cycle) {
    int number = queue.number;
    counters[CounterTable.TX_QUEUE_DESCRIPTOR_ERRORS + number]++;
    counters[CounterTable.REASONS + reason.code()]++;
    for (int i = queue.chainDescriptors; i > 0; i--) {
      completion.skipped(number, index - i, cycle + MARK_CYCLES);
    }
    counters[CounterTable.TX_QUEUE_DESCRIPTORS_SKIPPED + number] += queue.chainDescriptors;
    queue.dropChain();
    queue.skipping = descriptor.more;
    completion.refused(number, index, reason.code(), cycle + MARK_CYCLES);
    queue.badInARow++;
    if (queue.badInARow >= config.quarantineErrors()
        && queue.state != QueueState.QUARANTINED.code()) {
      queue.state = QueueState.QUARANTINED.code();
      counters[CounterTable.TX_QUEUE_QUARANTINES + number]++;
      findFetch(queue);
    }
  }

  private void skip(TxQueue queue, int index, long cycle) {
    queue.skipping = descriptor.more;
    counters[CounterTable.TX_QUEUE_DESCRIPTORS_SKIPPED + queue.number]++;
    completion.skipped(queue.number, index, cycle + MARK_CYCLES);
  }

  /**
   * Sends the fetch of this cycle.
   *
   * @return the queue for whose host virtual time has to wait, nothing has happened then; or -1
   */
  public int fetch(long cycle) {
    TxQueue sender = null;
    int number = firstQueue;
    for (int i = 0; i < queues.length; i++) {
      TxQueue queue = queues[number];
      number = number + 1 == queues.length ? 0 : number + 1;
      if (queue.nextFetch > cycle) {
        continue;
      }
      if (sender != null) {
        queue.notBefore(cycle + 1);
        fetches.set(queue.number, queue.nextFetch);
        continue;
      }
      int count = posted(queue, queue.fetchable(completion, cycle));
      if (count < 0) {
        return queue.number;
      }
      if (count == 0) {
        queue.asleep = true;
        findFetch(queue);
        listener.changed(queue, cycle + 1);
      } else {
        sender = queue;
        send(queue, count, cycle);
      }
    }
    if (sender != null) {
      firstQueue = sender.number + 1 == queues.length ? 0 : sender.number + 1;
    }
    return -1;
  }

  /** How many of these the host has posted; -1 when it says that it will post them all. */
  private int posted(TxQueue queue, int wanted) {
    // Asked in this order: what is posted after the host has closed the queue is all there is.
    boolean open = host.open(queue.number);
    int really = host.posted(queue.number) - (int) queue.fetched;
    if (really >= wanted) {
      return wanted;
    }
    return open ? -1 : Math.min(Math.max(really, 0), wanted);
  }

  private void send(TxQueue queue, int count, long cycle) {
    int place = (int) batchTail & batchMask;
    batchCycle[place] = cycle + latency;
    batchQueue[place] = queue.number;
    batchIndex[place] = (int) queue.fetched;
    batchCount[place] = count;
    batchLife[place] = queue.life;
    batchTail++;
    counters[CounterTable.TX_QUEUE_DESCRIPTORS + queue.number] += count;
    if (probe != null) {
      int first = (int) queue.fetched;
      probe.transfer(TxBoundary.DESCRIPTOR_FETCH, queue.number, cycle, first, count, true);
    }
    queue.fetch(count, cycle);
    findFetch(queue);
    listener.changed(queue, cycle + 1);
  }

  /** Sleeping queues for which the host has rung since fetch again, from this cycle on. */
  public void noticeDoorbells(long cycle) {
    for (TxQueue queue : queues) {
      if (queue.asleep
          && !queue.stopping
          && (host.open(queue.number) || host.posted(queue.number) != (int) queue.fetched)) {
        queue.asleep = false;
        queue.notBefore(cycle);
        if (probe != null) {
          int next = (int) queue.fetched;
          probe.transfer(TxBoundary.QUEUE_WAKES, queue.number, cycle, next, 0, true);
        }
        findFetch(queue);
        listener.changed(queue, cycle);
      }
    }
  }

  /** A completion that covers all before {@code index} was answered by the host in this cycle. */
  public void reported(int queue, int index, long cycle) {
    queues[queue].reported(index, cycle);
    passed(queue);
  }

  /** More of a queue's passes are known. */
  public void passed(int queue) {
    findFetch(queues[queue]);
  }

  /** Changes a queue's state at {@code cycle}. */
  public void state(int number, QueueState state, long cycle) {
    TxQueue queue = queues[number];
    queue.state = state.code();
    queue.notBefore(cycle + 1);
    findFetch(queue);
    listener.changed(queue, cycle + 1);
  }

  /** The queue, which will start anew, sends no more fetches. */
  public void stopQueue(int number) {
    queues[number].stopping = true;
    findFetch(queues[number]);
  }

  /** Starts a queue from descriptor 0 at {@code cycle}; a quarantined one is enabled. */
  public void resetQueue(int number, long cycle) {
    TxQueue queue = queues[number];
    if (queue.state == QueueState.QUARANTINED.code()) {
      queue.state = QueueState.ENABLED.code();
    }
    queue.restart(cycle);
    findFetch(queue);
  }

  /** Every queue starts from descriptor 0 at cycle 0; disabled ones stay disabled. */
  public void reset() {
    batchHead = 0;
    batchTail = 0;
    batchChecked = 0;
    lastCheck = CycleHistory.BEFORE;
    firstQueue = 0;
    for (int queue = 0; queue < queues.length; queue++) {
      resetQueue(queue, -1);
    }
  }
}
