package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;
import org.mpnic.model.tx.CompletionSink;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxCompletion;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxDescriptorCheck;
import org.mpnic.model.tx.TxDescriptorFetch;
import org.mpnic.model.tx.TxProbe;
import org.mpnic.model.tx.TxQueue;
import org.mpnic.model.tx.TxSubflows;

/**
 * tx_descriptor_fetch: descriptors of all queues, good and bad ones; they are done in random order
 * and posted again; queues are closed, disabled and reset, connections and subflows programmed and
 * removed, while fetches are on their way.
 */
final class TxDescriptorFetchTwin implements StageTwin, CompletionSink, TxProbe {
  private static final int REASON_BITS = 7;
  private static final int HOT = 5;
  private static final int DONE_AHEAD = 6;
  private static final int CONTROL_INTERVAL_CYCLES = 24;
  private static final int DOORBELL_INTERVAL_CYCLES = 30;
  private static final int WRITE_INTERVAL_CYCLES = 20;
  private static final int RESET_LEAST_CYCLES = 24;
  private static final int MOST_STOP_CYCLES = 40;
  private static final int DRAIN_CYCLES = 2_000;

  /** Descriptors that count as posted from a cycle on. */
  private record Posted(long cycle, int queue, int life, int index) {}

  /** A fetch whose descriptors are on their way. */
  private record Batch(long cycle, int queue, int life, int first, int count) {}

  /** A mark of tx_completion. */
  private record Mark(long cycle, int queue, int life, int index, int reason) {}

  private final StagePorts ports = new StagePorts("tx_descriptor_fetch");
  private final TxDescriptorSignals in;
  private final OutputBoundary fetches = ports.boundary("fetch", "fetch_valid_o");
  private final Signal fetchQueue;
  private final Signal fetchIndex;
  private final Signal fetchCount;
  private final OutputBoundary ready = ports.boundary("ready", "ready_valid_o");
  private final Signal readyQueue;
  private final Signal readyDescriptor;
  private final Signal readyCommit;
  private final Signal readyDescriptors;
  private final Signal readyBytes;
  private final OutputBoundary drops = ports.boundary("drop", "ready_drop_o");
  private final Signal dropQueue;
  private final OutputBoundary errors = ports.boundary("error", "error_valid_o");
  private final Signal errorQueue;
  private final Signal errorReason;
  private final Signal errorSkipped;
  private final OutputBoundary marksOut = ports.boundary("mark", "mark_valid_o");
  private final Signal markQueue;
  private final Signal markIndex;
  private final Signal markReason;
  private final OutputBoundary comings = ports.boundary("coming", "|dut.coming_o");
  private final Signal coming;
  private final OutputBoundary quarantines = ports.boundary("quarantined", "|dut.quarantined_o");
  private final Signal quarantined;

  private final NicConfig config;
  private final Random random;
  private final int count;
  private final int hostLatency;
  private final TxDescriptorHost host;
  private final TxQueue[] queues;
  private final TxCompletion completion;
  private final TxConnections connections;
  private final TxSubflows subflows;
  private final TxDescriptorFetch model;
  private final ArrayDeque<Posted> returns = new ArrayDeque<>();
  private final ArrayDeque<Batch> batches = new ArrayDeque<>();
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private final List<List<Integer>> atHead = new ArrayList<>();
  private final Pauses[] doneGaps;
  private final int[] inFrame;
  private final int[] fetched;
  private final int[] ends;
  private final int[] seen;
  private final boolean[] open;
  private final long[] lastReset;

  /** Queue that will start anew, or -1; cycles until it does. */
  private int stopping = -1;

  private int stopLeft;
  private int arrived;
  private int marksNow;
  private int lastReason;
  private boolean dropNow;
  private long now;
  private Expectation current;
  private long left;
  private int drain = DRAIN_CYCLES;

  TxDescriptorFetchTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    left = packets;
    TransmitConfig transmit = config.transmit();
    count = transmit.queues();
    // By turns a host that is so slow that what counts as posted runs out.
    hostLatency = (seed & 1) != 0 ? config.hostLatencyCycles() : 4 * transmit.ringEntries();
    host = new TxDescriptorHost(config, random, TxQueue.FIND_CYCLES);
    queues = new TxQueue[count];
    doneGaps = new Pauses[count];
    for (int queue = 0; queue < count; queue++) {
      queues[queue] = new TxQueue(config, queue);
      doneGaps[queue] = new Pauses(random);
      atHead.add(new ArrayList<>());
    }
    inFrame = new int[count];
    fetched = new int[count];
    ends = new int[count];
    seen = new int[count];
    open = new boolean[count];
    lastReset = new long[count];
    connections = new TxConnections(config);
    subflows = new TxSubflows(config, connections);
    completion = new TxCompletion(config, this, this);
    TxDescriptorCheck check = new TxDescriptorCheck(config, host, queues, connections, subflows);
    long[] counters = new long[CounterTable.COUNT];
    model =
        new TxDescriptorFetch(
            config, host, queues, completion, check, counters, this, (queue, cycle) -> {});
    for (int queue = 0; queue < count; queue++) {
      completion.resetQueue(queue, queues[queue].life());
      model.passed(queue);
    }
    in = new TxDescriptorSignals(ports, config, connections, subflows);
    int queueBits = Bits.ofIndex(count);
    int frameBits = Bits.of(transmit.buffersPerFrame());
    fetchQueue = fetches.data("fetch_queue_o", queueBits);
    fetchIndex = fetches.data("fetch_index_o", 32);
    fetchCount = fetches.data("fetch_count_o", Bits.of(transmit.fetchBatch()));
    readyQueue = ready.data("ready_queue_o", queueBits);
    readyDescriptor = ready.data("ready_descriptor_o", TxDescriptorSignals.READY_BITS);
    readyCommit = ready.data("ready_commit_o", 1);
    readyDescriptors = ready.data("ready_frame_descriptors_o", frameBits);
    readyBytes = ready.data("ready_frame_bytes_o", 18);
    dropQueue = drops.data("dut.ready_queue_o", queueBits);
    errorQueue = errors.data("error_queue_o", queueBits);
    errorReason = errors.data("error_reason_o", REASON_BITS);
    errorSkipped = errors.data("error_skipped_o", frameBits);
    markQueue = marksOut.data("mark_queue_o", queueBits);
    markIndex = marksOut.data("mark_index_o", 32);
    markReason = marksOut.data("mark_reason_o", REASON_BITS);
    coming = comings.data("coming_o", count);
    quarantined = quarantines.data("quarantined_o", count);
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    now = cycle;
    current = expectation;
    in.memory(stimulus, host.dmaStart(), host.dmaEnd());
    showStates();
    int resetNow = reset(stimulus);
    if (completion.nextCycle() <= cycle) {
      completion.step(cycle);
    }
    host.settle(cycle);
    model.noticeDoorbells(cycle);
    if (model.nextFetch() <= cycle) {
      model.fetch(cycle);
    }
    arrive(stimulus);
    if (model.nextCheck() <= cycle) {
      check();
    }
    mark();
    pass(stimulus);
    post(stimulus);
    done();
    control(stimulus);
    if (random.nextInt(DOORBELL_INTERVAL_CYCLES) == 0 || cycle < count) {
      ring(cycle < count ? (int) cycle : random.nextInt(count), resetNow, stimulus);
    }
    if (random.nextInt(WRITE_INTERVAL_CYCLES) == 0 || cycle < 4 * HOT) {
      program();
    }
    in.write(cycle, stimulus);
    return left > 0 || drain-- > 0;
  }

  /** What the card knows of its queues at the start of the cycle. */
  private void showStates() {
    long coming = 0;
    long stands = 0;
    for (int queue = 0; queue < count; queue++) {
      coming |= queues[queue].coming() ? 1L << queue : 0;
      stands |= queues[queue].state() == QueueState.QUARANTINED.code() ? 1L << queue : 0;
    }
    if (coming != 0) {
      current.valid(now, comings);
      current.set(now, this.coming, coming);
    }
    if (stands != 0) {
      current.valid(now, quarantines);
      current.set(now, quarantined, stands);
    }
  }

  /**
   * Now and then a queue starts anew, at once or after cycles in which it is stopped; one that is
   * quarantined soon. Returns which, or -1.
   */
  private int reset(Stimulus stimulus) {
    if (stopping < 0) {
      int queue = random.nextInt(count);
      boolean stands = queues[queue].state() != QueueState.ENABLED.code();
      boolean resets = random.nextInt(stands ? 30 : 3000) == 0;
      if (!resets || now - lastReset[queue] < RESET_LEAST_CYCLES) {
        return -1;
      }
      stopping = queue;
      stopLeft = random.nextBoolean() ? 0 : random.nextInt(MOST_STOP_CYCLES);
      model.stopQueue(queue);
    }
    stimulus.set(in.queueStop, 1L << stopping);
    if (stopLeft-- > 0) {
      return -1;
    }
    int queue = stopping;
    stopping = -1;
    lastReset[queue] = now;
    stimulus.set(in.queueReset, 1L << queue);
    completion.resetQueue(queue, queues[queue].life() + 1);
    model.resetQueue(queue, now);
    host.reset(queue);
    atHead.get(queue).clear();
    inFrame[queue] = 0;
    fetched[queue] = 0;
    ends[queue] = 0;
    seen[queue] = 0;
    open[queue] = false;
    return queue;
  }

  private void arrive(Stimulus stimulus) {
    Batch batch = batches.peek();
    if (batch == null || batch.cycle > now) {
      return;
    }
    left--;
    int index = batch.first + arrived;
    boolean empty = batch.life != queues[batch.queue].life();
    long[] words = empty ? host.anything() : host.arrive(batch.queue, index);
    arrived++;
    boolean last = arrived == batch.count;
    in.descriptor(stimulus, batch.queue, words, last, empty);
    if (last) {
      arrived = 0;
      batches.remove();
    }
  }

  private void check() {
    marksNow = 0;
    dropNow = false;
    model.check(now);
    if (marksNow == 0) {
      return;
    }
    Mark mark = marks.getLast();
    current.valid(now, errors);
    current.set(now, errorQueue, mark.queue);
    current.set(now, errorReason, lastReason);
    current.set(now, errorSkipped, lastReason == 0 ? 1 : marksNow - 1);
    if (lastReason != 0) {
      dropNow = inFrame[mark.queue] > 0;
      inFrame[mark.queue] = 0;
    }
    if (dropNow) {
      current.valid(now, drops);
      current.set(now, dropQueue, mark.queue);
    }
  }

  private void mark() {
    if (!marks.isEmpty() && marks.peek().cycle == now) {
      Mark mark = marks.remove();
      // One of an older life of its queue takes its cycle, but shows nothing.
      if (mark.life == queues[mark.queue].life() || lastReset[mark.queue] == now) {
        current.valid(now, marksOut);
        current.set(now, markQueue, mark.queue);
        current.set(now, markIndex, mark.index);
        current.set(now, markReason, mark.reason);
      }
    }
  }

  private void pass(Stimulus stimulus) {
    long moved = 0;
    for (int queue = 0; queue < count; queue++) {
      int passed = completion.passedBefore(queue, now + 1);
      moved |= passed == seen[queue] ? 0 : 1L << queue;
      seen[queue] = passed;
    }
    stimulus.set(in.passed, moved);
  }

  private void post(Stimulus stimulus) {
    Posted next = returns.peek();
    if (next != null && next.cycle == now) {
      returns.remove();
      if (next.life == queues[next.queue].life()) {
        in.doorbells.post(stimulus, next.queue, config.transmit().ringEntries() + next.index);
      }
    }
  }

  /** Descriptors at the head are sent in any order, mostly the oldest. */
  private void done() {
    for (int queue = 0; queue < count; queue++) {
      List<Integer> indices = atHead.get(queue);
      if (!indices.isEmpty() && !doneGaps[queue].next()) {
        int which = random.nextInt(4) == 0 ? random.nextInt(indices.size()) : 0;
        completion.done(queue, indices.remove(Math.min(which, DONE_AHEAD)), now);
      }
    }
  }

  private void control(Stimulus stimulus) {
    if (random.nextInt(CONTROL_INTERVAL_CYCLES) != 0) {
      return;
    }
    int queue = random.nextInt(count);
    boolean stands = queues[queue].state() != QueueState.ENABLED.code();
    QueueState next = QueueState.ENABLED;
    if (!stands && random.nextInt(30) == 0) {
      next = random.nextBoolean() ? QueueState.DISABLED : QueueState.DRAINING;
    } else if (stands && random.nextInt(4) != 0) {
      return;
    }
    in.state(stimulus, queue, next.code());
    model.state(queue, next, now);
  }

  /**
   * The host opens a queue, or closes it behind what it has posted, or posts more in a closed one.
   */
  private void ring(int queue, int resetNow, Stimulus stimulus) {
    if (queue == resetNow) {
      return;
    }
    boolean opens = random.nextInt(3) != 0 || now < count;
    int least = open[queue] ? fetched[queue] + config.transmit().fetchBatch() : ends[queue];
    // A ring holds no more.
    int most = fetched[queue] + config.transmit().ringEntries();
    ends[queue] = Math.min(least + random.nextInt(20), most);
    if (random.nextInt(10) == 0) {
      // Nonsense: less than what was posted.
      ends[queue] = fetched[queue] - random.nextInt(10);
    }
    open[queue] = opens;
    // An open queue is never late: what counts as posted is.
    int end = opens ? Integer.MAX_VALUE / 2 : ends[queue];
    host.ring(queue, opens, end, now);
    in.doorbells.end(stimulus, queue, !opens, end);
  }

  private void program() {
    int id = random.nextInt(HOT);
    if (now < 4 * HOT) {
      id = (int) now / 4;
      if ((now & 3) != 0) {
        return;
      }
    } else if (random.nextInt(3) == 0) {
      if (random.nextBoolean()) {
        connections.remove(id, now);
      } else {
        subflows.remove(id, now);
      }
      return;
    }
    in.program(id, random.nextInt(8) == 0 ? random.nextInt(HOT) : id, now, random);
  }

  @Override
  public void transfer(int boundary, int queue, long cycle, int number, int value, boolean last) {
    if (boundary == TxBoundary.DESCRIPTOR_FETCH) {
      current.valid(cycle, fetches);
      current.set(cycle, fetchQueue, queue);
      current.set(cycle, fetchIndex, number & 0xffff_ffffL);
      current.set(cycle, fetchCount, value);
      fetched[queue] = number + value;
      long ready = cycle + config.readLatencyCycles();
      batches.add(new Batch(ready, queue, queues[queue].life(), number, value));
    } else if (boundary == TxBoundary.DESCRIPTOR_READY) {
      showReady(queue, number, value, last);
    } else if (boundary == TxBoundary.DESCRIPTOR_REFUSED) {
      marksNow++;
      lastReason = value;
      marks.add(new Mark(cycle, queue, queues[queue].life(), number, value));
    }
  }

  private void showReady(int queue, int index, int bytes, boolean whole) {
    inFrame[queue]++;
    current.valid(now, ready);
    current.set(now, readyQueue, queue);
    current.set(now, readyDescriptor, in.good(host, queue, index));
    current.set(now, readyCommit, whole);
    current.set(now, readyDescriptors, inFrame[queue]);
    current.set(now, readyBytes, bytes);
    if (whole) {
      for (int i = inFrame[queue] - 1; i >= 0; i--) {
        atHead.get(queue).add(index - i);
      }
      inFrame[queue] = 0;
    }
  }

  @Override
  public boolean hasRoom(int queue) {
    return true;
  }

  @Override
  public void passed(int queue) {
    model.passed(queue);
  }

  @Override
  public void completion(
      int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    int end = type == TxCompletion.DONE ? index : index + 1;
    long cyclePosted = visibleCycle + hostLatency;
    model.reported(queue, end, cyclePosted);
    returns.add(new Posted(cyclePosted, queue, queues[queue].life(), end));
  }
}
