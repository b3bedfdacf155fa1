package org.mpnic.driver.inspect;

import java.util.List;

/**
 * One direction of a connection, as the firmware's mirror shows it.
 *
 * @param connection id
 * @param kind {@code mptcp}, {@code fallback}, {@code tcp}, {@code partial} or {@code unknown}
 * @param state {@code open} or {@code closed}
 * @param version MPTCP version, null where the kind has none
 * @param token the sender's own token, 8 hexadecimal digits, null where unknown
 * @param checksumRequired whether DSS checksums are in use
 * @param queue that all its subflows go to
 * @param rcvNxtDsn in-order point of the data sequence space
 * @param frames on its subflows
 * @param payloadBytes of those frames
 * @param subflows those that are in the table
 */
public record ConnectionState(
    int connection,
    String kind,
    String state,
    Integer version,
    String token,
    boolean checksumRequired,
    int queue,
    String rcvNxtDsn,
    long frames,
    long payloadBytes,
    List<SubflowState> subflows) {

  /**
   * One receive subflow.
   *
   * @param subflow id
   * @param generation of the id
   * @param state {@code programmed}, {@code closed} or {@code replaced}
   * @param from address and port of the sender
   * @param to address and port of the receiver
   * @param rcvNxtSsn in-order point, relative to the ISN
   * @param frames that hit its entry
   * @param payloadBytes of those frames
   */
  public record SubflowState(
      int subflow,
      int generation,
      String state,
      String from,
      String to,
      long rcvNxtSsn,
      long frames,
      long payloadBytes) {}
}
