package org.mpnic.model.tx;

import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;

/**
 * One decision of subflow_scheduler on the contexts as they are: which subflow gets the chunk, how
 * long it is, and what that changes. The rules are those of {@link SubflowScheduler}.
 */
final class SubflowDecision {
  /** With DATA_FIN a mapping still is 65535 at most. */
  private static final int MAX_CHUNK = 65_534;

  private final TxConnections connections;
  private final TxSubflows subflows;
  private final boolean[] linkUp;
  private final int scheduleBytes;
  private final int leadShift;
  private ScheduleAsk ask;
  private ScheduleAnswer answer;

  /** By place in the connection's list: room, in bytes, of a subflow that may send, or -1. */
  private final int[] room = new int[TxConnectionEntry.MAX_SUBFLOWS];

  SubflowDecision(
      NicConfig config, TxConnections connections, TxSubflows subflows, boolean[] linkUp) {
    this.connections = connections;
    this.subflows = subflows;
    this.linkUp = linkUp;
    this.scheduleBytes = Math.min(config.transmit().scheduleBytes(), MAX_CHUNK);
    this.leadShift = 31 - Integer.numberOfLeadingZeros(scheduleBytes);
  }

  /** Decides; retryCycle is the caller's. */
  void decide(ScheduleAsk what, ScheduleAnswer result) {
    ask = what;
    answer = result;
    answer.blocked = false;
    answer.copy = false;
    answer.backup = false;
    answer.lastCopy = true;
    if (!ask.stream) {
      decideMapping();
      return;
    }
    int connection = ask.target;
    long copies = ask.copying ? copiesLeft(connection) : 0;
    if (copies != 0) {
      answer.copy = true;
      int bytes = (int) connections.state(connection, TxConnections.COPY_BYTES);
      give(connection, bytes, copies);
      return;
    }
    if (!findRoom(connection)) {
      answer.blocked = true;
      return;
    }
    SchedulePolicy policy = connections.policy(connection);
    long places = policy == SchedulePolicy.REDUNDANT ? roomy(connection) : 1L << choose(connection);
    int bytes = chunk(connection, places);
    if (policy == SchedulePolicy.WEIGHTED) {
      charge(connection, Long.numberOfTrailingZeros(places), bytes);
    }
    connections.state(connection, TxConnections.COPY_BYTES, bytes);
    give(connection, bytes, places);
  }

  private void decideMapping() {
    int subflow = ask.target;
    int connection = subflows.connection(subflow);
    name(connection, subflow);
    answer.dsn = ask.dsn;
    // A segment without bytes stands at the point that the subflow has come to.
    answer.ssn = ask.length == 0 ? subflows.nextSsn(subflow) : ask.ssn;
    answer.bytes = ask.length;
    answer.dataFin = ask.dataFin;
    subflows.give(subflow, 0);
  }

  /** Places that still are to get the present chunk, and are programmed. */
  private long copiesLeft(int connection) {
    long copies = connections.state(connection, TxConnections.COPIES_LEFT);
    for (long left = copies; left != 0; left &= left - 1) {
      int place = Long.numberOfTrailingZeros(left);
      boolean listed = place < connections.subflowCount(connection);
      if (!listed || !programmed(connection, connections.subflow(connection, place))) {
        copies &= ~(1L << place);
      }
    }
    return copies;
  }

  private boolean programmed(int connection, int subflow) {
    return connections.valid(connection)
        && subflows.valid(subflow)
        && subflows.connection(subflow) == connection;
  }

  private boolean alive(int connection, int subflow) {
    return programmed(connection, subflow)
        && !subflows.stopped(subflow)
        && linkUp[subflows.port(subflow)];
  }

  /** Finds the places that may send, and their room; false when there are none. */
  private boolean findRoom(int connection) {
    int count = connections.subflowCount(connection);
    boolean normal = false;
    for (int place = 0; place < count; place++) {
      int subflow = connections.subflow(connection, place);
      normal |= alive(connection, subflow) && !subflows.backup(subflow);
    }
    boolean any = false;
    for (int place = 0; place < count; place++) {
      int subflow = connections.subflow(connection, place);
      room[place] = -1;
      if (alive(connection, subflow) && !(normal && subflows.backup(subflow))) {
        int left = subflows.sendLimit(subflow) - subflows.nextSsn(subflow);
        if (left >= Math.min(payload(connection, subflow), ask.available)) {
          room[place] = left;
          any = true;
        }
      }
    }
    return any;
  }

  /** Payload bytes of a segment: MSS less all TCP options. */
  private int payload(int connection, int subflow) {
    int options = subflows.templateOptionBytes(subflow);
    int format = DssOption.fitted(connections.format(connection), options);
    return subflows.mss(subflow) - options - DssOption.paddedLength(format);
  }

  /** Bit mask of the places that may send. */
  private long roomy(int connection) {
    long places = 0;
    for (int place = 0; place < connections.subflowCount(connection); place++) {
      places |= room[place] >= 0 ? 1L << place : 0;
    }
    return places;
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
        long lead = (long) subflows.weight(connections.subflow(connection, place)) << leadShift;
        long credit = connections.state(connection, TxConnections.CREDIT + place) + lead;
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

  /** Bytes of the chunk for these places: the least room, in whole segments of the first. */
  private int chunk(int connection, long places) {
    int most = Math.min(ask.available, scheduleBytes);
    for (long left = places; left != 0; left &= left - 1) {
      most = Math.min(most, room[Long.numberOfTrailingZeros(left)]);
    }
    if (most == ask.available && ask.ends) {
      return most;
    }
    int leader = connections.subflow(connection, Long.numberOfTrailingZeros(places));
    int payload = payload(connection, leader);
    return most < payload ? most : most - most % payload;
  }

  /** Gives the chunk to the first of these places; the others get it by later decisions. */
  private void give(int connection, int bytes, long places) {
    int place = Long.numberOfTrailingZeros(places);
    long others = places & places - 1;
    int subflow = connections.subflow(connection, place);
    name(connection, subflow);
    answer.dsn = connections.nextDsn(connection);
    answer.ssn = subflows.nextSsn(subflow);
    answer.bytes = bytes;
    answer.dataFin = ask.dataFin && bytes == ask.available;
    answer.lastCopy = others == 0;
    answer.backup = subflows.backup(subflow);
    subflows.give(subflow, bytes);
    connections.state(connection, TxConnections.LAST_PLACE, place);
    connections.state(connection, TxConnections.COPIES_LEFT, others);
    if (answer.lastCopy) {
      long next = answer.dsn + bytes + (answer.dataFin ? 1 : 0);
      connections.state(connection, TxConnections.NEXT_DSN, next);
    }
  }

  private void name(int connection, int subflow) {
    answer.subflow = subflow;
    answer.connection = connection;
    answer.port = subflows.port(subflow);
    answer.payload = payload(connection, subflow);
    answer.mappingPerChunk = connections.mappingPerChunk(connection);
  }
}
