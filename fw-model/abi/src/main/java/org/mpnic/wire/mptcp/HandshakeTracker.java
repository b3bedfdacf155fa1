package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;
import org.mpnic.wire.ParseReason;
import org.mpnic.wire.Sequence;
import org.mpnic.wire.TcpFlags;

/**
 * Learns TCP and MPTCP connections from frames of both directions in the order of their arrival:
 * handshakes of versions 0 and 1, joins proved by their HMACs, fallback to plain TCP, reuse of
 * addresses and ports. Knows no time and no threads.
 *
 * <p>Frames of known flows that carry no handshake may be left out; frames whose IP or TCP checksum
 * is bad must be. What is missing is made up for as far as it follows from the rest: a SYN/ACK
 * alone gives both initial sequence numbers, a third ACK of version 1 alone the whole connection.
 * That a connection whose handshake is complete goes on without mappings, its data must tell: the
 * tracker takes only an infinite mapping for it.
 *
 * <p>Data may come before its handshake: its flow is {@link FlowKind#PARTIAL} until then. FIN, RST
 * and MP_FASTCLOSE only mark; a flow ends when a SYN with another initial sequence number takes its
 * addresses and ports, or when it is forgotten to make room.
 */
public final class HandshakeTracker {
  /** How far behind its SYN data may lie that came before it, bytes. */
  private static final int MAX_EARLY_BYTES = 1 << 24;

  private static final int MAX_SYN_DATA_BYTES = 1 << 16;

  private final HandshakeListener listener;
  private final SubflowTable table;
  private final TrackerState state;
  private final JoinHandshake joins;
  private final CapableHandshake capable;
  private long refused;
  private long evicted;

  /**
   * A tracker that knows nothing yet.
   *
   * @param maxSubflows TCP connections kept at a time, 1 or more; see {@link #evictedSubflows} and
   *     {@link #refusedSubflows}
   */
  public HandshakeTracker(HandshakeListener listener, int maxSubflows) {
    if (maxSubflows < 1) {
      throw new IllegalArgumentException("maxSubflows=" + maxSubflows + ", must be 1 or more");
    }
    this.listener = listener;
    table = new SubflowTable(maxSubflows);
    state = new TrackerState(listener, table);
    joins = new JoinHandshake(state);
    capable = new CapableHandshake(state, joins);
  }

  /**
   * Takes a frame that was parsed; any reason and packet type may come.
   *
   * @param cycle time of the frame, kept as the flow's first cycle and not interpreted
   * @return the flow that the frame belongs to; null for a frame without usable TCP header, for a
   *     RST of an unknown flow, and when no room is left for a new flow
   */
  public Flow onFrame(FrameHeader header, long cycle) {
    if (!header.isTcp() || !ParseReason.leavesSegmentUsable(header.reason)) {
      return null;
    }
    final int flags = header.tcpFlags;
    final boolean reset = (flags & TcpFlags.RST) != 0;
    final boolean syn = (flags & TcpFlags.SYN) != 0 && !reset;
    Flow flow = table.find(header);
    if (flow == null) {
      if (reset) {
        return null;
      }
      flow = create(header, 0);
    } else if (syn && startsAnew(flow, header)) {
      flow = replace(flow, header);
    }
    if (flow == null) {
      return null;
    }
    see(flow, header, cycle);
    if (syn) {
      if ((flags & TcpFlags.ACK) != 0) {
        onSynAck(flow, header);
      } else {
        onSyn(flow, header);
      }
    } else {
      onSegment(flow, header);
    }
    if (reset || (flags & TcpFlags.FIN) != 0) {
      onEnd(flow, reset);
    }
    return flow;
  }

  /**
   * Takes over a direction of a TCP connection that began before this tracker: as if its handshake
   * had been seen, and the listener is told. To be called before any frame is shown; of what
   * contradicts itself the first counts.
   *
   * @return the flow; null when no room is left
   */
  public Flow adopt(KnownFlow known) {
    final FrameHeader addresses = known.addresses();
    addresses.tcpFlags = known.isInitiator() ? TcpFlags.SYN : TcpFlags.SYN | TcpFlags.ACK;
    Flow flow = table.find(addresses);
    if (flow == null) {
      flow = create(addresses, 0);
    }
    if (flow == null) {
      return null;
    }
    final Subflow subflow = flow.subflow;
    if (known.isIsnKnown()) {
      state.setIsn(flow, known.isn());
    }
    if (known.kind() != FlowKind.PARTIAL) {
      subflow.synSeen = true;
      subflow.synAckSeen = true;
      table.markProven(subflow);
    }
    if (known.connection() != null) {
      capable.adopt(flow, known.connection());
    }
    if (known.fallback() != null && subflow.connection != null) {
      state.fallBack(subflow, known.fallback());
    } else if (subflow.connection == null) {
      state.setKind(subflow, known.kind());
    }
    return flow;
  }

