package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * subflow_scheduler: gives each chunk of a connection's data to a transmit subflow, and with it
 * DSNs and SSNs.
 *
 * <p>Contract: one decision at a time for the card, round robin over the queues that ask (data at
 * hand of scheduleBytes or more, or no more coming). A decision that begins in cycle d uses what
 * the head asks for, the registers and the links as they are at the start of d; its answer is there
 * in d + {@link #cycles}, in which the next one may begin at the earliest. Without a subflow that
 * may send, the queue asks again retryCycles after that.
 *
 * <p>A decision reads the context of the connection, then those of its subflows, one a cycle, and
 * divides; writes of the control processor wait meanwhile, which is why {@link ControlWrites} keeps
 * them apart.
 *
 * <p>A subflow may send when it is programmed, not stopped, its port's link is up, and its send
 * limit leaves a whole segment, or all the data at hand; a backup only while no other subflow of
 * the connection is programmed, not stopped and up. A chunk is the least of the data at hand,
 * scheduleBytes and what the send limit leaves, cut to whole segments unless the data ends with it.
 *
 * <p>Policies. Round robin: the next subflow of the list. Weighted: of those that may send the one
 * with the highest credit + weight * (scheduleBytes rounded down to a power of two); then each gets
 * weight * bytes, and the chosen one pays the sum of that. Lowest RTT: the lowest register.
 * Redundant: the chunk goes to each subflow that may send, one decision each, in the order of the
 * list; which ones is settled at the first, which takes the least of their send limits. Those that
 * the control processor takes away meanwhile do not get it; if none is left, and some still were to
 * get it, the chunk is settled anew. First of the list wins where values are equal.
 *
 * <p>A mapping that the host names takes a decision, too: to read its subflow's context.
 */
public final class SubflowScheduler {
  /** Cycles before and behind the scan: arbitration, what a place may send, choice. */
  private static final int SCAN_CYCLES = 7;

  /**
   * Tables that are read one after the other: a mapping's subflow, the connection, its subflows.
   */
  private static final int READS = 3;

  /** Cycles for the length of the chunk: division, 12 bits of the quotient, and sums. */
  private static final int CHUNK_CYCLES = 19;

  private final TxConnections connections;
  private final TxSubflows subflows;
  private final AskingHead[] heads;
  private final long[] counters;
  private final TxProbe probe;
  private final int cycles;
  private final int retryCycles;
  private final boolean[] linkUp;
  private final SubflowDecision decision;
  private final ScheduleAsk ask = new ScheduleAsk();
  private final ScheduleAnswer answer = new ScheduleAnswer();
  private long freeCycle;
  private int first;

  /** A scheduler for the heads of queues 0, 1, ...; the probe may be null. */
  public SubflowScheduler(
      NicConfig config,
      TxConnections connections,
      TxSubflows subflows,
      AskingHead[] heads,
      long[] counters,
      TxProbe probe) {
    this.connections = connections;
    this.subflows = subflows;
    this.heads = heads;
    this.counters = counters;
    this.probe = probe;
    this.cycles = cycles(config);
    this.retryCycles = config.transmit().retryCycles();
    this.linkUp = new boolean[config.ports()];
    this.decision = new SubflowDecision(config, connections, subflows, linkUp);
    reset();
  }

  /** Cycles of one decision: 40 for the default card. */
  public static int cycles(NicConfig config) {
    int scan =
        SCAN_CYCLES
            + config.transmit().subflowsPerConnection()
            + READS * config.tableReadLatencyCycles();
    // Writes that waited for the scan are taken one a cycle while others come every 4 cycles.
    return scan + Math.max(CHUNK_CYCLES, scan / 3 + 5);
  }

  /** Whether the port's link is up. */
  public void linkUp(int port, boolean up) {
    linkUp[port] = up;
  }

  /** Cycle of the next decision as far as known, FAR when no queue asks. */
  public long nextCycle() {
    long next = CycleHistory.FAR;
    for (AskingHead head : heads) {
      next = Math.min(next, head.askCycle());
    }
    return next == CycleHistory.FAR ? next : Math.max(next, freeCycle);
  }

  /** Begins the decision of this cycle, if a queue asks. */
  public void step(long cycle) {
    int queue = first;
    for (int i = 0; i < heads.length; i++) {
      int following = queue + 1 == heads.length ? 0 : queue + 1;
      if (heads[queue].askCycle() <= cycle) {
        first = following;
        freeCycle = cycle + cycles;
        decide(heads[queue], queue, cycle);
        return;
      }
      queue = following;
    }
  }

  private void decide(AskingHead head, int queue, long cycle) {
    connections.settle(cycle);
    subflows.settle(cycle);
    head.ask(ask);
    decision.decide(ask, answer);
    answer.retryCycle = cycle + cycles + retryCycles;
    count();
    head.answer(answer, cycle + cycles);
    if (probe != null && !answer.blocked) {
      probe.transfer(TxBoundary.SCHEDULE, queue, cycle, answer.subflow, answer.bytes, true);
    }
  }

  private void count() {
    if (answer.blocked) {
      counters[CounterTable.TX_DECISIONS_BLOCKED]++;
      return;
    }
    counters[CounterTable.TX_DECISIONS]++;
    counters[CounterTable.TX_COPIES] += answer.copy ? 1 : 0;
    counters[CounterTable.TX_DECISIONS_BACKUP] += answer.backup ? 1 : 0;
    if (ask.stream && !answer.copy) {
      counters[CounterTable.TX_STREAM_BYTES] += answer.bytes;
    }
  }

  /** Free at cycle 0; all links up. */
  void reset() {
    freeCycle = 0;
    first = 0;
    Arrays.fill(linkUp, true);
  }
}
