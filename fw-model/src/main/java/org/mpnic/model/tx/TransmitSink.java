package org.mpnic.model.tx;

/** Where frames go that leave the card: the other end of each port's wire. */
@FunctionalInterface
public interface TransmitSink {
  /**
   * A frame leaves; in order per port.
   *
   * @param port number of the port
   * @param frame holds the frame, which is without FCS; only valid during the call
   * @param offset its first byte
   * @param length its bytes, 60 or more
   * @param firstBeatCycle cycle in which its first beat leaves
   */
  void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle);
}
