package org.mpnic.model.host;

import java.util.Arrays;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.Reason;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BufferCredits;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.HostInterface;
import org.mpnic.model.top.Probe;

/**
 * descriptor_fetch: keeps each queue's cache of checked receive buffers filled ahead of steering.
 *
 * <p>Contract: one fetch per cycle, round robin over the queues that can send one, queue 0 first.
 * Per queue: buffers [0, ringEntries) count as posted before cycle 0, a returned one
 * hostLatencyCycles after its completion became visible. A fetch is found in one cycle and can be
 * sent from the next on: one in cycle f asks for min(fetchBatch, posted before f - 1, cache room
 * before f - 1, places to the ring's end) descriptors, if that is not zero and fewer than
 * fetchOutstanding fetches are on their way; a queue sends one in two cycles at most. Its data
 * arrives readLatencyCycles later and is checked; good descriptors can be taken by steering from
 * the next cycle on (F = readLatencyCycles + 1), a taken or refused one frees its cache place for
 * fetches from the cycle after the next on (B = 2).
 *
 * <p>Steering's cycle lies ahead of the grant that decides it, so events here are keyed {@link
 * #leadCycles} earlier than they happen: everything before steering's cycle has happened when the
 * grant is evaluated. That needs hostLatency + writeLatency to be longer than the lead.
 *
 * <p>The contents of a descriptor are read when its fetch arrives. A host may therefore hold back
 * ringEntries - descriptorCache buffers before virtual time has to wait for it.
 */
public final class DescriptorFetch implements BufferCredits {
  private static final int ENABLED = QueueState.ENABLED.code();

  private final NicConfig config;
  private final HostInterface host;
  private final FirmwareCompletionFifo errors;
  private final long[] counters;
  private final Probe probe;
  private final int lead;
  private final int hostLatency;
  private final int bufferBytes;

  /** Low bits that are zero in an aligned address, -1 when maxPayloadBytes is no power of two. */
  private final long alignMask;

  private final ReceiveQueue[] queues;

  private final long[] arrivalCycle;
  private final int[] arrivalQueue;
  private final int[] arrivalIndex;
  private final int[] arrivalCount;
  private final int[] arrivalLife;
  private final int arrivalMask;
  private long arrivalHead;
  private long arrivalTail;

  private int firstQueue;
  private boolean fetchKnown;
  private long nextFetch;
  private int takenIndex;
  private final long[] takenAddress;

  /**
   * Empty caches at cycle 0, every queue enabled.
   *
   * @param leadCycles cycles from a grant to steering
   */
  public DescriptorFetch(
      NicConfig config,
      HostInterface host,
      FirmwareCompletionFifo errors,
      long[] counters,
      int leadCycles,
      Probe probe) {
    if (config.hostLatencyCycles() + config.writeLatencyCycles() <= leadCycles) {
      throw new IllegalArgumentException(
          "hostLatencyCycles + writeLatencyCycles is "
              + (config.hostLatencyCycles() + config.writeLatencyCycles())
              + ", it must be more than the "
              + leadCycles
              + " cycles from a grant to steering");
    }
    this.config = config;
    this.host = host;
    this.errors = errors;
    this.counters = counters;
    this.probe = probe;
    this.lead = leadCycles;
    this.hostLatency = config.hostLatencyCycles();
    this.bufferBytes = config.bufferBytes();
    int payload = config.maxPayloadBytes();
    this.alignMask = Integer.bitCount(payload) == 1 ? payload - 1 : -1;
    this.queues = new ReceiveQueue[config.queues()];
    for (int queue = 0; queue < queues.length; queue++) {
      queues[queue] = new ReceiveQueue(config);
    }
    // A reset queue may fetch anew while the data of its former life is still on its way.
    int perQueue = config.fetchOutstanding() + Math.min(config.readLatencyCycles(), 4096);
    int size = PowerOfTwo.atLeast(config.queues() * perQueue);
    this.arrivalCycle = new long[size];
    this.arrivalQueue = new int[size];
    this.arrivalIndex = new int[size];
    this.arrivalCount = new int[size];
    this.arrivalLife = new int[size];
    this.arrivalMask = size - 1;
    this.takenAddress = new long[config.descriptorCache()];
  }

  /** Cycles by which keys precede events. */
  public int leadCycles() {
    return lead;
  }

  /** Key of the next event, FAR when there is none. */
  public long nextKey() {
    if (!fetchKnown) {
      nextFetch = CycleHistory.FAR;
      for (ReceiveQueue queue : queues) {
        nextFetch = Math.min(nextFetch, queue.nextFetch);
      }
      fetchKnown = true;
    }
    long next = nextFetch;
    if (arrivalHead != arrivalTail) {
      next = Math.min(next, arrivalCycle[(int) arrivalHead & arrivalMask] + 1);
    }
    return next == CycleHistory.FAR ? next : next - lead;
  }

