package org.mpnic.cosim.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;

/**
 * Which state a queue is in, and which life: a reset begins another, and what was made before it is
 * void.
 */
final class QueueLives implements RtlPart {
  private final long[] counters;
  private final Signal quarantined;
  private final QueueState[] states;

  /** Cycles of the resets of each queue. */
  private final List<List<Long>> resets = new ArrayList<>();

  private long quarantinedBefore;

  QueueLives(int queues, StagePorts stage, long[] counters) {
    this.counters = counters;
    quarantined = stage.output("dut.quarantined", queues);
    states = new QueueState[queues];
    Arrays.fill(states, QueueState.ENABLED);
    for (int queue = 0; queue < queues; queue++) {
      resets.add(new ArrayList<>());
    }
  }

  QueueState state(int queue) {
    return states[queue];
  }

  void state(int queue, QueueState state) {
    states[queue] = state;
  }

  /** The queue begins another life behind a cycle. */
  void reset(int queue, long cycle) {
    resets.get(queue).add(cycle);
    if (states[queue] == QueueState.QUARANTINED) {
      states[queue] = QueueState.ENABLED;
    }
  }

  /** Number of the queue's life in a cycle. */
  int life(int queue, long cycle) {
    int life = 0;
    for (long reset : resets.get(queue)) {
      life += reset < cycle ? 1 : 0;
    }
    return life;
  }

  /** Number of its present life, resets commanded for later included. */
  int life(int queue) {
    return resets.get(queue).size();
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    long now = outputs.get(quarantined);
    long risen = now & ~quarantinedBefore;
    for (int queue = 0; risen != 0; queue++, risen >>>= 1) {
      if ((risen & 1) != 0) {
        states[queue] = QueueState.QUARANTINED;
        counters[CounterTable.QUEUE_QUARANTINES + queue]++;
      }
    }
    quarantinedBefore = now;
    return true;
  }
}
