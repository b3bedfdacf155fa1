package org.mpnic.cosim.traffic;

import java.util.Random;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TxConnectionEntry;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflowEntry;
import org.mpnic.model.tx.TxSubflows;

/**
 * A control processor that programs connections of all policies, and then keeps changing their
 * formats and the registers of their subflows, one write now and then; that stops subflows, waits
 * until they have drained, removes them and programs them anew; that removes subflows and
 * connections of which data is on its way, and programs them anew. Send limits follow what the
 * subflows have sent, so that all data gets out in the end. Seeded.
 */
public final class TransmitControl {
  /** Cycles from one write to the next at least. */
  public static final int LEAST_GAP_CYCLES = 8;

  private static final int MOST_CONNECTIONS = 8;
  private static final int MOST_SUBFLOWS = 4;
  private static final int GAP_CYCLES = 40;
  private static final int CHANGES = 14;
  private static final int REMOVE_CHANGES = 6;

  /** Words of TCP options in a template that leave room for every DSS option. */
  private static final int MOST_OPTION_WORDS = 5;

  private final NicConfig config;
  private final Random random;
  private final TxConnectionEntry[] connections;
  private final int subflowCount;
  private final int[] connectionOf;
  private TxConnections connectionTable;
  private TxSubflows subflowTable;
  private long nextWrite;

  /** Subflow that is stopped until nothing of it is left, or -1. */
  private int draining = -1;

  /** Subflow and connection that are removed, or -1. */
  private int removedSubflow = -1;

  private int removedConnection = -1;

  /** A plan of connections and subflows; nothing is written. */
  public TransmitControl(NicConfig config, long seed) {
    this.config = config;
    random = new Random(seed);
    int most = Math.min(MOST_SUBFLOWS, config.transmit().subflowsPerConnection());
    connections =
        new TxConnectionEntry[Math.min(MOST_CONNECTIONS, config.transmit().connections())];
    connectionOf = new int[config.transmit().subflows()];
    int subflow = 0;
    for (int id = 0; id < connections.length; id++) {
      TxConnectionEntry entry = new TxConnectionEntry();
      entry.policy = SchedulePolicy.of(id % SchedulePolicy.values().length);
      entry.nextDsn = random.nextLong();
      entry.receiveConnection = random.nextInt(config.connections());
      entry.subflowCount = 1 + random.nextInt(most);
      format(entry);
      for (int place = 0; place < entry.subflowCount; place++) {
        entry.subflows[place] = subflow;
        connectionOf[subflow++] = id;
      }
      connections[id] = entry;
    }
    subflowCount = subflow;
  }

  /** Transmit connections, from 0 on. */
  public int connections() {
    return connections.length;
  }

  /** Transmit subflows, from 0 on. */
  public int subflows() {
    return subflowCount;
  }

  /**
   * Writes all entries from cycle 0 on.
   *
   * @return cycle from which on all of them hold
   */
  public long program(TxConnections connectionsOfCard, TxSubflows subflowsOfCard) {
    connectionTable = connectionsOfCard;
    subflowTable = subflowsOfCard;
    for (int id = 0; id < connections.length; id++) {
      connectionTable.program(id, connections[id], next(LEAST_GAP_CYCLES));
    }
    for (int id = 0; id < subflowCount; id++) {
      subflowTable.program(id, subflow(id), next(LEAST_GAP_CYCLES));
    }
    return nextWrite;
  }

  private long next(int gap) {
    long cycle = nextWrite;
    nextWrite += gap;
    return cycle;
  }

  /** Writes what is written in cycles from {@code from} on, before {@code until}. */
  public void write(long from, long until) {
    nextWrite = Math.max(nextWrite, from);
    while (nextWrite < until) {
      change(next(LEAST_GAP_CYCLES + random.nextInt(GAP_CYCLES)));
    }
  }

