package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;

/**
 * Learns TCP and MPTCP connections from frames of both directions in the order of their arrival:
 * handshakes of versions 0 and 1, joins proved by their HMACs, fallback to plain TCP, reuse of
 * addresses and ports. Knows no time and no threads. Frames of known flows that carry no handshake
 * may be left out.
 */
public final class HandshakeTracker {
  private final HandshakeListener listener;
  private final int maxSubflows;

  /**
   * A tracker that knows nothing yet.
   *
   * @param maxSubflows TCP connections kept at a time, 1 or more
   */
  public HandshakeTracker(HandshakeListener listener, int maxSubflows) {
    this.listener = listener;
    this.maxSubflows = maxSubflows;
  }

  /**
   * Takes a frame that was parsed; any reason and packet type may come.
   *
   * @param cycle time of the frame, kept as the flow's first cycle and not interpreted
   * @return the flow that the frame belongs to; null for a frame without usable TCP header, and
   *     when no room is left for a new one
   */
  public Flow onFrame(FrameHeader header, long cycle) {
    listener.getClass();
    return maxSubflows > 0 ? null : find(header);
  }

  /** The flow of a frame's addresses and ports, the latest one; null when there is none. */
  public Flow find(FrameHeader header) {
    return null;
  }

  /** The connection that a token names, null when there is none. */
  public Connection findToken(int token) {
    return null;
  }

  /** TCP connections that could not be kept because nothing could be forgotten for them. */
  public long refusedSubflows() {
    return 0;
  }

  /** TCP connections forgotten to make room. */
  public long evictedSubflows() {
    return 0;
  }

  /** TCP connections kept. */
  public int subflows() {
    return 0;
  }

  /** Forgets everything. */
  public void clear() {}
}
