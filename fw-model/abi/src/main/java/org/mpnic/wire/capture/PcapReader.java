package org.mpnic.wire.capture;

import java.io.IOException;
import java.nio.ByteOrder;

/** Reads pcap (draft-ietf-opsawg-pcap), one interface. */
final class PcapReader extends CaptureReader {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int REST_OF_FILE_HEADER_BYTES = 20;
  private static final int RECORD_HEADER_BYTES = 16;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final int nsPerFraction;
  private final int linkType;
  private boolean ended;

  /** Reads the file header behind its magic number, which was read as big-endian. */
  PcapReader(CaptureInput in, String name, int magic) throws IOException {
    super(in);
    final boolean bigEndian = isMagic(magic);
    in.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    nsPerFraction = (bigEndian ? magic : Integer.reverseBytes(magic)) == NANOSECONDS ? 1 : 1000;
    if (in.readHead(REST_OF_FILE_HEADER_BYTES) < REST_OF_FILE_HEADER_BYTES) {
      throw new CaptureException(name + ": not a capture: it ends within the pcap file header");
    }
    if (in.u16(0) != 2) {
      throw new CaptureException(
          name + ": pcap version " + in.u16(0) + "." + in.u16(2) + ", expected 2.4");
    }
    linkType = in.i32(16) & 0xffff;
  }

  static boolean isMagic(int value) {
    return value == MICROSECONDS || value == NANOSECONDS;
  }

  @Override
  public boolean next(CaptureRecord target) throws IOException {
    if (ended) {
      return false;
    }
    ended = true;
    final int bytes = in.readHead(RECORD_HEADER_BYTES);
    if (bytes < RECORD_HEADER_BYTES) {
      if (bytes > 0) {
        warn("the file ends within a packet's header, at byte " + in.position());
      }
      return false;
    }
    final long timestampNs = in.u32(0) * NS_PER_SECOND + in.u32(4) * nsPerFraction;
    final long length = in.u32(8);
    final int originalLength = in.i32(12);
    if (length > MAX_PACKET_BYTES) {
      warn("a packet before byte " + in.position() + " claims " + length + " bytes");
      return false;
    }
    if (!readPacket(target, (int) length)) {
      return false;
    }
    target.interfaceId = 0;
    target.linkType = linkType;
    target.timestampNs = timestampNs;
    target.originalLength = originalLength;
    ended = false;
    return true;
  }

  @Override
  public int interfaces() {
    return 1;
  }

  @Override
  public int linkType(int interfaceId) {
    return linkType;
  }
}