  /** Number of the queue whose descriptor is due at this key and really not posted yet, or -1. */
  public int waitingQueue(long key) {
    for (long i = arrivalHead; i != arrivalTail; i++) {
      int place = (int) i & arrivalMask;
      if (arrivalCycle[place] + 1 - lead > key) {
        return -1;
      }
      int queue = arrivalQueue[place];
      if (queues[queue].life == arrivalLife[place]
          && !host.descriptorReady(queue, arrivalIndex[place] + arrivalCount[place] - 1)) {
        return queue;
      }
    }
    return -1;
  }

  /** Whether every error that the events of this key may report finds a place is known already. */
  public boolean canStep(long key) {
    int due = 0;
    for (long i = arrivalHead; i != arrivalTail; i++) {
      int place = (int) i & arrivalMask;
      if (arrivalCycle[place] + 1 - lead > key) {
        break;
      }
      due += arrivalCount[place];
    }
    return due == 0 || errors.canDecide(due);
  }

  /** Does the events of this key: arrivals, then fetches. */
  public void step(long key) {
    long cycle = key + lead;
    while (arrivalHead != arrivalTail
        && arrivalCycle[(int) arrivalHead & arrivalMask] + 1 <= cycle) {
      arrive((int) arrivalHead & arrivalMask);
      arrivalHead++;
    }
    if (nextFetch > cycle && fetchKnown) {
      return;
    }
    boolean sent = false;
    int number = firstQueue;
    for (int i = 0; i < queues.length; i++) {
      if (queues[number].nextFetch == cycle) {
        if (sent) {
          queues[number].nextFetch = cycle + 1;
        } else {
          sent = true;
          firstQueue = number + 1 == queues.length ? 0 : number + 1;
          fetch(number, cycle);
        }
      }
      number = number + 1 == queues.length ? 0 : number + 1;
    }
  }

  private void fetch(int number, long cycle) {
    ReceiveQueue queue = queues[number];
    int first = (int) queue.fetched;
    int count = queue.fetch(cycle);
    fetchKnown = false;
    int place = (int) arrivalTail & arrivalMask;
    arrivalCycle[place] = cycle + config.readLatencyCycles();
    arrivalQueue[place] = number;
    arrivalIndex[place] = first;
    arrivalCount[place] = count;
    arrivalLife[place] = queue.life;
    arrivalTail++;
    counters[CounterTable.LINK_READS]++;
    counters[CounterTable.QUEUE_DESCRIPTORS + number] += count;
    if (probe != null) {
      probe.beat(Boundary.DESCRIPTOR_FETCH, number, cycle, first, count, true);
    }
  }

  private void arrive(int place) {
    int number = arrivalQueue[place];
    ReceiveQueue queue = queues[number];
    if (queue.life != arrivalLife[place]) {
      return;
    }
    long cycle = arrivalCycle[place];
    queue.outstanding--;
    for (int i = 0; i < arrivalCount[place]; i++) {
      int index = arrivalIndex[place] + i;
      Reason reason = check(number, index);
      if (reason == Reason.OK) {
        queue.badInARow = 0;
        queue.addReady(host.descriptorAddress(number, index), index);
      } else {
        queue.free(1, cycle);
        refuse(number, index, reason, cycle + 1);
      }
    }
    wake(queue, cycle);
  }

  /** Only what makes the next fetch earlier can happen here: a fetch itself looks anew. */
  private void wake(ReceiveQueue queue, long cycle) {
    queue.wake(cycle);
    nextFetch = Math.min(nextFetch, queue.nextFetch);
  }

  private Reason check(int queue, int index) {
    long address = host.descriptorAddress(queue, index);
    long length = host.descriptorLength(queue, index);
    if (length == 0) {
      return Reason.ZERO_LENGTH;
    }
    if (length != config.bufferBytes()) {
      return Reason.BAD_LENGTH;
    }
    if (address < host.dmaStart() || address > host.dmaEnd() - config.bufferBytes()) {
      return Reason.BAD_ADDRESS;
    }
    // A remainder by a power of two, the usual maximum payload, needs no division.
    if ((alignMask >= 0 ? address & alignMask : address % config.maxPayloadBytes()) != 0) {
      return Reason.BAD_ALIGNMENT;
    }
    return host.descriptorIndex(queue, index) == index ? Reason.OK : Reason.BAD_INDEX;
  }

