package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;

/**
 * The first subflow of a connection: MP_CAPABLE and what may become of it (RFC 8684 section 3.1).
 */
final class CapableHandshake {
  private final TrackerState state;
  private final JoinHandshake joins;

  CapableHandshake(TrackerState state, JoinHandshake joins) {
    this.state = state;
    this.joins = joins;
  }

  static boolean isCapable(FrameHeader header) {
    return header.hasMptcp(MptcpSubtype.MP_CAPABLE) && !header.hasMptcp(MptcpSubtype.MP_JOIN);
  }

  void onSyn(Subflow subflow, FrameHeader header) {
    if (subflow.capableSyn) {
      return;
    }
    subflow.capableSyn = true;
    subflow.synVersion = header.mpcVersion;
    subflow.synCapableFlags = header.mpcFlags;
    state.setKind(subflow, FlowKind.PENDING);
    final boolean known = header.mpcVersion <= 1;
    final Connection connection = state.connectionOf(subflow, known ? header.mpcVersion : -1);
    connection.checksumRequired |= requiresChecksum(header);
    if (header.hasSenderKey) {
      state.learnKey(connection, 0, header.senderKey);
    }
  }

  /** The answer to a SYN with MP_CAPABLE, or to a SYN that was not seen. */
  void onSynAck(Subflow subflow, FrameHeader header) {
    if (!isCapable(header)) {
      if (subflow.capableSyn) {
        state.fallBack(subflow, FallbackReason.SYN_ACK_WITHOUT_CAPABLE);
      } else {
        state.setKind(subflow, FlowKind.TCP);
        state.table.markProven(subflow);
      }
      return;
    }
    subflow.capableSynAck = true;
    if (subflow.synSeen && !subflow.capableSyn) {
      return;
    }
    final Connection connection = state.connectionOf(subflow, -1);
    final FallbackReason reason = faultOfSynAck(subflow, header);
    if (reason != null) {
      state.fallBack(subflow, reason);
      return;
    }
    connection.version = header.mpcVersion;
    connection.checksumRequired |= requiresChecksum(header);
    state.learnKey(connection, 1, header.senderKey);
    state.table.markProven(subflow);
    state.setKind(subflow, FlowKind.MPTCP);
    joins.onKeys(connection);
  }

  /** The third ACK or first data with MP_CAPABLE: both keys, from the side that opened. */
  void onAck(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    if (subflow.kind == FlowKind.FALLBACK
        || subflow.join
        || subflow.complete
        || subflow.synAckSeen && !subflow.capableSynAck
        || !header.hasReceiverKey) {
      return;
    }
    if (subflow.initiator != flow) {
      if (subflow.rolesKnown()) {
        return;
      }
      subflow.swapRoles();
    }
    final Connection connection = state.connectionOf(subflow, header.mpcVersion);
    if (connection.version == -1) {
      connection.version = header.mpcVersion;
    }
    if (connection.version != header.mpcVersion
        || disagrees(connection, 0, header.senderKey)
        || disagrees(connection, 1, header.receiverKey)) {
      return;
    }
    final FallbackReason reason = faultOfFlags(header.mpcFlags);
    if (reason != null) {
      state.fallBack(subflow, reason);
      return;
    }
    connection.checksumRequired |= requiresChecksum(header);
    state.setIsn(flow, header.sequence - 1);
    state.setIsn(flow.reverse, state.responderIsn(flow.reverse, header.acknowledgment));
    state.learnKey(connection, 0, header.senderKey);
    state.learnKey(connection, 1, header.receiverKey);
    state.complete(subflow);
    joins.onKeys(connection);
  }

  /** A direction of a connection whose handshake somebody else has followed. */
  void adopt(Flow flow, KnownFlow.Keys known) {
    final Subflow subflow = flow.subflow;
    if (subflow.connection == null) {
      final int token = state.keys.token(known.version(), known.key());
      final Connection other = state.findToken(token);
      final int initiatorSide = known.side() ^ (flow.initiator ? 0 : 1);
      if (other == null || other.sideOf(token) != known.side()) {
        state.connectionOf(subflow, known.version());
        subflow.initiatorSide = initiatorSide;
      } else {
        subflow.join = true;
        state.attach(subflow, other, initiatorSide);
      }
    }
    final Connection connection = subflow.connection;
    if (flow.side() != known.side() || connection.version != known.version()) {
      return;
    }
    connection.checksumRequired |= known.isChecksumRequired();
    state.learnKey(connection, known.side(), known.key());
    if (known.hasPeerKey()) {
      state.learnKey(connection, known.side() ^ 1, known.peerKey());
    }
    state.complete(subflow);
  }

  /** A data sequence signal of either direction: the handshake was complete, seen or not. */
  void onDss(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    subflow.dssSeen = true;
    final Connection connection = subflow.connection;
    if (connection == null || subflow.join) {
      return;
    }
    connection.dssSeen = true;
    if (connection.fallback != null) {
      return;
    }
    if (!subflow.complete && (subflow.kind == FlowKind.MPTCP || subflow.capableSyn)) {
      state.complete(subflow);
    }
    if (header.hasMapping && header.dssLength == 0 && connection.subflowsJoined <= 1) {
      state.fallBack(subflow, FallbackReason.INFINITE_MAPPING);
    }
  }

  /**
   * Data without any MPTCP option: plain TCP, if it is the stream's first byte, the handshake is
   * not complete, and neither side has sent a DSS (RFC 8684 section 3.7). Only the first byte is
   * looked at, as later data may have come before it. Once the third ACK or a DSS was seen, a
   * segment without option proves nothing: it may have overtaken the one with its mapping, or
   * repeat it.
   */
  void onPlainData(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    final Connection connection = subflow.connection;
    if (connection != null
        && !subflow.join
        && !subflow.complete
        && connection.fallback == null
        && !connection.dssSeen
        && flow.isnKnown
        && header.sequence == flow.isn + 1) {
      state.fallBack(subflow, FallbackReason.FIRST_DATA_WITHOUT_OPTION);
    }
  }

  private static boolean requiresChecksum(FrameHeader header) {
    return (header.mpcFlags & MptcpSubtype.CAPABLE_CHECKSUM) != 0;
  }

  private static boolean disagrees(Connection connection, int side, long key) {
    return connection.keyKnown[side] && connection.keys[side] != key;
  }

  private static FallbackReason faultOfSynAck(Subflow subflow, FrameHeader header) {
    final boolean offered =
        !subflow.capableSyn
            || subflow.synVersion == header.mpcVersion
            || subflow.synVersion > 1 && header.mpcVersion == 1;
    if (header.mpcVersion > 1 || !offered) {
      return FallbackReason.VERSION;
    }
    final FallbackReason ofSyn = subflow.capableSyn ? faultOfFlags(subflow.synCapableFlags) : null;
    return ofSyn != null ? ofSyn : faultOfFlags(header.mpcFlags);
  }

  private static FallbackReason faultOfFlags(int flags) {
    if ((flags & MptcpSubtype.CAPABLE_EXTENSIBILITY) != 0) {
      return FallbackReason.EXTENSIBILITY_FLAG;
    }
    return (flags & MptcpSubtype.CAPABLE_HMAC) == 0 ? FallbackReason.NO_HMAC : null;
  }
}