  /** The latest flow of a frame's addresses and ports; null when there is none. */
  public Flow find(FrameHeader header) {
    return header.isTcp() ? table.find(header) : null;
  }

  /** The connection that a token names, null when there is none. */
  public Connection findToken(int token) {
    return state.findToken(token);
  }

  /**
   * New TCP connections that were not kept because nothing could be forgotten for them, in frames.
   */
  public long refusedSubflows() {
    return refused;
  }

  /** TCP connections forgotten to make room. */
  public long evictedSubflows() {
    return evicted;
  }

  /** TCP connections kept. */
  public int subflows() {
    return table.size();
  }

  /** Forgets everything, the counters included; the listener is not told. */
  public void clear() {
    state.clear();
    refused = 0;
    evicted = 0;
  }

  private Flow create(FrameHeader header, int generation) {
    if (table.isFull()) {
      final Subflow victim = table.victim();
      if (victim == null) {
        refused++;
        return null;
      }
      evicted++;
      state.forget(victim);
      listener.evicted(victim);
    }
    final Flow flow = new Flow(header, false);
    final Flow reverse = new Flow(header, true);
    final Subflow subflow =
        sentByInitiator(header) ? new Subflow(flow, reverse) : new Subflow(reverse, flow);
    subflow.initiator.initiator = true;
    flow.reverse = reverse;
    flow.subflow = subflow;
    flow.generation = generation;
    reverse.reverse = flow;
    reverse.subflow = subflow;
    reverse.generation = generation;
    table.add(subflow);
    return flow;
  }

  /** By the handshake if the frame is of one; otherwise a guess, that servers have low ports. */
  private static boolean sentByInitiator(FrameHeader header) {
    if ((header.tcpFlags & TcpFlags.SYN) != 0) {
      return (header.tcpFlags & TcpFlags.ACK) == 0;
    }
    final int initiations = 1 << MptcpSubtype.MP_CAPABLE | 1 << MptcpSubtype.MP_JOIN;
    return (header.mptcpOptions & initiations) != 0 || header.sourcePort >= header.destinationPort;
  }

  /** Whether a SYN or SYN/ACK belongs to another TCP connection than the flow. */
  private static boolean startsAnew(Flow flow, FrameHeader header) {
    final boolean ack = (header.tcpFlags & TcpFlags.ACK) != 0;
    final boolean answers = ack && acknowledges(flow.reverse, header);
    if (flow.isnKnown) {
      return flow.isn != header.sequence && !answers;
    }
    if (ack && flow.reverse.isnKnown && !answers) {
      return true;
    }
    final int early = Sequence.distance(header.sequence, flow.lowestSequence);
    return flow.seen && (early < 1 || early > MAX_EARLY_BYTES);
  }

  private static boolean acknowledges(Flow initiator, FrameHeader header) {
    final int beyond = header.acknowledgment - (initiator.isn + 1);
    return initiator.isnKnown && beyond >= 0 && beyond < MAX_SYN_DATA_BYTES;
  }

  private Flow replace(Flow old, FrameHeader header) {
    state.forget(old.subflow);
    final Flow flow = create(header, old.generation + 1);
    listener.flowReused(old, flow);
    return flow;
  }

  private void see(Flow flow, FrameHeader header, long cycle) {
    if (!flow.seen) {
      flow.seen = true;
      flow.firstCycle = cycle;
      flow.lowestSequence = header.sequence;
      listener.flowCreated(flow);
    } else if (!flow.isnKnown && header.payloadLength > 0) {
      flow.lowestSequence = Sequence.min(flow.lowestSequence, header.sequence);
    }
  }

