package org.mpnic.device.port;

import org.mpnic.wire.BigEndian;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.InternetChecksum;

/**
 * TCP and UDP checksums of whole frames: checked, recognised as left to the network card,
 * completed.
 */
final class TransportChecksum {
  static final int TCP = 6;
  static final int UDP = 17;

  private static final int TCP_CHECKSUM_OFFSET = 16;
  private static final int UDP_CHECKSUM_OFFSET = 6;

  /** What a checksum field holds. */
  enum State {
    /** The checksum of the frame, or UDP's 0 for none. */
    WHOLE,
    /** The sum of the pseudo-header only, for the network card to complete. */
    PARTIAL,
    /** Neither. */
    WRONG
  }

  private TransportChecksum() {}

  /**
   * Judges the checksum field of a TCP or UDP packet that is no fragment and whose header is whole.
   *
   * @param offset where the frame begins in {@code frame}
   */
  static State state(byte[] frame, int offset, FrameHeader header) {
    int l3Offset = offset + header.l3Offset;
    int l4Offset = offset + header.l4Offset;
    int field = BigEndian.u16(frame, l4Offset + fieldOffset(header.protocol));
    if (header.protocol == UDP && field == 0) {
      return State.WHOLE;
    }
    int length = header.ipTotalEnd - header.l4Offset;
    int pseudo = pseudoHeaderSum(frame, l3Offset, header.isIpv6, header.protocol, length);
    int all = InternetChecksum.add(pseudo, InternetChecksum.sum(frame, l4Offset, length));
    if (all == 0xffff) {
      return State.WHOLE;
    }
    boolean withoutLength =
        field == pseudoHeaderSum(frame, l3Offset, header.isIpv6, header.protocol, 0);
    return field == pseudo || withoutLength ? State.PARTIAL : State.WRONG;
  }

  /**
   * Writes the whole checksum of a TCP or UDP packet.
   *
   * @param l3Offset where its IP header begins
   * @param l4Offset where its TCP or UDP header begins
   * @param end where the IP packet ends
   */
  static void complete(
      byte[] frame, int l3Offset, boolean isIpv6, int protocol, int l4Offset, int end) {
    int at = l4Offset + fieldOffset(protocol);
    BigEndian.put16(frame, at, 0);
    int length = end - l4Offset;
    int sum =
        InternetChecksum.add(
            pseudoHeaderSum(frame, l3Offset, isIpv6, protocol, length),
            InternetChecksum.sum(frame, l4Offset, length));
    int checksum = ~sum & 0xffff;
    BigEndian.put16(frame, at, protocol == UDP && checksum == 0 ? 0xffff : checksum);
  }

  /** Bytes that a header must have for its checksum field to be there. */
  static int leastHeaderBytes(int protocol) {
    return protocol == TCP ? 20 : 8;
  }

  private static int fieldOffset(int protocol) {
    return protocol == TCP ? TCP_CHECKSUM_OFFSET : UDP_CHECKSUM_OFFSET;
  }

  private static int pseudoHeaderSum(
      byte[] frame, int l3Offset, boolean isIpv6, int protocol, int length) {
    int addresses =
        isIpv6
            ? InternetChecksum.sum(frame, l3Offset + 8, 32)
            : InternetChecksum.sum(frame, l3Offset + 12, 8);
    int rest = InternetChecksum.add(InternetChecksum.add(length >>> 16, length & 0xffff), protocol);
    return InternetChecksum.add(addresses, rest);
  }
}
