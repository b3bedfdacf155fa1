package org.mpnic.wire.mptcp;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;

/**
 * Further subflows: MP_JOIN (RFC 8684 section 3.2). A join belongs to a connection by token and
 * HMAC, never by address; its initiator may be either side. A join that cannot be proved yet, a key
 * being unknown, is proved when the key comes.
 */
final class JoinHandshake {
  private static final int MAX_WAITING = 64;

  private final TrackerState state;

  JoinHandshake(TrackerState state) {
    this.state = state;
  }

  static boolean isJoin(FrameHeader header) {
    return header.hasMptcp(MptcpSubtype.MP_JOIN) && !header.hasMptcp(MptcpSubtype.MP_CAPABLE);
  }

  void onSyn(Subflow subflow, FrameHeader header) {
    if (subflow.joinSynSeen) {
      return;
    }
    subflow.join = true;
    subflow.joinSynSeen = true;
    subflow.joinToken = header.joinToken;
    subflow.initiatorNonce = header.joinNonce;
    subflow.backup = header.joinBackup;
    final Connection connection = state.findToken(header.joinToken);
    state.setKind(subflow, connection == null ? FlowKind.PARTIAL : FlowKind.PENDING);
    prove(subflow);
  }

  void onSynAck(Subflow subflow, FrameHeader header) {
    if (subflow.kind == FlowKind.REJECTED || subflow.complete || subflow.joinSynAckSeen) {
      return;
    }
    if (!isJoin(header)) {
      reject(subflow, JoinRejection.SYN_ACK_WITHOUT_JOIN);
      return;
    }
    subflow.join = true;
    subflow.joinSynAckSeen = true;
    subflow.responderNonce = header.joinNonce;
    subflow.synAckHmac = header.joinHmac;
    if (!subflow.joinSynSeen) {
      state.setKind(subflow, FlowKind.PARTIAL);
    }
    prove(subflow);
  }

  void onAck(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    if (subflow.kind == FlowKind.REJECTED
        || subflow.complete
        || subflow.joinAckSeen
        || subflow.connection != null) {
      return;
    }
    if (subflow.initiator != flow) {
      if (subflow.rolesKnown()) {
        return;
      }
      subflow.swapRoles();
    }
    subflow.join = true;
    subflow.joinAckSeen = true;
    subflow.ackHmac = header.joinHmac;
    subflow.ackHmacMiddle = header.joinHmacMiddle;
    subflow.ackHmacLow = header.joinHmacLow;
    state.setIsn(flow, header.sequence - 1);
    if (!subflow.joinSynSeen) {
      state.setKind(subflow, FlowKind.PARTIAL);
    }
    prove(subflow);
  }

  /** Keys of a connection became known: joins that waited for them are decided. */
  void onKeys(Connection connection) {
    if (connection.areKeysKnown() && !connection.waitingJoins.isEmpty()) {
      final List<Subflow> waiting = new ArrayList<>(connection.waitingJoins);
      connection.waitingJoins.clear();
      for (Subflow subflow : waiting) {
        prove(subflow);
      }
    }
  }

  /** Checks what is there: a wrong HMAC rejects, the third ACK's right one completes. */
  private void prove(Subflow subflow) {
    final Connection connection = subflow.joinSynSeen ? state.findToken(subflow.joinToken) : null;
    if (connection == null) {
      return;
    }
    if (subflow.kind == FlowKind.PARTIAL) {
      state.setKind(subflow, FlowKind.PENDING);
    }
    if (connection.fallback != null) {
      reject(subflow, JoinRejection.CONNECTION_FELL_BACK);
      return;
    }
    if (!connection.areKeysKnown()) {
      if (!connection.waitingJoins.contains(subflow)
          && connection.waitingJoins.size() < MAX_WAITING) {
        connection.waitingJoins.add(subflow);
      }
      return;
    }
    if (!subflow.joinSynAckSeen) {
      return;
    }
    final int responderSide = connection.sideOf(subflow.joinToken);
    final long responderKey = connection.keys[responderSide];
    final long initiatorKey = connection.keys[responderSide ^ 1];
    final long expected =
        state.keys.joinSynAckHmac(
            connection.version,
            responderKey,
            initiatorKey,
            subflow.responderNonce,
            subflow.initiatorNonce);
    if (expected != subflow.synAckHmac) {
      reject(subflow, JoinRejection.SYN_ACK_HMAC);
    } else if (subflow.joinAckSeen) {
      if (ackHmacOk(subflow, connection.version, initiatorKey, responderKey)) {
        state.attach(subflow, connection, responderSide ^ 1);
        state.complete(subflow);
      } else {
        reject(subflow, JoinRejection.ACK_HMAC);
      }
    }
  }

  private boolean ackHmacOk(Subflow subflow, int version, long initiatorKey, long responderKey) {
    return state.keys.joinAckHmacOk(
        version,
        initiatorKey,
        responderKey,
        subflow.initiatorNonce,
        subflow.responderNonce,
        subflow.ackHmac,
        subflow.ackHmacMiddle,
        subflow.ackHmacLow);
  }

  private void reject(Subflow subflow, JoinRejection reason) {
    state.setKind(subflow, FlowKind.REJECTED);
    state.listener.joinRejected(subflow, reason);
  }
}