  private void change(long cycle) {
    int subflow = random.nextInt(subflowCount);
    switch (random.nextInt(CHANGES)) {
      case 0 -> subflowTable.weight(subflow, 1 + random.nextInt(255), cycle);
      case 1 -> subflowTable.smoothedRtt(subflow, random.nextInt(), cycle);
      case 2 -> subflowTable.stopped(subflow, random.nextInt(4) == 0, cycle);
      case 3 -> subflowTable.backup(subflow, random.nextInt(4) == 0, cycle);
      case 4 -> {
        int id = random.nextInt(connections.length);
        format(connections[id]);
        connectionTable.change(id, connections[id], cycle);
      }
      case 5 -> drain(subflow, cycle);
      case 6 -> remove(subflow, cycle);
      default -> {
        int window = random.nextInt(1 << 8 + random.nextInt(12));
        subflowTable.sendLimit(subflow, subflowTable.programmedNextSsn(subflow) + window, cycle);
      }
    }
  }

  private void drain(int subflow, long cycle) {
    if (draining < 0) {
      draining = subflow;
      subflowTable.stopped(subflow, true, cycle);
    } else if (removedSubflow < 0 && subflowTable.drained(draining)) {
      removedSubflow = draining;
      draining = -1;
      subflowTable.remove(removedSubflow, cycle);
    }
  }

  /**
   * Removes a subflow or a connection now and then, whatever is on its way, or programs it anew.
   */
  private void remove(int subflow, long cycle) {
    if (removedConnection >= 0) {
      connectionTable.program(removedConnection, connections[removedConnection], cycle);
      removedConnection = -1;
    } else if (removedSubflow >= 0) {
      subflowTable.program(removedSubflow, subflow(removedSubflow), cycle);
      removedSubflow = -1;
    } else if (random.nextInt(REMOVE_CHANGES) != 0) {
      return;
    } else if (random.nextBoolean()) {
      removedSubflow = subflow;
      subflowTable.remove(subflow, cycle);
    } else {
      removedConnection = connectionOf[subflow];
      connectionTable.remove(removedConnection, cycle);
    }
  }

  private void format(TxConnectionEntry entry) {
    entry.dataAckBytes = 4 * random.nextInt(3);
    entry.dsnBytes = 4 + 4 * random.nextInt(2);
    entry.checksum = random.nextBoolean();
    entry.mappingPerChunk = random.nextBoolean();
  }

  private TxSubflowEntry subflow(int id) {
    TxSubflowEntry e = new TxSubflowEntry();
    random.nextBytes(e.template);
    boolean ipv6 = random.nextBoolean();
    int optionWords = random.nextInt(MOST_OPTION_WORDS + 1);
    e.l3Offset = ipv6 && optionWords > 4 ? 14 : 14 + 4 * random.nextInt(2);
    int ipBytes = ipv6 ? 40 : 20 + 4 * random.nextInt(3);
    e.template[e.l3Offset] = (byte) (ipv6 ? 0x60 : 0x40 | ipBytes / 4);
    e.l4Offset = e.l3Offset + ipBytes;
    e.templateBytes = e.l4Offset + 20 + 4 * optionWords;
    boolean stamps = optionWords >= 3 && random.nextBoolean();
    e.timestampOffset = stamps ? e.l4Offset + 24 : 0;
    e.windowScale = id % 15;
    e.port = random.nextInt(config.ports());
    e.connection = connectionOf[id];
    e.receiveSubflow = random.nextInt(config.subflows());
    e.initialSequence = random.nextInt();
    e.nextSsn = random.nextInt(4) == 0 ? -random.nextInt(100_000) : 1;
    e.sendLimit = e.nextSsn + 100_000;
    e.weight = 1 + random.nextInt(255);
    e.smoothedRttMicros = random.nextInt();
    int most = Math.min(1460, config.maxTransmitBytes() - 140);
    e.mss = random.nextInt(4) == 0 ? 64 + random.nextInt(most - 63) : most;
    return e;
  }
}
