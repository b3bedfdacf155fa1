package org.mpnic.cosim.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.CompletionSink;
import org.mpnic.model.tx.TxCompletion;

/**
 * tx_completion: descriptors of all queues are marked in random order, as far as the cache reaches,
 * through both ports; some are refused. Queues start anew, at once or after some cycles in which
 * they are stopped.
 */
final class TxCompletionTwin implements StageTwin, CompletionSink {
  private static final int DRAIN_CYCLES = 5_000;
  private static final int REASON_BITS = 7;
  private static final int FIRST_REASON = 85;
  private static final int REASONS = 11;
  private static final int PHASE_CYCLES = 512;
  private static final int RESET_INTERVAL_CYCLES = 1_000;
  private static final int MOST_STOP_CYCLES = 12;

  private final StagePorts ports = new StagePorts("tx_completion");
  private final Signal queueStop;
  private final Signal queueReset;
  private final Signal doneValid;
  private final Signal doneQueue;
  private final Signal doneIndex;
  private final Signal refusedValid;
  private final Signal refusedQueue;
  private final Signal refusedIndex;
  private final Signal refusedReason;
  private final OutputBoundary passes = ports.boundary("pass", "|dut.passed_o");
  private final Signal passed;
  private final OutputBoundary writes = ports.boundary("write", "write_valid_o");
  private final Signal writeQueue;
  private final Signal writeType;
  private final Signal writeReason;
  private final Signal writeIndex;

  private final Random random;
  private final int queues;
  private final int cache;
  private final TxCompletion model;
  private final Pauses doneGaps;
  private final Pauses refusedGaps;

  /** Descriptors of each queue that are on the card and not marked. */
  private final List<List<Integer>> open = new ArrayList<>();

  private final int[] fetched;
  private final int[] seen;

  /** Queue that is stopped, or -1; cycles until it starts anew. */
  private int stopped = -1;

  private int stopLeft;
  private long resetMoves;
  private Expectation current;
  private long left;
  private int drain = DRAIN_CYCLES;

  TxCompletionTwin(NicConfig config, long seed, long packets) {
    random = new Random(seed);
    queues = config.transmit().queues();
    cache = config.transmit().descriptorCache();
    model = new TxCompletion(config, this, null);
    doneGaps = new Pauses(random);
    refusedGaps = new Pauses(random);
    fetched = new int[queues];
    seen = new int[queues];
    for (int queue = 0; queue < queues; queue++) {
      open.add(new ArrayList<>());
    }
    left = packets;
    int queueBits = Bits.ofIndex(queues);
    ports
        .parameter("TX_QUEUES", queues)
        .parameter("TX_DESCRIPTOR_CACHE", cache)
        .parameter("TX_COMPLETION_BATCH", config.transmit().completionBatch())
        .parameter("TX_COMPLETION_IDLE_CYCLES", config.transmit().completionIdleCycles())
        .parameter("REASON_BITS", REASON_BITS);
    queueStop = ports.input("queue_stop_i", queues);
    queueReset = ports.input("queue_reset_i", queues);
    doneValid = ports.input("done_valid_i", 1);
    doneQueue = ports.input("done_queue_i", queueBits);
    doneIndex = ports.input("done_index_i", 32);
    refusedValid = ports.input("refused_valid_i", 1);
    refusedQueue = ports.input("refused_queue_i", queueBits);
    refusedIndex = ports.input("refused_index_i", 32);
    refusedReason = ports.input("refused_reason_i", REASON_BITS);
    passed = passes.data("passed_o", queues);
    writeQueue = writes.data("write_queue_o", queueBits);
    writeType = writes.data("write_type_o", 1);
    writeReason = writes.data("write_reason_o", REASON_BITS);
    writeIndex = writes.data("write_index_o", 32);
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    current = expectation;
    int reset = reset(cycle, stimulus);
    for (int queue = 0; queue < queues; queue++) {
      // Places that were given back before this cycle.
      while (fetched[queue] - seen[queue] < cache) {
        open.get(queue).add(fetched[queue]++);
      }
    }
    if (model.nextCycle() <= cycle) {
      model.step(cycle);
    }
    long moved = resetMoves;
    for (int queue = 0; queue < queues; queue++) {
      int now = model.passedBefore(queue, cycle + 1);
      moved |= now == seen[queue] ? 0 : 1L << queue;
      seen[queue] = now;
    }
    if (moved != 0) {
      expectation.valid(cycle, passes);
      expectation.set(cycle, passed, moved);
    }
    if (left > 0) {
      mark(cycle, stimulus, reset);
    }
    return left > 0 || drain-- > 0;
  }

  /** Stops a queue now and then, and lets it start anew; returns the queue that does, or -1. */
  private int reset(long cycle, Stimulus stimulus) {
    resetMoves = 0;
    if (stopped < 0 && random.nextInt(RESET_INTERVAL_CYCLES) == 0) {
      stopped = random.nextInt(queues);
      stopLeft = random.nextBoolean() ? 0 : random.nextInt(MOST_STOP_CYCLES);
      model.stopQueue(stopped);
    }
    if (stopped < 0) {
      return -1;
    }
    stimulus.set(queueStop, 1L << stopped);
    if (stopLeft-- > 0) {
      return -1;
    }
    int queue = stopped;
    stopped = -1;
    stimulus.set(queueReset, 1L << queue);
    // The point of before is seen to move, if it does.
    resetMoves = model.passedBefore(queue, cycle + 1) == seen[queue] ? 0 : 1L << queue;
    model.resetQueue(queue, model.life(queue) + 1);
    open.get(queue).clear();
    fetched[queue] = 0;
    seen[queue] = 0;
    return queue;
  }

  private void mark(long cycle, Stimulus stimulus, int reset) {
    // By turns all queues, and one alone.
    int queue = (cycle / PHASE_CYCLES & 1) == 0 ? random.nextInt(queues) : 0;
    if (!doneGaps.next() && queue != reset && !open.get(queue).isEmpty()) {
      left--;
      int index = take(queue);
      stimulus.set(doneValid, true);
      stimulus.set(doneQueue, queue);
      stimulus.set(doneIndex, index);
      model.done(queue, index, cycle);
    }
    queue = random.nextInt(queues);
    if (!refusedGaps.next()
        && random.nextInt(4) == 0
        && queue != reset
        && !open.get(queue).isEmpty()) {
      left--;
      int index = take(queue);
      int reason = random.nextInt(3) == 0 ? 0 : FIRST_REASON + random.nextInt(REASONS);
      stimulus.set(refusedValid, true);
      stimulus.set(refusedQueue, queue);
      stimulus.set(refusedIndex, index);
      stimulus.set(refusedReason, reason);
      if (reason == 0) {
        model.skipped(queue, index, cycle);
      } else {
        model.refused(queue, index, reason, cycle);
      }
    }
  }

  /** Mostly the oldest, so that the point moves. */
  private int take(int queue) {
    List<Integer> indices = open.get(queue);
    return indices.remove(random.nextInt(4) == 0 ? random.nextInt(indices.size()) : 0);
  }

  @Override
  public boolean hasRoom(int queue) {
    return true;
  }

  @Override
  public void completion(
      int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    current.valid(cycle, writes);
    current.set(cycle, writeQueue, queue);
    current.set(cycle, writeType, type);
    current.set(cycle, writeReason, reason);
    current.set(cycle, writeIndex, index);
  }
}
