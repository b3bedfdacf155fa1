package org.mpnic.cosim.twin;

import java.util.Arrays;
import java.util.TreeMap;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TxQueue;

/**
 * What the host says of its transmit queues, as tx_top hears it: how many descriptors count as
 * posted, and where they end when the host has closed a queue.
 *
 * <p>The model asks the host itself when it fetches; a fetch in tx_top sees what came {@link
 * TxQueue#FIND_CYCLES} before. A queue that sleeps is woken in the cycle that the model says. One
 * port for all queues: an opening is exact, a closing may be told earlier, as an open queue never
 * comes to its end.
 */
final class TxDoorbells {
  private static final int LEAD_CYCLES = TxQueue.FIND_CYCLES;

  private record End(int queue, boolean ends, int end) {}

  private final TransmitTraffic traffic;
  private final int latencyCycles;
  private final int ringEntries;
  private final DoorbellPorts inputs;
  private final boolean[] isOpen;
  private final int[] lastEnd;
  private final long[] wakeCycle;

  /** Index behind the last descriptor of each queue that counts as posted. */
  private final int[] counted;

  private final int[] reported;

  /** First cycle in which the queue can be told something, behind its restart. */
  private final long[] earliest;

  private final TreeMap<Long, End> told = new TreeMap<>();
  private final TreeMap<Long, long[]> returns = new TreeMap<>();

  TxDoorbells(NicConfig config, StagePorts ports, TransmitTraffic traffic) {
    this.traffic = traffic;
    latencyCycles = config.writeLatencyCycles() + config.hostLatencyCycles();
    int queues = config.transmit().queues();
    inputs = new DoorbellPorts(ports, queues);
    isOpen = new boolean[queues];
    lastEnd = new int[queues];
    wakeCycle = new long[queues];
    counted = new int[queues];
    reported = new int[queues];
    earliest = new long[queues];
    ringEntries = config.transmit().ringEntries();
    Arrays.fill(counted, config.transmit().ringEntries());
  }

  /** Whether something is told for changes of this cycle already. */
  boolean isTaken(long cycle) {
    return told.containsKey(cycle - LEAD_CYCLES);
  }

  /** The model has been told that a queue is awake from this cycle on. */
  void wakes(int queue, long cycle) {
    wakeCycle[queue] = cycle;
  }

  /** Virtual time stands at this cycle, and the host may have changed what it says of a queue. */
  void look(long cycle) {
    // Openings first: they are exact.
    look(cycle, true);
    look(cycle, false);
  }

  private void look(long cycle, boolean opened) {
    for (int queue = 0; queue < isOpen.length; queue++) {
      boolean open = traffic.open(queue);
      int last = traffic.posted(queue);
      boolean changed = open != isOpen[queue] || !open && last != lastEnd[queue];
      if (open == opened && changed) {
        long at = Math.max(cycle, wakeCycle[queue]) - LEAD_CYCLES;
        isOpen[queue] = open;
        lastEnd[queue] = last;
        tell(queue, Math.max(at, earliest[queue]), new End(queue, !open, last));
      }
    }
  }

  private void tell(int queue, long cycle, End what) {
    long at = Math.max(0, cycle);
    while (told.containsKey(at) && told.get(at).queue != queue) {
      if (!what.ends) {
        throw new IllegalStateException("two queues are opened for cycle " + cycle);
      }
      at--;
    }
    told.put(at, what);
  }

  /** Something can be told right behind a restart in this cycle. */
  boolean isFree(long cycle) {
    return !told.containsKey(cycle + 1);
  }

  /** The queue starts anew in a cycle: closed and empty, without what was to be told. */
  void restart(int queue, long cycle) {
    earliest[queue] = cycle + 1;
    wakeCycle[queue] = 0;
    isOpen[queue] = false;
    lastEnd[queue] = 0;
    counted[queue] = ringEntries;
    reported[queue] = 0;
    told.tailMap(cycle).values().removeIf(end -> end.queue == queue);
    returns.tailMap(cycle).values().removeIf(back -> back[0] == queue);
  }

  /** A completion tells the host of all before an index; it is written in a cycle. */
  void completed(int queue, int index, long writtenCycle) {
    int count = index - reported[queue];
    reported[queue] = index;
    counted[queue] += count;
    returns.put(writtenCycle + latencyCycles, new long[] {queue, counted[queue]});
  }

  /** Drives a cycle. */
  void drive(long cycle, Stimulus stimulus) {
    End now = told.remove(cycle);
    if (now != null) {
      inputs.end(stimulus, now.queue, now.ends, now.end);
    }
    long[] back = returns.remove(cycle);
    if (back != null) {
      inputs.post(stimulus, (int) back[0], (int) back[1]);
    }
  }
}
