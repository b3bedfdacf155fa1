package org.mpnic.model.tx;

/**
 * What a departing segment tells the peer of the opposite direction: the second read port of the
 * receive contexts.
 */
public interface ReceiveState {
  /**
   * Acknowledgment number (RFC 9293) of the segment.
   *
   * @param subflow receive subflow of the opposite direction
   */
  int acknowledgment(int subflow, long cycle);

  /**
   * Receive window of the connection, bytes beyond the DATA_ACK (RFC 8684 section 3.3.4), unsigned:
   * whatever the context holds.
   *
   * @param connection receive connection of the opposite direction
   */
  int window(int connection, long cycle);

  /** Timestamp value last received, to be echoed (RFC 7323). */
  int timestampEcho(int subflow, long cycle);

  /**
   * DATA_ACK (RFC 8684 section 3.3.2).
   *
   * @param connection receive connection of the opposite direction
   */
  long dataAck(int connection, long cycle);
}
