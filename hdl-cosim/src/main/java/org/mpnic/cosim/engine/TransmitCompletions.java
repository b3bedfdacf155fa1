package org.mpnic.cosim.engine;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TxCompletion;

/** Completions of tx_top to the host's rings; what it refuses, counted. */
final class TransmitCompletions implements RtlPart {
  private static final int REASON_BITS = 7;

  private final TransmitHost host;
  private final TransmitQueues queues;
  private final long[] counters;
  private final int writeLatency;
  private final Signal valid;
  private final Signal queue;
  private final Signal type;
  private final Signal reason;
  private final Signal index;
  private final Signal fetchValid;
  private final Signal fetchQueue;
  private final Signal fetchCount;
  private final Signal errorValid;
  private final Signal errorQueue;
  private final Signal errorReason;
  private final Signal errorSkipped;
  private final Signal quarantined;
  private final int[] reported;
  private long quarantinedQueues;

  TransmitCompletions(
      NicConfig config,
      StagePorts ports,
      TransmitHost host,
      TransmitQueues queues,
      long[] counters) {
    this.host = host;
    this.queues = queues;
    this.counters = counters;
    writeLatency = config.writeLatencyCycles();
    int count = config.transmit().queues();
    int queueBits = Bits.ofIndex(count);
    reported = new int[count];
    ports.input("state_valid_i", 1);
    ports.input("state_queue_i", queueBits);
    ports.input("state_i", 3);
    valid = ports.output("dut.completion_valid_o", 1);
    queue = ports.output("dut.completion_queue_o", queueBits);
    type = ports.output("dut.completion_type_o", 1);
    reason = ports.output("dut.completion_reason_o", REASON_BITS);
    index = ports.output("dut.completion_index_o", 32);
    fetchValid = ports.output("dut.fetch_valid_o && 1'b1", 1);
    fetchQueue = ports.output("dut.fetch_queue_o | '0", queueBits);
    fetchCount = ports.output("dut.fetch_count_o | '0", Bits.of(config.transmit().fetchBatch()));
    errorValid = ports.output("dut.error_valid", 1);
    errorQueue = ports.output("dut.error_queue", queueBits);
    errorReason = ports.output("dut.error_reason", REASON_BITS);
    errorSkipped = ports.output("dut.error_skipped", Bits.of(config.transmit().buffersPerFrame()));
    quarantined = ports.output("dut.quarantined_o", count);
  }

  /** State of a queue, a code of {@link QueueState}. */
  int state(int ofQueue) {
    boolean isQuarantined = (quarantinedQueues >>> ofQueue & 1) != 0;
    return (isQuarantined ? QueueState.QUARANTINED : QueueState.ENABLED).code();
  }

  /** The queue starts from descriptor 0. */
  void reset(int ofQueue) {
    reported[ofQueue] = 0;
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (outputs.any(valid) && !complete(cycle, outputs)) {
      return false;
    }
    if (outputs.any(fetchValid)) {
      int of = outputs.getInt(fetchQueue);
      counters[CounterTable.TX_QUEUE_DESCRIPTORS + of] += outputs.get(fetchCount);
    }
    if (outputs.any(errorValid)) {
      int of = outputs.getInt(errorQueue);
      counters[CounterTable.TX_QUEUE_DESCRIPTORS_SKIPPED + of] += outputs.get(errorSkipped);
      if (outputs.any(errorReason)) {
        counters[CounterTable.TX_QUEUE_DESCRIPTOR_ERRORS + of]++;
        counters[CounterTable.REASONS + outputs.getInt(errorReason)]++;
      }
    }
    long now = outputs.get(quarantined);
    for (long fresh = now & ~quarantinedQueues; fresh != 0; fresh &= fresh - 1) {
      counters[CounterTable.TX_QUEUE_QUARANTINES + Long.numberOfTrailingZeros(fresh)]++;
    }
    quarantinedQueues = now;
    return true;
  }

  private boolean complete(long cycle, Outputs outputs) {
    int of = outputs.getInt(queue);
    if (!host.completionPlacesFree(of, 1)) {
      return false;
    }
    int what = outputs.getInt(type);
    int at = outputs.getInt(index);
    int end = what == TxCompletion.DONE ? at : at + 1;
    counters[CounterTable.TX_QUEUE_COMPLETIONS + of]++;
    counters[CounterTable.TX_QUEUE_DESCRIPTORS_DONE + of] += end - reported[of];
    reported[of] = end;
    queues.completed(of, end, cycle);
    host.publish(of, what, outputs.getInt(reason), at, cycle, cycle + writeLatency);
    return true;
  }
}
