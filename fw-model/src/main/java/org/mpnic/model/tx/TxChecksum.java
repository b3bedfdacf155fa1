package org.mpnic.model.tx;

import org.mpnic.wire.BigEndian;
import org.mpnic.wire.InternetChecksum;

/**
 * tx_checksum: sums a frame's bytes as they pass, stores the frame whole and finishes its header.
 *
 * <p>Contract: C = checksumBufferBeats per port, B = 1; a frame shows to the port {@link
 * #FINISH_CYCLES} after its last beat entered. One frame a cycle, if frames are that short.
 *
 * <p>What it writes lies in the first {@link #WINDOW_BYTES} of the frame. Offsets are even, as
 * those of real headers are, with l3Offset + 20 <= l4Offset and l4Offset + 20 <= headerBytes for
 * SEGMENT and GENERATED. An IP header counts as IPv6 if its version is 6 and it has 40 bytes or
 * more, else as IPv4.
 *
 * <p>Payload is summed once: the DSS checksum (RFC 8684 section 3.3.1) and the TCP checksum take
 * the same sum.
 */
public final class TxChecksum {
  /** Cycles from a frame's last beat in to the frame's being visible to the port. */
  public static final int FINISH_CYCLES = 12;

  /** Bytes from the frame's start in which headers are finished. */
  public static final int WINDOW_BYTES = 128;

  private static final int PROTOCOL_TCP = 6;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int IPV6_LENGTH = 4;
  private static final int IPV6_ADDRESSES = 8;
  private static final int IPV4_LENGTH = 2;
  private static final int IPV4_ID = 4;
  private static final int IPV4_CHECKSUM = 10;
  private static final int IPV4_ADDRESSES = 12;
  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_CHECKSUM = 16;
  private static final int FLAGS_OF_LAST = 0x09;
  private static final int FLAGS_OF_FIRST = 0x80;

  /** Offset of the checksum in a UDP header, where 0 says that there is none (RFC 768). */
  private static final int UDP_CHECKSUM = 6;

  private TxChecksum() {}

  /**
   * Finishes the header of a whole frame in place.
   *
   * @param frame holds it from its start
   * @param bytes its length, without check sequence and padding
   */
  public static void finish(byte[] frame, int bytes, FrameFinish finish) {
    switch (finish.kind) {
      case FrameFinish.PARTIAL_CHECKSUM -> partial(frame, bytes, finish);
      case FrameFinish.SEGMENT -> {
        place(frame, finish);
        int payload = sumFrom(frame, finish.headerBytes, bytes);
        headers(frame, bytes, finish, payload);
      }
      case FrameFinish.GENERATED -> {
        int payload = sumFrom(frame, finish.headerBytes, bytes);
        if (finish.dssChecksumOffset >= 0) {
          int sum = InternetChecksum.add(finish.dssPseudoSum, payload);
          BigEndian.put16(frame, finish.dssChecksumOffset, InternetChecksum.complement(sum));
        }
        headers(frame, bytes, finish, payload);
      }
      default -> {}
    }
  }

  /** The field holds the sum of what is to be summed besides; nothing if it is outside. */
  private static void partial(byte[] frame, int bytes, FrameFinish finish) {
    int field = finish.l4Offset + finish.checksumOffset;
    if (field + 2 > Math.min(bytes, WINDOW_BYTES)) {
      return;
    }
    int checksum = InternetChecksum.complement(sumFrom(frame, finish.l4Offset, bytes));
    if (checksum == 0 && finish.checksumOffset == UDP_CHECKSUM) {
      checksum = 0xffff;
    }
    BigEndian.put16(frame, field, checksum);
  }

  /** What differs from segment to segment of a frame. */
  private static void place(byte[] frame, FrameFinish finish) {
    if (!isIpv6(frame, finish)) {
      int id = finish.l3Offset + IPV4_ID;
      BigEndian.put16(frame, id, BigEndian.u16(frame, id) + finish.segment);
    }
    int sequence = finish.l4Offset + TCP_SEQUENCE;
    BigEndian.put32(frame, sequence, BigEndian.i32(frame, sequence) + finish.sequenceOffset);
    int cleared =
        (finish.firstSegment ? 0 : FLAGS_OF_FIRST) | (finish.lastSegment ? 0 : FLAGS_OF_LAST);
    frame[finish.l4Offset + TCP_FLAGS] &= (byte) ~cleared;
  }

  /** Lengths and checksums of IP and TCP, the payload's sum being known. */
  private static void headers(byte[] frame, int bytes, FrameFinish finish, int payload) {
    int l3 = finish.l3Offset;
    int l4 = finish.l4Offset;
    int addresses;
    if (isIpv6(frame, finish)) {
      BigEndian.put16(frame, l3 + IPV6_LENGTH, bytes - l3 - IPV6_HEADER_BYTES);
      addresses = InternetChecksum.sum(frame, l3 + IPV6_ADDRESSES, 32);
    } else {
      BigEndian.put16(frame, l3 + IPV4_LENGTH, bytes - l3);
      BigEndian.put16(frame, l3 + IPV4_CHECKSUM, 0);
      int sum = InternetChecksum.sum(frame, l3, l4 - l3);
      BigEndian.put16(frame, l3 + IPV4_CHECKSUM, InternetChecksum.complement(sum));
      addresses = InternetChecksum.sum(frame, l3 + IPV4_ADDRESSES, 8);
    }
    BigEndian.put16(frame, l4 + TCP_CHECKSUM, 0);
    int sum =
        InternetChecksum.fold(
            (long) addresses
                + PROTOCOL_TCP
                + (bytes - l4)
                + InternetChecksum.sum(frame, l4, finish.headerBytes - l4)
                + payload);
    BigEndian.put16(frame, l4 + TCP_CHECKSUM, InternetChecksum.complement(sum));
  }

  private static boolean isIpv6(byte[] frame, FrameFinish finish) {
    return frame[finish.l3Offset] >> 4 == 6
        && finish.l4Offset - finish.l3Offset >= IPV6_HEADER_BYTES;
  }

  private static int sumFrom(byte[] frame, int offset, int bytes) {
    return InternetChecksum.sum(frame, offset, Math.max(0, bytes - offset));
  }
}
