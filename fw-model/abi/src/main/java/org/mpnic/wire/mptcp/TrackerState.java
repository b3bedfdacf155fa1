package org.mpnic.wire.mptcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.wire.Sequence;

/**
 * What the parts of a {@link HandshakeTracker} share: tables, keys, and each change with its call.
 */
final class TrackerState {
  final HandshakeListener listener;
  final SubflowTable table;
  final MptcpKeys keys = new MptcpKeys();
  private final Map<Integer, Connection> tokens = new HashMap<>();

  TrackerState(HandshakeListener listener, SubflowTable table) {
    this.listener = listener;
    this.table = table;
  }

  void setKind(Subflow subflow, FlowKind kind) {
    final FlowKind before = subflow.kind;
    if (before != kind) {
      subflow.kind = kind;
      listener.kindChanged(subflow, before);
    }
  }

  void setIsn(Flow flow, int isn) {
    if (!flow.isnKnown) {
      flow.isnKnown = true;
      flow.isn = isn;
      listener.isnLearned(flow);
    }
  }

  /** What an ACK of a SYN/ACK says of the responder, whose data may have come before it. */
  int responderIsn(Flow responder, int acknowledgment) {
    return responder.seen
        ? Sequence.min(acknowledgment, responder.lowestSequence) - 1
        : acknowledgment - 1;
  }

  Connection findToken(int token) {
    return tokens.get(token);
  }

  /** The connection of a first subflow, new when it has none yet. */
  Connection connectionOf(Subflow subflow, int version) {
    if (subflow.connection == null) {
      final Connection connection = new Connection();
      connection.version = version;
      attach(subflow, connection, 0);
      listener.connectionCreated(connection);
    }
    return subflow.connection;
  }

  void attach(Subflow subflow, Connection connection, int initiatorSide) {
    subflow.connection = connection;
    subflow.initiatorSide = initiatorSide;
    connection.dssSeen |= subflow.dssSeen;
    connection.subflowsKept++;
  }

  /** The handshake of a subflow is complete. */
  void complete(Subflow subflow) {
    if (!subflow.complete) {
      subflow.complete = true;
      subflow.connection.subflows.add(subflow);
      subflow.connection.subflowsJoined++;
      table.markProven(subflow);
      setKind(subflow, FlowKind.MPTCP);
      listener.subflowJoined(subflow);
    }
  }

  /** Takes a key; false when another one is known. */
  boolean learnKey(Connection connection, int side, long key) {
    if (connection.keyKnown[side]) {
      return connection.keys[side] == key;
    }
    connection.keyKnown[side] = true;
    connection.keys[side] = key;
    connection.tokens[side] = keys.token(connection.version, key);
    connection.idsns[side] = keys.idsn(connection.version, key);
    final Connection other = tokens.get(connection.tokens[side]);
    if (other == null || other.closed) {
      tokens.put(connection.tokens[side], connection);
    }
    listener.keyLearned(connection, side);
    return true;
  }

  void fallBack(Subflow subflow, FallbackReason reason) {
    final Connection connection = subflow.connection;
    if (connection.fallback == null) {
      connection.fallback = reason;
      table.markProven(subflow);
      setKind(subflow, FlowKind.FALLBACK);
      listener.fallback(connection, reason);
    }
  }

  void close(Subflow subflow, CloseKind how) {
    if (subflow.closed) {
      return;
    }
    subflow.closed = true;
    table.markClosed(subflow);
    final Connection connection = subflow.connection;
    if (connection != null) {
      boolean open = false;
      for (Subflow each : connection.subflows) {
        open |= !each.closed;
      }
      connection.closed |= !open;
    }
    listener.closed(subflow, how);
  }

  /** Every subflow of a connection ends by MP_FASTCLOSE. */
  void closeAll(Connection connection) {
    connection.closed = true;
    final List<Subflow> subflows = new ArrayList<>(connection.subflows);
    for (Subflow subflow : subflows) {
      close(subflow, CloseKind.FASTCLOSE);
    }
  }

  /** Forgets a subflow, and its connection's tokens with the last one. */
  void forget(Subflow subflow) {
    table.remove(subflow);
    final Connection connection = subflow.connection;
    if (connection != null) {
      connection.subflows.remove(subflow);
      if (--connection.subflowsKept == 0) {
        connection.closed = true;
        for (int side = 0; side < 2; side++) {
          if (connection.keyKnown[side]) {
            tokens.remove(connection.tokens[side], connection);
          }
        }
      }
    }
    final Connection target = subflow.join ? tokens.get(subflow.joinToken) : null;
    if (target != null) {
      target.waitingJoins.remove(subflow);
    }
  }

  void clear() {
    table.clear();
    tokens.clear();
  }
}
