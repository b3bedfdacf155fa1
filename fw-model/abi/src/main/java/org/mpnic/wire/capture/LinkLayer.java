package org.mpnic.wire.capture;

import org.mpnic.wire.BigEndian;

/**
 * Makes Ethernet frames of packets of other link types.
 *
 * <p>The link header is replaced by an Ethernet header: destination 02:00:00:00:00:01, source
 * 02:00:00:00:00:02 (or, of Linux cooked packets, the sender's address when it has 6 bytes), and
 * the EtherType that the link header gives, or that follows from the IP version. Nothing is padded.
 */
public final class LinkLayer {
  /** Most bytes that a frame is longer than its packet. */
  public static final int MAX_GROWTH_BYTES = 14;

  /** Packet whose link type or protocol has no Ethernet form. */
  public static final int UNKNOWN_LINK = -1;

  private static final int ETHERNET_BYTES = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int SLL_BYTES = 16;
  private static final int SLL2_BYTES = 20;
  private static final int LOOPBACK_BYTES = 4;
  private static final int PPP_IPV4 = 0x0021;
  private static final int PPP_IPV6 = 0x0057;
  private static final int PPP_ALL_STATIONS = 0xff03;
  private static final int LOCAL_MAC_HIGH = 0x0200_0000;

  private LinkLayer() {}

  /** Whether {@link #toEthernet} understands the link type. */
  public static boolean isSupported(int linkType) {
    switch (linkType) {
      case LinkType.ETHERNET:
      case LinkType.LINUX_SLL:
      case LinkType.LINUX_SLL2:
      case LinkType.RAW:
      case LinkType.RAW_12:
      case LinkType.RAW_14:
      case LinkType.IPV4:
      case LinkType.IPV6:
      case LinkType.PPP:
      case LinkType.PPP_HDLC:
      case LinkType.NULL:
      case LinkType.LOOP:
        return true;
      default:
        return false;
    }
  }

  /**
   * Writes the packet as an Ethernet frame to {@code target}, which must hold the packet's length
   * and {@link #MAX_GROWTH_BYTES} behind {@code offset}.
   *
   * @return bytes of the frame, or {@link #UNKNOWN_LINK}
   */
  public static int toEthernet(CaptureRecord packet, byte[] target, int offset) {
    final byte[] data = packet.data;
    final int length = packet.length;
    switch (packet.linkType) {
      case LinkType.ETHERNET:
        System.arraycopy(data, 0, target, offset, length);
        return length;
      case LinkType.LINUX_SLL:
        if (length < SLL_BYTES) {
          return UNKNOWN_LINK;
        }
        return cooked(
            packet, target, offset, SLL_BYTES, BigEndian.u16(data, 14), BigEndian.u16(data, 4), 6);
      case LinkType.LINUX_SLL2:
        if (length < SLL2_BYTES) {
          return UNKNOWN_LINK;
        }
        return cooked(packet, target, offset, SLL2_BYTES, BigEndian.u16(data, 0), data[11], 12);
      case LinkType.RAW:
      case LinkType.RAW_12:
      case LinkType.RAW_14:
      case LinkType.IPV4:
      case LinkType.IPV6:
        return frame(packet, target, offset, 0, etherTypeOfIp(packet, 0));
      case LinkType.NULL:
      case LinkType.LOOP:
        return frame(packet, target, offset, LOOPBACK_BYTES, etherTypeOfLoopback(packet));
      case LinkType.PPP:
      case LinkType.PPP_HDLC:
        return fromPpp(packet, target, offset);
      default:
        return UNKNOWN_LINK;
    }
  }

  private static int cooked(
      CaptureRecord packet,
      byte[] target,
      int offset,
      int headerBytes,
      int etherType,
      int addressBytes,
      int addressAt) {
    final int length = frame(packet, target, offset, headerBytes, etherType);
    if (addressBytes == 6) {
      System.arraycopy(packet.data, addressAt, target, offset + 6, 6);
    }
    return length;
  }

  private static int fromPpp(CaptureRecord packet, byte[] target, int offset) {
    final byte[] data = packet.data;
    int at = packet.length >= 2 && BigEndian.u16(data, 0) == PPP_ALL_STATIONS ? 2 : 0;
    if (packet.length < at + 2) {
      return UNKNOWN_LINK;
    }
    // A first byte that is odd is a compressed protocol field (RFC 1661 section 6.5).
    final boolean compressed = (data[at] & 1) != 0;
    final int protocol = compressed ? BigEndian.u8(data, at) : BigEndian.u16(data, at);
    at += compressed ? 1 : 2;
    final int etherType =
        protocol == PPP_IPV4 ? ETHERTYPE_IPV4 : protocol == PPP_IPV6 ? ETHERTYPE_IPV6 : -1;
    return frame(packet, target, offset, at, etherType);
  }

  private static int etherTypeOfIp(CaptureRecord packet, int at) {
    if (packet.length <= at) {
      return -1;
    }
    final int version = BigEndian.u8(packet.data, at) >>> 4;
    return version == 4 ? ETHERTYPE_IPV4 : version == 6 ? ETHERTYPE_IPV6 : -1;
  }

  /** Address families differ between systems and byte orders: the IP version is as good. */
  private static int etherTypeOfLoopback(CaptureRecord packet) {
    return etherTypeOfIp(packet, LOOPBACK_BYTES);
  }

  private static int frame(
      CaptureRecord packet, byte[] target, int offset, int headerBytes, int etherType) {
    if (etherType < 0) {
      return UNKNOWN_LINK;
    }
    BigEndian.put32(target, offset, LOCAL_MAC_HIGH);
    BigEndian.put16(target, offset + 4, 1);
    BigEndian.put32(target, offset + 6, LOCAL_MAC_HIGH);
    BigEndian.put16(target, offset + 10, 2);
    BigEndian.put16(target, offset + 12, etherType);
    final int length = packet.length - headerBytes;
    System.arraycopy(packet.data, headerBytes, target, offset + ETHERNET_BYTES, length);
    return ETHERNET_BYTES + length;
  }
}
