package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * subflow_scheduler: gives each chunk of a connection's data to a transmit subflow, and with it
 * DSNs and SSNs.
 *
 * <p>Contract: one decision at a time for the card, round robin over the queues that ask (data at
 * hand of scheduleBytes or more, or no more coming). A decision that begins in cycle d uses what
 * the registers held at the start of d; its chunk can be granted from d + {@link #cycles} on, and
 * so long no other decision begins. Without a subflow that may send, the queue asks again
 * retryCycles after that.
 *
 * <p>A subflow may send when it is programmed, not stopped, its port's link is up, and its send
 * limit leaves a whole segment, or all the data at hand; a backup only while no other subflow of
 * the connection is programmed, not stopped and up. A chunk is the least of the data at hand,
 * scheduleBytes and what the send limit leaves, cut to whole segments unless the data ends with it.
 *
 * <p>Policies. Round robin: the next subflow of the list. Weighted: of those that may send the one
 * with the highest credit + weight * scheduleBytes; then each gets weight * bytes, and the chosen
 * one pays the sum of that. Lowest RTT: the lowest register. Redundant: the chunk goes to each
 * subflow that may send, one decision each, in the order of the list; which ones is settled at the
 * first, which takes the least of their send limits. First of the list wins where values are equal.
 *
 * <p>A mapping that the host names takes a decision, too: to read its subflow's context.
 */
final class SubflowScheduler {
  /** Cycles of a decision besides one per subflow and the tables' read latency. */
  private static final int FIXED_CYCLES = 6;

  /** With DATA_FIN a mapping still is 65535 at most. */
  private static final int MAX_CHUNK = 65_534;

  private final TxConnections connections;
  private final TxSubflows subflows;
  private final QueueHead[] heads;
  private final long[] counters;
  private final TxProbe probe;
  private final int cycles;
  private final int retryCycles;
  private final int scheduleBytes;
  private final boolean[] linkUp;
  private long freeCycle;
  private int first;

  /** By place in the connection's list: room, in bytes, of a subflow that may send, or -1. */
  private final int[] room = new int[TxConnectionEntry.MAX_SUBFLOWS];

  SubflowScheduler(
      NicConfig config,
      TxConnections connections,
      TxSubflows subflows,
      QueueHead[] heads,
      long[] counters,
      TxProbe probe) {
    this.connections = connections;
    this.subflows = subflows;
    this.heads = heads;
    this.counters = counters;
    this.probe = probe;
    this.cycles = cycles(config);
    this.retryCycles = config.transmit().retryCycles();
    this.scheduleBytes = Math.min(config.transmit().scheduleBytes(), MAX_CHUNK);
    this.linkUp = new boolean[config.ports()];
    reset();
  }

  /** Cycles of one decision. */
  static int cycles(NicConfig config) {
    return FIXED_CYCLES
        + config.transmit().subflowsPerConnection()
        + config.tableReadLatencyCycles();
  }

  /** Whether the port's link is up. */
  void linkUp(int port, boolean up) {
    linkUp[port] = up;
  }

  /** Cycle of the next decision as far as known, FAR when no queue asks. */
  long nextCycle() {
    long next = CycleHistory.FAR;
    for (QueueHead head : heads) {
      next = Math.min(next, head.askCycle);
    }
    return next == CycleHistory.FAR ? next : Math.max(next, freeCycle);
  }

  /** Begins the decision of this cycle, if a queue still asks. */
  void step(long cycle) {
    int number = first;
    for (int i = 0; i < heads.length; i++) {
      QueueHead head = heads[number];
      number = number + 1 == heads.length ? 0 : number + 1;
      if (head.askCycle > cycle) {
        continue;
      }
      if (head.asks()) {
        first = number;
        freeCycle = cycle + cycles;
        decide(head, cycle);
        return;
      }
      head.askCycle = CycleHistory.FAR;
    }
  }

  private void decide(QueueHead head, long cycle) {
    connections.settle(cycle);
    subflows.settle(cycle);
    if (head.isStream()) {
      decideStream(head, cycle);
    } else {
      decideMapping(head, cycle);
    }
  }

  private void decideMapping(QueueHead head, long cycle) {
    TxDescriptor d = head.first();
    int subflow = d.target;
    int connection = subflows.connection(subflow);
    // A segment without bytes stands at the point that the subflow has come to.
    int ssn = d.length == 0 ? subflows.nextSsn(subflow) : d.ssn;
    head.give(
        cycle + cycles,
        subflows.port(subflow),
        subflow,
        d.dsn,
        ssn,
        d.length,
        payload(connection, subflow),
        d.dataFin,
        connections.mappingPerChunk(connection),
        true);
    subflows.give(subflow, 0);
    report(head, cycle, subflow, d.length);
  }

  private void decideStream(QueueHead head, long cycle) {
    int connection = head.first().target;
    if (connections.state(connection, TxConnections.COPIES_LEFT) != 0) {
      copy(head, cycle, connection, (int) connections.state(connection, TxConnections.COPY_BYTES));
      counters[CounterTable.TX_COPIES]++;
      return;
    }
    int available = (int) Math.min(head.queue.runBytes(), Integer.MAX_VALUE);
    int count = findRoom(connection, available);
    if (count == 0) {
      counters[CounterTable.TX_DECISIONS_BLOCKED]++;
      head.blocked(cycle + cycles + retryCycles);
      return;
    }
    boolean ends = head.dataEnds();
    if (connections.policy(connection) == SchedulePolicy.REDUNDANT) {
      int bytes = redundantBytes(connection, available, ends);
      connections.state(connection, TxConnections.COPY_BYTES, bytes);
      counters[CounterTable.TX_STREAM_BYTES] += bytes;
      copy(head, cycle, connection, bytes);
      return;
    }
    int place = choose(connection);
    int subflow = connections.subflow(connection, place);
    int bytes = chunk(connection, subflow, available, room[place], ends);
    if (connections.policy(connection) == SchedulePolicy.WEIGHTED) {
      charge(connection, place, bytes);
    }
    counters[CounterTable.TX_STREAM_BYTES] += bytes;
    give(head, cycle, connection, place, bytes, true);
  }

  /** Finds the places that may send, and their room; returns how many there are. */
  private int findRoom(int connection, int available) {
    int count = connections.subflowCount(connection);
    boolean normal = false;
    for (int place = 0; place < count; place++) {
      int subflow = connections.subflow(connection, place);
      normal |= alive(connection, subflow) && !subflows.backup(subflow);
    }
    int may = 0;
    for (int place = 0; place < count; place++) {
      int subflow = connections.subflow(connection, place);
      room[place] = -1;
      if (alive(connection, subflow) && !(normal && subflows.backup(subflow))) {
        int left = subflows.sendLimit(subflow) - subflows.nextSsn(subflow);
        if (left >= Math.min(payload(connection, subflow), available)) {
          room[place] = left;
          may++;
        }
      }
    }
    return may;
  }

  private boolean alive(int connection, int subflow) {
    return subflows.valid(subflow)
        && subflows.connection(subflow) == connection
        && !subflows.stopped(subflow)
        && linkUp[subflows.port(subflow)];
  }

  /** Payload bytes of a segment: MSS less all TCP options. */
  private int payload(int connection, int subflow) {
    int options = subflows.templateOptionBytes(subflow);
    int format = DssOption.fitted(connections.format(connection), options);
    return subflows.mss(subflow) - options - DssOption.paddedLength(format);
  }

  /** Place of the subflow that gets the chunk; at least one may send. */
  private int choose(int connection) {
    return switch (connections.policy(connection)) {
      case WEIGHTED -> highestCredit(connection);
      case LOWEST_RTT -> lowestRtt(connection);
      default -> next(connection);
    };
  }

  private int next(int connection) {
    int count = connections.subflowCount(connection);
    int place = (int) connections.state(connection, TxConnections.LAST_PLACE);
    do {
      place = place + 1 >= count ? 0 : place + 1;
    } while (room[place] < 0);
    return place;
  }

  private int lowestRtt(int connection) {
    int best = -1;
    long lowest = Long.MAX_VALUE;
    for (int place = 0; place < connections.subflowCount(connection); place++) {
      long rtt = subflows.smoothedRttMicros(connections.subflow(connection, place));
      if (room[place] >= 0 && rtt < lowest) {
        best = place;
        lowest = rtt;
      }
    }
    return best;
  }

  private int highestCredit(int connection) {
    int best = -1;
    long highest = Long.MIN_VALUE;
    for (int place = 0; place < connections.subflowCount(connection); place++) {
      if (room[place] >= 0) {
        long weight = subflows.weight(connections.subflow(connection, place));
        long credit =
            connections.state(connection, TxConnections.CREDIT + place) + weight * scheduleBytes;
        if (credit > highest) {
          best = place;
          highest = credit;
        }
      }
    }
    return best;
  }

  private void charge(int connection, int chosen, int bytes) {
    long sum = 0;
    for (int place = 0; place < connections.subflowCount(connection); place++) {
      if (room[place] >= 0) {
        long share = (long) subflows.weight(connections.subflow(connection, place)) * bytes;
        sum += share;
        credit(connection, place, share);
      }
    }
    credit(connection, chosen, -sum);
  }

  private void credit(int connection, int place, long change) {
    int word = TxConnections.CREDIT + place;
    connections.state(connection, word, connections.state(connection, word) + change);
  }

  /** Bytes of the chunk for a subflow that has this room. */
  private int chunk(int connection, int subflow, int available, int roomBytes, boolean ends) {
    int most = Math.min(Math.min(available, scheduleBytes), roomBytes);
    if (most == available && ends) {
      return most;
    }
    int payload = payload(connection, subflow);
    return most < payload ? most : most - most % payload;
  }

  /** Bytes of a chunk that goes to all that may send, whom it notes. */
  private int redundantBytes(int connection, int available, boolean ends) {
    int least = Integer.MAX_VALUE;
    int leader = -1;
    long copies = 0;
    for (int place = 0; place < connections.subflowCount(connection); place++) {
      if (room[place] >= 0) {
        leader = leader < 0 ? place : leader;
        least = Math.min(least, room[place]);
        copies |= 1L << place;
      }
    }
    connections.state(connection, TxConnections.COPIES_LEFT, copies);
    int subflow = connections.subflow(connection, leader);
    return chunk(connection, subflow, available, least, ends);
  }

  /** Gives the chunk to the next subflow that was to get it. */
  private void copy(QueueHead head, long cycle, int connection, int bytes) {
    long copies = connections.state(connection, TxConnections.COPIES_LEFT);
    int place = Long.numberOfTrailingZeros(copies);
    copies &= copies - 1;
    connections.state(connection, TxConnections.COPIES_LEFT, copies);
    give(head, cycle, connection, place, bytes, copies == 0);
  }

  private void give(
      QueueHead head, long cycle, int connection, int place, int bytes, boolean lastCopy) {
    int subflow = connections.subflow(connection, place);
    long dsn = connections.nextDsn(connection);
    boolean fin = head.queue.runFin() && bytes == head.queue.runBytes();
    head.give(
        cycle + cycles,
        subflows.port(subflow),
        subflow,
        dsn,
        subflows.nextSsn(subflow),
        bytes,
        payload(connection, subflow),
        fin,
        connections.mappingPerChunk(connection),
        lastCopy);
    subflows.give(subflow, bytes);
    connections.state(connection, TxConnections.LAST_PLACE, place);
    if (lastCopy) {
      connections.state(connection, TxConnections.NEXT_DSN, dsn + bytes + (fin ? 1 : 0));
    }
    if (subflows.backup(subflow)) {
      counters[CounterTable.TX_DECISIONS_BACKUP]++;
    }
    report(head, cycle, subflow, bytes);
  }

  private void report(QueueHead head, long cycle, int subflow, int bytes) {
    counters[CounterTable.TX_DECISIONS]++;
    if (probe != null) {
      probe.transfer(TxBoundary.SCHEDULE, head.queue.number, cycle, subflow, bytes, true);
    }
  }

  /** Free at cycle 0; all links up. */
  void reset() {
    freeCycle = 0;
    first = 0;
    Arrays.fill(linkUp, true);
  }
}
