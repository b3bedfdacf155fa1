package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.config.NicConfig;

/**
 * The host's rings as tx_top reads them: one descriptor a cycle, those of a fetch from
 * readLatencyCycles after it on, in the order of the fetches.
 */
final class TxDescriptors {
  private record Descriptor(long cycle, int queue, long[] words, boolean last, boolean[] empty) {}

  private final TransmitTraffic traffic;
  private final int latencyCycles;
  private final Signal valid;
  private final Signal queue;
  private final Signal descriptor;
  private final Signal last;
  private final Signal empty;
  private final ArrayDeque<Descriptor> coming = new ArrayDeque<>();
  private long lastCycle = -1;

  TxDescriptors(NicConfig config, StagePorts ports, TransmitTraffic traffic) {
    this.traffic = traffic;
    latencyCycles = config.readLatencyCycles();
    valid = ports.input("descriptor_valid_i", 1);
    queue = ports.input("descriptor_queue_i", Bits.ofIndex(config.transmit().queues()));
    descriptor = ports.input("descriptor_i", 256);
    last = ports.input("descriptor_last_i", 1);
    empty = ports.input("descriptor_void_i", 1);
  }

  /** A fetch is sent. */
  void fetch(int fromQueue, int index, int count, long cycle) {
    for (int i = 0; i < count; i++) {
      lastCycle = Math.max(cycle + latencyCycles, lastCycle + 1);
      long[] words = new long[4];
      traffic.descriptor(fromQueue, index + i, words);
      coming.add(new Descriptor(lastCycle, fromQueue, words, i + 1 == count, new boolean[1]));
    }
  }

  /** The queue starts anew: from this cycle on, what it has fetched is void. */
  void restart(int queue, long cycle) {
    for (Descriptor next : coming) {
      next.empty[0] |= next.queue == queue && next.cycle >= cycle;
    }
  }

  /** Drives a cycle. */
  void drive(long cycle, Stimulus stimulus) {
    Descriptor next = coming.peek();
    if (next != null && next.cycle == cycle) {
      coming.remove();
      stimulus.set(valid, true);
      stimulus.set(queue, next.queue);
      stimulus.set(descriptor, next.words);
      stimulus.set(last, next.last);
      stimulus.set(empty, next.empty[0]);
    }
  }
}
