package org.mpnic.cosim.engine;

import java.util.Arrays;
import java.util.TreeMap;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.cosim.twin.DoorbellPorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TxQueue;

/**
 * What the host says of its transmit queues, told to tx_top: how many descriptors count as posted,
 * and where they end when the host has closed a queue.
 *
 * <p>While a queue is open no cycle is driven in which tx_top could fetch what the host has not
 * posted. A queue that has come to its end sleeps until {@link #notice}. One queue is told a cycle,
 * in the order in which they may fetch.
 */
final class TransmitQueues implements RtlPart {
  private static final int LEAD_CYCLES = TxQueue.FIND_CYCLES;

  private final NicConfig config;
  private final TransmitHost host;
  private final int queues;
  private final int cache;
  private final int fetchBatch;
  private final DoorbellPorts doorbells;
  private final Signal queueReset;
  private final Signal restarts;
  private final Signal fetchValid;
  private final Signal fetchQueue;
  private final Signal fetchCount;
  private final Signal passed;
  private final Signal ended;
  private final int[] fetched;
  private final int[] passedCount;
  private final int[] reported;

  /** Index behind the last descriptor that counts as posted, or will. */
  private final int[] counted;

  /** By cycle: queue, and the index behind the last that counts as posted from then on. */
  private final TreeMap<Long, int[]> returns = new TreeMap<>();

  private final boolean[] asleep;
  private final long[] sleepsFrom;
  private final long[] wakeCycle;
  private final boolean[] toldOpen;
  private final int[] toldEnd;
  private final long[] toldCycle;
  private final boolean[] resets;

  /** The queue is to start anew, and has not yet: a frame of it has not ended. */
  private final boolean[] restarting;

  private int firstQueue;
  private long lastEvent = -1;

  TransmitQueues(NicConfig config, StagePorts ports, TransmitHost host) {
    this.config = config;
    this.host = host;
    queues = config.transmit().queues();
    cache = config.transmit().descriptorCache();
    fetchBatch = config.transmit().fetchBatch();
    int queueBits = Bits.ofIndex(queues);
    doorbells = new DoorbellPorts(ports, queues);
    queueReset = ports.input("queue_reset_i", queues);
    restarts = ports.output("dut.queue_reset", queues);
    fetchValid = ports.output("dut.fetch_valid_o", 1);
    fetchQueue = ports.output("dut.fetch_queue_o", queueBits);
    fetchCount = ports.output("dut.fetch_count_o", Bits.of(fetchBatch));
    passed = ports.output("dut.passed", queues);
    StringBuilder bits = new StringBuilder();
    for (int queue = queues - 1; queue >= 0; queue--) {
      bits.append(bits.length() == 0 ? "{" : ", ").append(endedOf(queue));
    }
    ended = ports.output(bits.append("}").toString(), queues);
    fetched = new int[queues];
    passedCount = new int[queues];
    reported = new int[queues];
    counted = new int[queues];
    asleep = new boolean[queues];
    sleepsFrom = new long[queues];
    wakeCycle = new long[queues];
    toldOpen = new boolean[queues];
    toldEnd = new int[queues];
    toldCycle = new long[queues];
    resets = new boolean[queues];
    restarting = new boolean[queues];
    Arrays.fill(counted, config.transmit().ringEntries());
    Arrays.fill(toldCycle, -LEAD_CYCLES);
    // After reset every queue is closed, and has come to its end when it looks first.
    Arrays.fill(asleep, true);
    Arrays.fill(sleepsFrom, LEAD_CYCLES);
  }

  /** The queue would fetch in the next cycle, were there more descriptors. */
  private static String endedOf(int queue) {
    String of = "dut.descriptors.queues.g_queue[" + queue + "].queue.";
    return "("
        + of
        + "ended && !"
        + of
        + "full_q && "
        + of
        + "most_posted != 0 && "
        + of
        + "most_q != 0 && ("
        + of
        + "low_q || "
        + of
        + "most_posted >= "
        + of
        + "whole_q && "
        + of
        + "fits_q) && !"
        + of
        + "fetch_i && !"
        + of
        + "fetched_before_q)";
  }

  /** A completion tells the host of all before an index; it is written in a cycle. */
  void completed(int queue, int index, long cycle) {
    int count = index - reported[queue];
    reported[queue] = index;
    counted[queue] += count;
    long visible = cycle + config.writeLatencyCycles() + config.hostLatencyCycles();
    returns.put(visible, new int[] {queue, counted[queue]});
    lastEvent = cycle;
  }

  /** Sleeping queues for which the host has rung fetch again, hostLatencyCycles after a cycle. */
  void notice(long cycle) {
    for (int queue = 0; queue < queues; queue++) {
      if (asleep[queue] && (host.open(queue) || host.posted(queue) != fetched[queue])) {
        asleep[queue] = false;
        wakeCycle[queue] = cycle + config.hostLatencyCycles();
      }
    }
  }

