package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;

/**
 * One direction of a TCP connection whose handshake somebody else has followed: what {@link
 * HandshakeTracker#adopt} needs to go on with it.
 *
 * @param addresses a header with the direction's addresses and ports
 * @param kind what the TCP connection is
 * @param isInitiator whether this direction's sender opened the TCP connection
 * @param isIsnKnown whether {@code isn} is known
 * @param isn initial sequence number
 * @param fallback why its connection fell back; null unless it did
 * @param connection the MPTCP connection; null where there is none
 */
public record KnownFlow(
    FrameHeader addresses,
    FlowKind kind,
    boolean isInitiator,
    boolean isIsnKnown,
    int isn,
    FallbackReason fallback,
    Keys connection) {
  /**
   * An MPTCP connection as the sender of a direction sees it.
   *
   * @param version 0 or 1
   * @param side the sender's side: 0 opened the connection, 1 answered
   * @param key the sender's key
   * @param hasPeerKey whether {@code peerKey} is known
   * @param peerKey the receiver's key
   * @param isChecksumRequired whether DSS checksums are in use
   */
  public record Keys(
      int version,
      int side,
      long key,
      boolean hasPeerKey,
      long peerKey,
      boolean isChecksumRequired) {}
}
