package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TxConnectionEntry;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflowEntry;
import org.mpnic.model.tx.TxSubflows;

/**
 * Random writes to the contexts of a few connections and their subflows: send limits about where
 * the subflow stands, policies, lists, formats, weights, stops, backups; some are programmed anew
 * or taken away.
 */
final class SchedulerRegisters {
  private static final int HOT = 6;

  private final Random random;
  private final NicConfig config;
  private final TxConnections connections;
  private final TxSubflows subflows;
  private final int most;
  private final int connectionCount;
  private final int subflowCount;

  SchedulerRegisters(
      Random random, NicConfig config, TxConnections connections, TxSubflows subflows) {
    this.random = random;
    this.config = config;
    this.connections = connections;
    this.subflows = subflows;
    this.most = config.transmit().subflowsPerConnection();
    this.connectionCount = Math.min(HOT, config.transmit().connections());
    this.subflowCount = Math.min(connectionCount * most, config.transmit().subflows());
  }

  /** Connections that are programmed: 0 to this less 1. */
  int connections() {
    return connectionCount;
  }

  /** A subflow that is programmed, or was. */
  int anySubflow() {
    return random.nextInt(subflowCount);
  }

  /** Programs all of them, from cycle 0 on. */
  void programAll() {
    for (int connection = 0; connection < connectionCount; connection++) {
      connections.program(connection, connection(connection), 0);
    }
    for (int subflow = 0; subflow < subflowCount; subflow++) {
      subflows.program(subflow, subflow(subflow), 0);
    }
  }

  /** Writes something, if no write of before is still on its way. */
  void write(long cycle) {
    if (connections.heldCycle() > cycle + 2) {
      return;
    }
    int subflow = anySubflow();
    switch (random.nextInt(24)) {
      case 0 -> stop(subflow, cycle);
      case 1 -> subflows.backup(subflow, random.nextInt(3) == 0, cycle);
      case 2 -> subflows.weight(subflow, weight(), cycle);
      case 3 -> subflows.smoothedRtt(subflow, roundTrip(), cycle);
      case 4 -> programSubflow(subflow, cycle);
      case 5 -> takeAway(subflow, cycle);
      case 6, 7 -> program(cycle);
      case 8, 9, 10 -> change(cycle);
      default -> subflows.sendLimit(subflow, limit(subflows.programmedNextSsn(subflow)), cycle);
    }
  }

  private void stop(int subflow, long cycle) {
    subflows.stopped(subflow, random.nextInt(3) == 0, cycle);
  }

  private void programSubflow(int id, long cycle) {
    TxSubflowEntry entry = subflow(id);
    // Its connection may have been taken away.
    if (subflows.refusal(id, entry) == null) {
      subflows.program(id, entry, cycle);
    }
  }

  private void takeAway(int subflow, long cycle) {
    if (random.nextInt(3) != 0) {
      subflows.remove(subflow, cycle);
    } else {
      connections.remove(random.nextInt(connectionCount), cycle);
    }
  }

  private void program(long cycle) {
    int id = random.nextInt(connectionCount);
    connections.program(id, connection(id), cycle);
  }

  private void change(long cycle) {
    int id = random.nextInt(connectionCount);
    connections.change(id, connection(id), cycle);
  }

  private TxConnectionEntry connection(int id) {
    TxConnectionEntry entry = new TxConnectionEntry();
    entry.policy = SchedulePolicy.of(random.nextInt(4));
    entry.nextDsn = random.nextInt(3) == 0 ? -random.nextInt(40_000) : random.nextLong();
    entry.dataAckBytes = 4 * random.nextInt(3);
    entry.dsnBytes = 4 + 4 * random.nextInt(2);
    entry.checksum = random.nextBoolean();
    entry.mappingPerChunk = random.nextBoolean();
    entry.subflowCount = random.nextInt(4) == 0 ? random.nextInt(most + 1) : most;
    for (int place = 0; place < entry.subflowCount; place++) {
      boolean own = random.nextInt(10) != 0;
      entry.subflows[place] =
          own ? (id * most + random.nextInt(most)) % subflowCount : anySubflow();
    }
    return entry;
  }

  private TxSubflowEntry subflow(int id) {
    TxSubflowEntry entry = new TxSubflowEntry();
    boolean ipv6 = random.nextBoolean();
    int optionWords = random.nextInt(6);
    entry.l3Offset = 14;
    entry.template[14] = (byte) (ipv6 ? 0x60 : 0x45);
    entry.l4Offset = ipv6 ? 54 : 34;
    entry.templateBytes = entry.l4Offset + 20 + 4 * optionWords;
    entry.port = random.nextInt(config.ports());
    boolean own = random.nextInt(10) != 0;
    entry.connection = own ? Math.min(id / most, connectionCount - 1) : random.nextInt(HOT);
    entry.connection = Math.min(entry.connection, connectionCount - 1);
    entry.mss = random.nextInt(3) == 0 ? 64 + random.nextInt(200) : 400 + random.nextInt(1000);
    entry.nextSsn = random.nextInt(3) == 0 ? -random.nextInt(60_000) : random.nextInt();
    entry.sendLimit = limit(entry.nextSsn);
    entry.weight = weight();
    entry.smoothedRttMicros = roundTrip();
    entry.stopped = random.nextInt(10) == 0;
    entry.backup = random.nextInt(4) == 0;
    return entry;
  }

  private int weight() {
    return random.nextInt(3) == 0 ? 255 - random.nextInt(5) : 1 + random.nextInt(255);
  }

  private int roundTrip() {
    return random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(4);
  }

  /** A limit before, at, or behind the point that a subflow has come to. */
  private int limit(int from) {
    return from
        + switch (random.nextInt(8)) {
          case 0 -> -random.nextInt(5000);
          case 1 -> random.nextInt(3);
          case 2 -> random.nextInt(2000);
          case 3 -> 65_530 + random.nextInt(20);
          case 4 -> random.nextInt();
          default -> random.nextInt(1 << 18);
        };
  }
}
