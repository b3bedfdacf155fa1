package org.mpnic.device.port;

import org.mpnic.wire.BigEndian;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.InternetChecksum;

/**
 * Cuts a TCP frame that is longer than the wire allows into the segments that its sender's network
 * card made of it.
 *
 * <p>Segments are what Linux's own segmentation gives: every header byte and TCP option copied, so
 * that all carry the same DSS mapping (RFC 8684 section 3.3.1); IPv4 identification counted up;
 * sequence numbers advanced; FIN and PSH on the last segment only, CWR on the first only; lengths
 * and checksums anew.
 */
public final class FrameCutter {
  private static final int IPV4_TOTAL_LENGTH = 2;
  private static final int IPV4_IDENTIFICATION = 4;
  private static final int IPV4_CHECKSUM = 10;
  private static final int IPV6_PAYLOAD_LENGTH = 4;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_LEAST_HEADER_BYTES = 20;
  private static final int FIN = 0x01;
  private static final int PSH = 0x08;
  private static final int CWR = 0x80;

  private byte[] frame;
  private int frameOffset;
  private FrameHeader header;
  private int segmentBytes;
  private int segments;

  /**
   * Takes a frame to be cut. It and its header must stay as they are until the last segment was
   * written.
   *
   * @param bytes array with an Ethernet frame without check sequence
   * @param offset where the frame begins
   * @param parsed its headers: TCP, no fragment, not malformed
   * @param maximumSegmentBytes MSS of its flow: payload of a segment without options, 88 or more
   * @param maximumFrameBytes most bytes of a segment's frame without check sequence
   * @return number of segments; 0 when headers alone reach {@code maximumFrameBytes}
   */
  public int begin(
      byte[] bytes,
      int offset,
      FrameHeader parsed,
      int maximumSegmentBytes,
      int maximumFrameBytes) {
    frame = bytes;
    frameOffset = offset;
    header = parsed;
    int optionBytes = parsed.tcpHeaderLength - TCP_LEAST_HEADER_BYTES;
    int room = maximumFrameBytes - parsed.payloadOffset;
    segmentBytes = Math.min(maximumSegmentBytes - optionBytes, room);
    if (segmentBytes <= 0) {
      segments = 0;
      return 0;
    }
    segments = Math.max(1, (parsed.payloadLength + segmentBytes - 1) / segmentBytes);
    return segments;
  }

  /** Payload of every segment but the last, in bytes. */
  public int segmentBytes() {
    return segmentBytes;
  }

  /** Bytes that the longest segment's frame takes. */
  public int longestFrameBytes() {
    return header.payloadOffset + Math.min(segmentBytes, header.payloadLength);
  }

  /**
   * Writes one segment as a frame of its own.
   *
   * @param index 0 to the number of segments less one
   * @param target array to write to
   * @param targetOffset where the frame begins; {@link #longestFrameBytes} must fit
   * @return length of the frame in bytes
   */
  public int write(int index, byte[] target, int targetOffset) {
    int headerBytes = header.payloadOffset;
    int skipped = index * segmentBytes;
    int payloadBytes = Math.min(segmentBytes, header.payloadLength - skipped);
    System.arraycopy(frame, frameOffset, target, targetOffset, headerBytes);
    System.arraycopy(
        frame,
        frameOffset + headerBytes + skipped,
        target,
        targetOffset + headerBytes,
        payloadBytes);
    int end = targetOffset + headerBytes + payloadBytes;
    int l3Offset = targetOffset + header.l3Offset;
    int l4Offset = targetOffset + header.l4Offset;
    if (header.isIpv6) {
      BigEndian.put16(target, l3Offset + IPV6_PAYLOAD_LENGTH, end - l3Offset - IPV6_HEADER_BYTES);
    } else {
      writeIpv4(index, target, l3Offset, end);
    }
    BigEndian.put32(target, l4Offset + TCP_SEQUENCE, header.sequence + skipped);
    int cleared = (index == 0 ? 0 : CWR) | (index == segments - 1 ? 0 : FIN | PSH);
    target[l4Offset + TCP_FLAGS] &= (byte) ~cleared;
    TransportChecksum.complete(
        target, l3Offset, header.isIpv6, TransportChecksum.TCP, l4Offset, end);
    return end - targetOffset;
  }

  private static void writeIpv4(int index, byte[] target, int l3Offset, int end) {
    BigEndian.put16(target, l3Offset + IPV4_TOTAL_LENGTH, end - l3Offset);
    int identification = BigEndian.u16(target, l3Offset + IPV4_IDENTIFICATION) + index;
    BigEndian.put16(target, l3Offset + IPV4_IDENTIFICATION, identification & 0xffff);
    BigEndian.put16(target, l3Offset + IPV4_CHECKSUM, 0);
    int headerBytes = (target[l3Offset] & 0x0f) * 4;
    int sum = InternetChecksum.sum(target, l3Offset, headerBytes);
    BigEndian.put16(target, l3Offset + IPV4_CHECKSUM, ~sum & 0xffff);
  }
}
