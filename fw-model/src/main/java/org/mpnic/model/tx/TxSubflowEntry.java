package org.mpnic.model.tx;

/**
 * What the control processor programs for one transmit subflow: one direction of a TCP connection,
 * from this host to its peer; mutable.
 *
 * <p>The header template is a whole header of a segment without payload: Ethernet, VLAN tags, IPv4
 * or IPv6, TCP with all options but DSS. Of its fields the card replaces lengths, sequence and
 * acknowledgment number, data offset, window, timestamps and checksums; PSH is added where data
 * ends; the rest leaves as it stands there.
 */
public final class TxSubflowEntry {
  /** Longest header template, bytes. */
  public static final int MAX_TEMPLATE_BYTES = 96;

  /** Port that it leaves by. */
  public int port;

  /** Transmit connection that it belongs to. */
  public int connection;

  /** Receive subflow of the opposite direction: where ACK number and echo come from. */
  public int receiveSubflow;

  /** TCP sequence number of the SYN: SSN 0 (RFC 8684 section 3.3.1). */
  public int initialSequence;

  /** SSN of the next byte that is sent, 1 after the SYN. */
  public int nextSsn = 1;

  /** MSS of the peer (RFC 9293): TCP payload and options of a segment, bytes; 64 to 65535. */
  public int mss = 1460;

  /** Bytes before the IP header. */
  public int l3Offset = 14;

  /** Bytes before the TCP header. */
  public int l4Offset = 34;

  /** Bytes before TSval of the timestamps option (RFC 7323), 0 when the template has none. */
  public int timestampOffset;

  /** Shift of the window field, which this side's SYN has told the peer (RFC 7323), 0 to 14. */
  public int windowScale;

  /** Header template; bytes behind {@link #templateBytes} do not matter. */
  public final byte[] template = new byte[MAX_TEMPLATE_BYTES];

  public int templateBytes;

  /** SSN behind the last byte that may be sent: least of window and congestion window. */
  public int sendLimit = Integer.MAX_VALUE;

  /** Share of the connection's bytes under policy weighted, 1 to 255. */
  public int weight = 1;

  /** Smoothed round-trip time, microseconds; 0 to 2^32 - 1 as unsigned. */
  public int smoothedRttMicros;

  /** Used only when no other subflow is left (RFC 8684 section 3.3.8). */
  public boolean backup;

  /** Gets no new data; what was given to it is sent. */
  public boolean stopped;

  /** Bytes of TCP options in the template. */
  public int templateOptionBytes() {
    return templateBytes - l4Offset - DssOption.TCP_HEADER_BYTES;
  }
}
