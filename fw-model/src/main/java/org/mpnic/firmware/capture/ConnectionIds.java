package org.mpnic.firmware.capture;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.firmware.CardTables;
import org.mpnic.firmware.TableConnection;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.wire.mptcp.Connection;
import org.mpnic.wire.mptcp.Flow;
import org.mpnic.wire.mptcp.HandshakeTracker;

/**
 * Connection ids, queues and tokens of the flows that the program enters: one id for each direction
 * of an MPTCP connection, one for each plain flow; both directions of a connection have one queue.
 */
final class ConnectionIds {
  private final CardTables tables;
  private final HandshakeTracker tracker;
  private final long[] counters;
  private final long[] key = new long[FlowTable.KEY_WORDS];

  ConnectionIds(CardTables tables, HandshakeTracker tracker, long[] counters) {
    this.tables = tables;
    this.tracker = tracker;
    this.counters = counters;
  }

  /**
   * The connection id of a direction, programmed when it has none yet; -1 when there is no room.
   *
   * @param kind {@link HeaderWord#KIND_MPTCP} or {@link HeaderWord#KIND_PLAIN}
   */
  int of(Flow flow, int kind) {
    if (kind == HeaderWord.KIND_PLAIN) {
      int id = tables.addConnection(queueByHash(flow), 0);
      if (id >= 0) {
        describe(tables.connection(id), flow);
      }
      return id;
    }
    CardConnection card = cardConnection(flow.connection(), flow);
    int side = flow.side();
    if (card.ids[side] < 0) {
      if (!card.begun[side]) {
        card.begun[side] = true;
        card.nextDsn[side] = card.connection.idsn(side) + 1;
      }
      card.ids[side] = tables.addConnection(card.queue, card.nextDsn[side]);
      if (card.ids[side] >= 0 && card.ids[side ^ 1] < 0) {
        counters[CounterTable.SESSIONS_STEERED]++;
      }
    }
    for (int each = 0; each < 2; each++) {
      if (card.ids[each] >= 0) {
        describe(tables.connection(card.ids[each]), card.connection, each);
      }
    }
    if (card.ids[side] >= 0) {
      tables.connection(card.ids[side]).kind = CardEvents.kind(flow);
    }
    programTokens(card);
    return card.ids[side];
  }

  private int queueByHash(Flow flow) {
    return tables.queueByHash(CardEvents.key(flow.subflow().initiator(), key));
  }

  private static void describe(TableConnection entry, Flow flow) {
    entry.kind = CardEvents.kind(flow);
    entry.isInitiator = flow.isInitiator();
    if (flow.connection() != null) {
      describe(entry, flow.connection(), flow.side());
    }
  }

  private static void describe(TableConnection entry, Connection connection, int side) {
    entry.version = connection.version();
    entry.checksumRequired = connection.isChecksumRequired();
    entry.isInitiator = side == 0;
    if (connection.isKeyKnown(side)) {
      entry.hasKey = true;
      entry.hasToken = true;
      entry.key = connection.key(side);
      entry.token = connection.token(side);
      entry.idsn = connection.idsn(side);
    }
    if (connection.isKeyKnown(side ^ 1)) {
      entry.hasPeerKey = true;
      entry.peerKey = connection.key(side ^ 1);
      entry.peerToken = connection.token(side ^ 1);
    }
  }

  private CardConnection cardConnection(Connection connection, Flow flow) {
    CardConnection card = (CardConnection) connection.attachment();
    if (card == null) {
      card = new CardConnection(connection, queueByHash(flow));
      connection.attach(card);
    }
    return card;
  }

  private void programTokens(CardConnection card) {
    for (int side = 0; side < 2; side++) {
      if (!card.tokenProgrammed[side]
          && card.connection.isKeyKnown(side)
          && tracker.findToken(card.connection.token(side)) == card.connection) {
        card.tokenProgrammed[side] =
            tables.addToken(
                card.connection.token(side), Math.max(card.ids[side ^ 1], 0), card.queue, card);
      }
    }
  }

  /** Entries of an MPTCP connection's directions that have an id. */
  List<TableConnection> entries(Connection connection) {
    List<TableConnection> entries = new ArrayList<>(2);
    CardConnection card = (CardConnection) connection.attachment();
    for (int side = 0; card != null && side < 2; side++) {
      if (card.ids[side] >= 0) {
        entries.add(tables.connection(card.ids[side]));
      }
    }
    return entries;
  }

  /** Gives back an id that no subflow uses any more; a connection's tokens go with its last id. */
  void release(Connection owner, int connection) {
    if (connection < 0 || tables.users(connection) != 0) {
      return;
    }
    CardConnection card = owner == null ? null : (CardConnection) owner.attachment();
    for (int side = 0; card != null && side < 2; side++) {
      if (card.ids[side] == connection) {
        card.nextDsn[side] = tables.receiveNextDsn(connection);
        card.ids[side] = CardConnection.NO_ID;
      }
    }
    tables.removeUnused(connection);
    if (card != null && card.ids[0] < 0 && card.ids[1] < 0) {
      removeTokens(card);
    }
  }

  private void removeTokens(CardConnection card) {
    for (int side = 0; side < 2; side++) {
      if (card.tokenProgrammed[side]) {
        tables.removeToken(card.connection.token(side), card);
        card.tokenProgrammed[side] = false;
      }
    }
  }
}