  /** Every queue sleeps since before a cycle, and all that was fetched was given back. */
  boolean isIdle(long cycle) {
    for (int queue = 0; queue < queues; queue++) {
      if (!asleep[queue] || sleepsFrom[queue] >= cycle || fetched[queue] != reported[queue]) {
        return false;
      }
    }
    return lastEvent < cycle;
  }

  /** The host has opened a queue, or posted. */
  boolean hasNews() {
    for (int queue = 0; queue < queues; queue++) {
      if (host.open(queue) || host.posted(queue) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Cycle of the last fetch or completion, -1 before the first. */
  long lastEvent() {
    return lastEvent;
  }

  /** The queue is told to start from descriptor 0 in the next cycle that is driven. */
  void reset(int queue) {
    resets[queue] = true;
    restarting[queue] = true;
  }

  private void restarted(int queue, long cycle) {
    restarting[queue] = false;
    toldCycle[queue] = cycle + 1;
    fetched[queue] = 0;
    passedCount[queue] = 0;
    reported[queue] = 0;
    counted[queue] = config.transmit().ringEntries();
    returns.values().removeIf(other -> other[0] == queue);
    asleep[queue] = false;
    toldOpen[queue] = false;
    toldEnd[queue] = 0;
  }

  @Override
  public int reactionCycles() {
    return config.writeLatencyCycles() + config.hostLatencyCycles();
  }

  @Override
  public long drivableTo(long from, long to) {
    long cycles = to - from;
    for (boolean waits : restarting) {
      if (waits) {
        cycles = 1;
      }
    }
    while (!hasPosted(from, (int) Math.min(cycles, 1 << 16))) {
      if (cycles == 1) {
        return from;
      }
      cycles = Math.max(1, cycles / 4);
    }
    return from + cycles;
  }

  /** Every open queue has what may be fetched in so many cycles, and until it can be told more. */
  private boolean hasPosted(long from, int cycles) {
    for (int queue = 0; queue < queues; queue++) {
      boolean isTold =
          !restarting[queue] && !asleep[queue] && wakeCycle[queue] - LEAD_CYCLES < from + cycles;
      if (isTold && host.open(queue)) {
        int fetches = cycles == 1 ? 2 : 2 + cycles / LEAD_CYCLES;
        int most = Math.min(counted[queue] - fetched[queue], fetchBatch * fetches);
        int room = passedCount[queue] + cache + cycles + LEAD_CYCLES - fetched[queue];
        if (host.posted(queue) - fetched[queue] < Math.min(most, room)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    int[] returned = returns.remove(cycle);
    if (returned != null) {
      doorbells.post(stimulus, returned[0], returned[1]);
    }
    long bits = 0;
    for (int queue = 0; queue < queues; queue++) {
      if (resets[queue]) {
        resets[queue] = false;
        bits |= 1L << queue;
      }
    }
    stimulus.set(queueReset, bits);
    if (bits != 0) {
      return;
    }
    for (int i = 0; i < queues; i++) {
      int queue = (firstQueue + i) % queues;
      boolean hears =
          !restarting[queue] && !asleep[queue] && cycle >= wakeCycle[queue] - LEAD_CYCLES;
      if (hears && tell(queue, stimulus)) {
        toldCycle[queue] = cycle;
        return;
      }
    }
  }

  private boolean tell(int queue, Stimulus stimulus) {
    // Asked in this order: what is posted after the host has closed the queue is all there is.
    boolean open = host.open(queue);
    int last = host.posted(queue);
    if (open == toldOpen[queue] && (open || last == toldEnd[queue])) {
      return false;
    }
    toldOpen[queue] = open;
    toldEnd[queue] = last;
    doorbells.end(stimulus, queue, !open, last);
    return true;
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (outputs.any(fetchValid)) {
      int queue = outputs.getInt(fetchQueue);
      fetched[queue] += outputs.getInt(fetchCount);
      firstQueue = queue + 1 == queues ? 0 : queue + 1;
      lastEvent = cycle;
    }
    long bits = outputs.get(passed);
    long atEnd = outputs.get(ended);
    long anew = outputs.get(restarts);
    for (int queue = 0; queue < queues; queue++) {
      passedCount[queue] += (int) (bits >>> queue & 1);
      // What was told takes two cycles to get there.
      boolean current = cycle >= toldCycle[queue] + 2 && cycle + 1 >= wakeCycle[queue];
      if ((anew >>> queue & 1) != 0) {
        restarted(queue, cycle);
      } else if (!restarting[queue] && !asleep[queue] && current && (atEnd >>> queue & 1) != 0) {
        asleep[queue] = true;
        sleepsFrom[queue] = cycle + 1;
      }
    }
    return true;
  }
}
