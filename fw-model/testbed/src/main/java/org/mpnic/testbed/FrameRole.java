package org.mpnic.testbed;

/** What a frame does in its flow. */
public enum FrameRole {
  /** Opens a TCP connection or a subflow. */
  SYN,
  /** Answers a SYN. */
  SYN_ACK,
  /**
   * Completes a handshake: the initiator's first frame after the SYN/ACK, and each one that carries
   * keys or an HMAC.
   */
  THIRD_ACK,
  /** Carries payload. */
  DATA,
  /** Carries no payload. */
  ACK,
  /** Carries the FIN flag. */
  FIN,
  /** Carries the RST flag. */
  RST,
  /** Carries MP_FASTCLOSE. */
  FASTCLOSE,
  /** Belongs to no conversation. */
  NOISE;

  /** Whether a shuffler must leave the frame where it is. */
  public boolean keepsItsPlace() {
    return this == SYN || this == SYN_ACK || this == THIRD_ACK;
  }
}