  private void refuse(int number, int index, Reason reason, long cycle) {
    ReceiveQueue queue = queues[number];
    counters[CounterTable.QUEUE_DESCRIPTOR_ERRORS + number]++;
    counters[CounterTable.REASONS + reason.code()]++;
    CompletionEntry entry = errors.offer(cycle);
    if (entry != null) {
      entry.type = CompletionType.DESCRIPTOR_ERROR.code();
      entry.queue = number;
      entry.reason = reason.code();
      entry.bufferIndex = index;
      entry.bufferCount = 1;
      entry.cycle = cycle;
      entry.queueLife = queue.life;
    }
    queue.badInARow++;
    // An error that cannot be reported is worse than a queue that stands still.
    if (entry == null || queue.badInARow >= config.quarantineErrors()) {
      if (queue.state != QueueState.QUARANTINED.code()) {
        queue.state = QueueState.QUARANTINED.code();
        queue.nextFetch = CycleHistory.FAR;
        fetchKnown = false;
        counters[CounterTable.QUEUE_QUARANTINES + number]++;
      }
    }
  }

  @Override
  public int take(HeaderWord word) {
    int number = word.queue;
    ReceiveQueue queue = queues[number];
    int count =
        word.frameBytes <= bufferBytes ? 1 : (word.frameBytes + bufferBytes - 1) / bufferBytes;
    if (queue.state != ENABLED) {
      boolean quarantined = queue.state == QueueState.QUARANTINED.code();
      counters[
          (quarantined ? CounterTable.QUEUE_QUARANTINE_DROPS : CounterTable.QUEUE_DISABLED_DROPS)
              + number]++;
      return (quarantined ? Reason.QUEUE_QUARANTINED : Reason.QUEUE_DISABLED).code();
    }
    if (queue.ready() < count) {
      counters[CounterTable.QUEUE_NO_BUFFER_DROPS + number]++;
      return Reason.NO_BUFFER.code();
    }
    takenIndex = queue.headIndex();
    for (int i = 0; i < count; i++) {
      takenAddress[i] = queue.takeAddress();
    }
    queue.free(count, word.grantCycle + lead);
    wake(queue, word.grantCycle + lead);
    word.bufferCount = count;
    counters[CounterTable.QUEUE_BUFFERS_USED + number] += count;
    return 0;
  }

  /** Free-running index of the first buffer that the last {@link #take} took. */
  public int takenIndex() {
    return takenIndex;
  }

  /** Address of the i-th buffer that the last {@link #take} took. */
  public long takenAddress(int i) {
    return takenAddress[i];
  }

  /** Sends the frame to the buffers that the last {@link #take} took. */
  public void place(HeaderWord word, FrameWrites writes) {
    int size = bufferBytes;
    for (int i = 0; i < word.bufferCount; i++) {
      int done = i * size;
      int length = Math.min(size, word.frameBytes - done);
      writes.add(takenAddress[i], word.buffer, word.offset + done, length);
    }
  }

  /** Completions of the queue became visible at {@code cycle} and gave buffers back. */
  public void giveBack(int queue, int life, int count, long cycle) {
    if (queues[queue].life == life) {
      queues[queue].giveBack(cycle + hostLatency, count);
      nextFetch = Math.min(nextFetch, queues[queue].nextFetch);
    }
  }

  /** State of the queue, a code of {@link QueueState}. */
  public int state(int queue) {
    return queues[queue].state;
  }

  /** Number of the queue's present life. */
  public int life(int queue) {
    return queues[queue].life;
  }

  /** Changes the queue's state at {@code cycle}; buffers stay where they are. */
  public void state(int queue, QueueState state, long cycle) {
    ReceiveQueue changed = queues[queue];
    changed.state = state.code();
    if (state == QueueState.ENABLED) {
      changed.wake(cycle + lead);
    } else {
      changed.nextFetch = CycleHistory.FAR;
    }
    fetchKnown = false;
  }

  /**
   * Starts the queue from descriptor 0 at {@code cycle}: every outstanding buffer is the host's
   * again, completions that are still on the card are void. A quarantined queue is enabled.
   */
  public void resetQueue(int queue, long cycle) {
    ReceiveQueue reset = queues[queue];
    if (reset.state == QueueState.QUARANTINED.code()) {
      reset.state = QueueState.ENABLED.code();
    }
    reset.restart(cycle + lead);
    fetchKnown = false;
  }

  /** Every queue starts from descriptor 0 at cycle 0; disabled ones stay disabled. */
  public void reset() {
    for (int queue = 0; queue < queues.length; queue++) {
      resetQueue(queue, -1L - lead);
    }
    arrivalHead = 0;
    arrivalTail = 0;
    firstQueue = 0;
    takenIndex = 0;
    Arrays.fill(takenAddress, 0);
  }
}
