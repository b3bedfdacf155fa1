package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;

/**
 * One direction of a TCP connection, from one handshake to the next on the same addresses and
 * ports. Both directions come to be with the first frame of either. Written by {@link
 * HandshakeTracker} only.
 */
public final class Flow {
  private final boolean isIpv6;
  private final long sourceHigh;
  private final long sourceLow;
  private final long destinationHigh;
  private final long destinationLow;
  private final int sourcePort;
  private final int destinationPort;
  boolean initiator;
  int generation;
  Flow reverse;
  Subflow subflow;
  boolean isnKnown;
  int isn;
  boolean seen;
  long firstCycle;
  int lowestSequence;
  int mss;
  int windowScale = -1;
  boolean finSeen;
  private Object attachment;

  /** A direction with the addresses and ports of a frame, or with them exchanged. */
  Flow(FrameHeader header, boolean exchanged) {
    isIpv6 = header.isIpv6;
    sourceHigh = exchanged ? header.dstHigh : header.srcHigh;
    sourceLow = exchanged ? header.dstLow : header.srcLow;
    destinationHigh = exchanged ? header.srcHigh : header.dstHigh;
    destinationLow = exchanged ? header.srcLow : header.dstLow;
    sourcePort = exchanged ? header.destinationPort : header.sourcePort;
    destinationPort = exchanged ? header.sourcePort : header.destinationPort;
  }

  /** Whether addresses are IPv6. */
  public boolean isIpv6() {
    return isIpv6;
  }

  /** High half of the IPv6 source address; 0 for IPv4. */
  public long sourceHigh() {
    return sourceHigh;
  }

  /** Low half of the IPv6 source address; the IPv4 address in the low 32 bits. */
  public long sourceLow() {
    return sourceLow;
  }

  /** High half of the IPv6 destination address; 0 for IPv4. */
  public long destinationHigh() {
    return destinationHigh;
  }

  /** Low half of the IPv6 destination address; the IPv4 address in the low 32 bits. */
  public long destinationLow() {
    return destinationLow;
  }

  /** Source port. */
  public int sourcePort() {
    return sourcePort;
  }

  /** Destination port. */
  public int destinationPort() {
    return destinationPort;
  }

  /**
   * Whether this direction's sender opened the TCP connection; a guess while no handshake is seen.
   */
  public boolean isInitiator() {
    return initiator;
  }

  /** How many earlier flows on the same addresses and ports came before this one. */
  public int generation() {
    return generation;
  }

  /** The other direction, never null. */
  public Flow reverse() {
    return reverse;
  }

  /** The TCP connection that both directions share. */
  public Subflow subflow() {
    return subflow;
  }

  /** What is known of the TCP connection. */
  public FlowKind kind() {
    return subflow.kind;
  }

  /** The MPTCP connection; null for plain TCP, partial and rejected flows. */
  public Connection connection() {
    return subflow.connection;
  }

  /**
   * This sender's side of the connection, 0 (opened the connection) or 1; -1 without connection.
   */
  public int side() {
    return subflow.connection == null ? -1 : subflow.initiatorSide ^ (initiator ? 0 : 1);
  }

  /** Whether the initial sequence number is known. */
  public boolean isIsnKnown() {
    return isnKnown;
  }

  /** Initial sequence number: subflow sequence numbers count from it, the first data byte is 1. */
  public int isn() {
    return isn;
  }

  /** Whether a frame of this direction was seen. */
  public boolean isSeen() {
    return seen;
  }

  /** Cycle of the first frame of this direction. */
  public long firstCycle() {
    return firstCycle;
  }

  /** Lowest sequence number seen, by which a flow without known ISN is placed. */
  public int lowestSequence() {
    return lowestSequence;
  }

  /** Maximum segment size that this sender announced, 0 when unknown. */
  public int mss() {
    return mss;
  }

  /** Window scale that this sender announced, -1 when none. */
  public int windowScale() {
    return windowScale;
  }

  /** Whether a FIN of this direction was seen. */
  public boolean isFinSeen() {
    return finSeen;
  }

  /** The user's own object. */
  public Object attachment() {
    return attachment;
  }

  /** Keeps the user's own object. */
  public void attach(Object object) {
    attachment = object;
  }
}
