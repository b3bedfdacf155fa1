package org.mpnic.device.wire;

/** Sees frames at the ports of a card. */
@FunctionalInterface
public interface FrameTap {
  /**
   * A frame leaves or arrives; in the order of its cycles per port and direction.
   *
   * @param frame holds the frame, which is without FCS; only valid during the call
   * @param cycle of its first beat
   * @param leaves whether it leaves the card
   */
  void frame(int port, byte[] frame, int offset, int length, long cycle, boolean leaves);
}