  private void onSyn(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    if (subflow.initiator != flow && !subflow.rolesKnown()) {
      subflow.swapRoles();
    }
    takeSynOptions(flow, header);
    state.setIsn(flow, header.sequence);
    if (subflow.initiator != flow) {
      return;
    }
    final boolean first = !subflow.synSeen;
    subflow.synSeen = true;
    if (subflow.synAckSeen || subflow.complete) {
      return;
    }
    if (CapableHandshake.isCapable(header)) {
      capable.onSyn(subflow, header);
    } else if (JoinHandshake.isJoin(header)) {
      joins.onSyn(subflow, header);
    } else if (first) {
      state.setKind(subflow, FlowKind.TCP);
    }
  }

  private void onSynAck(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    if (flow.isnKnown && flow.isn != header.sequence) {
      return;
    }
    if (subflow.initiator == flow) {
      if (subflow.rolesKnown()) {
        return;
      }
      subflow.swapRoles();
    }
    takeSynOptions(flow, header);
    state.setIsn(flow, header.sequence);
    state.setIsn(flow.reverse, header.acknowledgment - 1);
    if (subflow.synAckSeen || subflow.complete) {
      return;
    }
    subflow.synAckSeen = true;
    if (subflow.join || !subflow.synSeen && JoinHandshake.isJoin(header)) {
      joins.onSynAck(subflow, header);
    } else {
      capable.onSynAck(subflow, header);
    }
  }

  private static void takeSynOptions(Flow flow, FrameHeader header) {
    if (header.hasTcpOption(FrameHeader.KIND_MSS)) {
      flow.mss = header.mss;
    }
    if (header.hasTcpOption(FrameHeader.KIND_WINDOW_SCALE)) {
      flow.windowScale = header.windowScale;
    }
  }

  private void onSegment(Flow flow, FrameHeader header) {
    if (CapableHandshake.isCapable(header)) {
      capable.onAck(flow, header);
    } else if (JoinHandshake.isJoin(header)) {
      joins.onAck(flow, header);
    } else {
      onLaterSegment(flow, header);
    }
    if (header.mptcpOptions != 0) {
      onOptions(flow, header);
    } else if (header.payloadLength > 0 && header.reason == ParseReason.OK) {
      capable.onPlainData(flow, header);
    }
  }

  /** A segment without handshake: the first of its flow, or the third ACK of plain TCP. */
  private void onLaterSegment(Flow flow, FrameHeader header) {
    final Subflow subflow = flow.subflow;
    if (!subflow.rolesKnown()) {
      if (subflow.kind == FlowKind.PENDING && !subflow.join) {
        state.setKind(subflow, FlowKind.PARTIAL);
      }
    } else if (!flow.reverse.isnKnown
        && flow == subflow.initiator
        && header.sequence == flow.isn + 1
        && (header.tcpFlags & TcpFlags.ACK) != 0) {
      state.setIsn(flow.reverse, state.responderIsn(flow.reverse, header.acknowledgment));
    }
  }

  private void onOptions(Flow flow, FrameHeader header) {
    if (header.hasMptcp(MptcpSubtype.DSS)) {
      capable.onDss(flow, header);
    }
    final Connection connection = flow.subflow.connection;
    if (connection == null || connection.fallback != null) {
      return;
    }
    if (header.hasMptcp(MptcpSubtype.ADD_ADDR) && !header.addEcho) {
      listener.addressAdvertised(flow, header, addressHmacOk(flow, connection, header));
    }
    if (header.hasMptcp(MptcpSubtype.REMOVE_ADDR)) {
      listener.addressRemoved(flow, header);
    }
    if (header.hasMptcp(MptcpSubtype.MP_FASTCLOSE)) {
      final int receiver = flow.side() ^ 1;
      if (connection.keyKnown[receiver] && connection.keys[receiver] == header.fastcloseKey) {
        state.closeAll(connection);
      }
    }
  }

  private boolean addressHmacOk(Flow flow, Connection connection, FrameHeader header) {
    if (connection.version == 0) {
      return header.addIsVersion0;
    }
    if (!connection.areKeysKnown()) {
      return header.hasAddHmac;
    }
    final int sender = flow.side();
    return header.hasAddHmac
        && header.addHmac
            == state.keys.addAddressHmac(
                connection.keys[sender],
                connection.keys[sender ^ 1],
                header.addAddressId,
                header.addIsIpv6,
                header.addAddressHigh,
                header.addAddressLow,
                header.addPort);
  }

  private void onEnd(Flow flow, boolean reset) {
    if (reset) {
      state.close(flow.subflow, CloseKind.RST);
      return;
    }
    flow.finSeen = true;
    if (flow.reverse.finSeen) {
      state.close(flow.subflow, CloseKind.FIN);
    }
  }
}
