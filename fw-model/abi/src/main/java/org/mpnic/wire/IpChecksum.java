package org.mpnic.wire;

/**
 * Checks and computes the IPv4 header and TCP checksums of a frame that {@link FrameParser} has
 * read. Methods on IP need {@link FrameHeader#LAYER_IP}, methods on TCP {@link
 * FrameHeader#LAYER_TCP}; {@code offset} is the frame's first byte.
 */
public final class IpChecksum {
  private static final int PROTOCOL_TCP = 6;
  private static final int IPV4_CHECKSUM_OFFSET = 10;
  private static final int TCP_CHECKSUM_OFFSET = 16;
  private static final int IPV4_ADDRESSES = 12;
  private static final int IPV6_ADDRESSES = 8;

  private IpChecksum() {}

  /** Whether the IPv4 header's checksum is right; true for IPv6, which has none. */
  public static boolean ipHeaderOk(byte[] frame, int offset, FrameHeader header) {
    return header.isIpv6
        || InternetChecksum.fold(
                InternetChecksum.swappedHeaderSum(
                    frame, offset + header.l3Offset, header.l4Offset - header.l3Offset))
            == 0xffff;
  }

  /** Sum of the pseudo-header (RFC 9293 section 3.1, RFC 8200 section 8.1) of a TCP segment. */
  public static int pseudoHeaderSum(FrameHeader header) {
    final int tcpBytes = header.tcpHeaderLength + header.payloadLength;
    return InternetChecksum.fold(
        (long) InternetChecksum.sum64(header.srcHigh)
            + InternetChecksum.sum64(header.srcLow)
            + InternetChecksum.sum64(header.dstHigh)
            + InternetChecksum.sum64(header.dstLow)
            + PROTOCOL_TCP
            + InternetChecksum.sum32(tcpBytes));
  }

  /** Sum of the TCP payload, an odd last byte padded with zero. */
  public static int payloadSum(byte[] frame, int offset, FrameHeader header) {
    return InternetChecksum.sum(frame, offset + header.payloadOffset, header.payloadLength);
  }

  /** Sum of the TCP header, its checksum field included. */
  public static int tcpHeaderSum(byte[] frame, int offset, FrameHeader header) {
    return InternetChecksum.sum(frame, offset + header.l4Offset, header.tcpHeaderLength);
  }

  /** Whether the TCP checksum is right. */
  public static boolean tcpOk(byte[] frame, int offset, FrameHeader header) {
    return tcpOk(frame, offset, header, payloadSum(frame, offset, header));
  }

  /** Whether the TCP checksum is right, the payload's sum (or its residue) being known. */
  public static boolean tcpOk(byte[] frame, int offset, FrameHeader header, int payloadSum) {
    // A right sum is 0xffff, whichever byte of its words comes first.
    final long headers =
        swappedPseudoHeaderSum(frame, offset, header)
            + InternetChecksum.swappedHeaderSum(
                frame, offset + header.l4Offset, header.tcpHeaderLength);
    return InternetChecksum.fold(headers + InternetChecksum.swap(payloadSum)) == 0xffff;
  }

  /** The pseudo-header's sum with the bytes of its words exchanged, not folded. */
  private static long swappedPseudoHeaderSum(byte[] frame, int offset, FrameHeader header) {
    final int tcpBytes = header.tcpHeaderLength + header.payloadLength;
    final int at = offset + header.l3Offset;
    return (PROTOCOL_TCP << 8)
        + (long) InternetChecksum.swap(tcpBytes)
        + (header.isIpv6
            ? InternetChecksum.swappedSum(frame, at + IPV6_ADDRESSES, 32)
            : InternetChecksum.swappedSum(frame, at + IPV4_ADDRESSES, 8));
  }

  /**
   * Whether the TCP checksum field holds the pseudo-header's sum only: a frame that its sender's
   * NIC was to complete, as captures taken with checksum offload have it.
   */
  public static boolean tcpIsPartial(byte[] frame, int offset, FrameHeader header) {
    return BigEndian.u16(frame, offset + header.l4Offset + TCP_CHECKSUM_OFFSET)
        == pseudoHeaderSum(header);
  }

  /** Computes and stores the IPv4 header checksum; nothing to do for IPv6. */
  public static void storeIpHeader(byte[] frame, int offset, FrameHeader header) {
    if (header.isIpv6) {
      return;
    }
    final int at = offset + header.l3Offset;
    BigEndian.put16(frame, at + IPV4_CHECKSUM_OFFSET, 0);
    final int sum = InternetChecksum.sum(frame, at, header.l4Offset - header.l3Offset);
    BigEndian.put16(frame, at + IPV4_CHECKSUM_OFFSET, InternetChecksum.complement(sum));
  }

  /** Computes and stores the TCP checksum. */
  public static void storeTcp(byte[] frame, int offset, FrameHeader header) {
    final int at = offset + header.l4Offset;
    BigEndian.put16(frame, at + TCP_CHECKSUM_OFFSET, 0);
    final int sum =
        InternetChecksum.add(
            InternetChecksum.add(pseudoHeaderSum(header), tcpHeaderSum(frame, offset, header)),
            payloadSum(frame, offset, header));
    BigEndian.put16(frame, at + TCP_CHECKSUM_OFFSET, InternetChecksum.complement(sum));
  }
}
