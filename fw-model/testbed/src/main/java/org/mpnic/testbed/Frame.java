package org.mpnic.testbed;

/**
 * One Ethernet frame as it enters the card, without FCS.
 *
 * @param bytes the frame, from the destination address on; not copied, treat it as read-only
 * @param port port of the card, 0 or more
 * @param timestampNs time at which the frame's first byte arrives, ns since the start of the list
 * @param role what the frame does in its flow, which tells a shuffler what may be moved
 */
public record Frame(byte[] bytes, int port, long timestampNs, FrameRole role) {

  /** The same frame at another time. */
  public Frame at(long timeNs) {
    return new Frame(bytes, port, timeNs, role);
  }

  /** The same frame with other bytes. */
  public Frame with(byte[] newBytes) {
    return new Frame(newBytes, port, timestampNs, role);
  }

  /** The same frame on another port. */
  public Frame onPort(int newPort) {
    return new Frame(bytes, newPort, timestampNs, role);
  }
}
