package org.mpnic.wire.capture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): sections of either byte order, interface descriptions,
 * enhanced, simple and obsolete packet blocks. Blocks of other types are stepped over.
 */
final class PcapngReader extends CaptureReader {
  static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int OBSOLETE_PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int OPTION_END = 0;
  private static final int OPTION_RESOLUTION = 9;
  private static final int OPTION_OFFSET = 14;

  /** Type, length, and length again at the end. */
  private static final int FRAME_BYTES = 12;

  private static final int PACKET_HEADER_BYTES = 20;
  private static final int MAX_INTERFACES = 65_536;

  private final String name;
  private final List<CaptureInterface> interfaces = new ArrayList<>();
  private int firstOfSection;
  private long bodyLeft;
  private long blockLength;
  private boolean ended;

  /** Reads the first section header behind its block type. */
  PcapngReader(CaptureInput in, String name) throws IOException {
    super(in);
    this.name = name;
    if (!beginSection() || !endBlock()) {
      throw new CaptureException(
          name + ": not a capture: its pcapng section header is damaged or cut");
    }
  }

  @Override
  public boolean next(CaptureRecord target) throws IOException {
    while (!ended) {
      final int bytes = in.readHead(4);
      if (bytes < 4) {
        if (bytes > 0) {
          warn("the file ends within a block's header, at byte " + in.position());
        }
        ended = true;
        break;
      }
      final int type = in.i32(0);
      boolean packet = false;
      boolean whole;
      if (type == SECTION_HEADER) {
        whole = beginSection();
      } else {
        whole = beginBlock();
        if (whole && type == INTERFACE_DESCRIPTION) {
          whole = readInterface();
        } else if (whole && isPacket(type)) {
          packet = readPacketBlock(type, target);
          whole = !ended;
        }
      }
      if (!whole || !endBlock()) {
        warn("a pcapng block before byte " + in.position() + " is damaged or cut");
        ended = true;
        // A packet that was read whole counts, though its block's end is missing.
        return packet;
      }
      if (packet) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPacket(int type) {
    return type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == OBSOLETE_PACKET;
  }

  /** Reads a section header behind its type, its byte order included. */
  private boolean beginSection() throws IOException {
    if (in.readHead(8) < 8) {
      return false;
    }
    in.order(ByteOrder.BIG_ENDIAN);
    if (in.i32(4) != BYTE_ORDER_MAGIC) {
      in.order(ByteOrder.LITTLE_ENDIAN);
      if (in.i32(4) != BYTE_ORDER_MAGIC) {
        return false;
      }
    }
    blockLength = in.u32(0);
    bodyLeft = blockLength - FRAME_BYTES - 4;
    if (bodyLeft < 12 || in.readHead(4) < 4) {
      return false;
    }
    bodyLeft -= 4;
    if (in.u16(0) != 1) {
      throw new CaptureException(
          name + ": pcapng version " + in.u16(0) + "." + in.u16(2) + ", expected 1.x");
    }
    firstOfSection = interfaces.size();
    return true;
  }

  /** Reads a block's length behind its type. */
  private boolean beginBlock() throws IOException {
    if (in.readHead(4) < 4) {
      return false;
    }
    blockLength = in.u32(0);
    bodyLeft = blockLength - FRAME_BYTES;
    return bodyLeft >= 0 && (blockLength & 3) == 0;
  }

  /** Steps over what is left of the block and checks the length at its end. */
  private boolean endBlock() throws IOException {
    return in.skip(bodyLeft) && in.readHead(4) == 4 && in.u32(0) == blockLength;
  }

  private boolean take(int bytes) throws IOException {
    if (bodyLeft < bytes || in.readHead(bytes) < bytes) {
      return false;
    }
    bodyLeft -= bytes;
    return true;
  }

  private boolean readInterface() throws IOException {
    if (!take(8) || interfaces.size() >= MAX_INTERFACES) {
      return false;
    }
    final CaptureInterface description = new CaptureInterface(in.u16(0), in.u32(4));
    interfaces.add(description);
    while (bodyLeft >= 4) {
      if (!take(4)) {
        return false;
      }
      final int code = in.u16(0);
      final int length = in.u16(2);
      if (code == OPTION_END) {
        break;
      }
      if (!readInterfaceOption(description, code, length)) {
        return false;
      }
    }
    return true;
  }

  private boolean readInterfaceOption(CaptureInterface description, int code, int length)
      throws IOException {
    if (code == OPTION_RESOLUTION && length == 1) {
      if (!take(4)) {
        return false;
      }
      description.setResolution(in.u8(0));
      return true;
    }
    if (code == OPTION_OFFSET && length == 8) {
      if (!take(8)) {
        return false;
      }
      description.setOffsetSeconds(in.i64(0));
      return true;
    }
    final int padded = length + 3 & ~3;
    if (padded > bodyLeft) {
      return false;
    }
    bodyLeft -= padded;
    return in.skip(padded);
  }

  /** Reads a packet; false when it is none to deliver, {@code ended} when the block is damaged. */
  private boolean readPacketBlock(int type, CaptureRecord target) throws IOException {
    final boolean simple = type == SIMPLE_PACKET;
    if (!take(simple ? 4 : PACKET_HEADER_BYTES)) {
      ended = true;
      return false;
    }
    final long local = simple ? 0 : type == ENHANCED_PACKET ? in.u32(0) : in.u16(0);
    if (local >= interfaces.size() - firstOfSection) {
      warn("a packet before byte " + in.position() + " names an unknown interface: " + local);
      return false;
    }
    final int interfaceId = firstOfSection + (int) local;
    final CaptureInterface description = interfaces.get(interfaceId);
    final long original = in.u32(simple ? 0 : 16);
    final long length =
        simple ? Math.min(Math.min(original, description.snapLength()), bodyLeft) : in.u32(12);
    final long ticks = simple ? 0 : in.u32(4) << 32 | in.u32(8);
    if (length > bodyLeft || length > MAX_PACKET_BYTES) {
      ended = true;
      return false;
    }
    if (!readPacket(target, (int) length)) {
      ended = true;
      return false;
    }
    bodyLeft -= length;
    target.interfaceId = interfaceId;
    target.linkType = description.linkType();
    target.timestampNs = simple ? 0 : description.toNanoseconds(ticks);
    target.originalLength = (int) original;
    return true;
  }

  @Override
  public int interfaces() {
    return interfaces.size();
  }

  @Override
  public int linkType(int interfaceId) {
    return interfaces.get(interfaceId).linkType();
  }
}
