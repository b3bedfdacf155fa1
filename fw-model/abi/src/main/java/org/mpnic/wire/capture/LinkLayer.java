package org.mpnic.wire.capture;

/** Makes Ethernet frames of packets of other link types. */
public final class LinkLayer {
  /** Most bytes that a frame is longer than its packet. */
  public static final int MAX_GROWTH_BYTES = 14;

  /** Packet whose link type or protocol has no Ethernet form. */
  public static final int UNKNOWN_LINK = -1;

  private LinkLayer() {}

  /** Whether {@link #toEthernet} understands the link type. */
  public static boolean isSupported(int linkType) {
    return linkType == LinkType.ETHERNET;
  }

  /**
   * Writes the packet as an Ethernet frame to {@code target}, which must hold the packet's length
   * and {@link #MAX_GROWTH_BYTES} behind {@code offset}.
   *
   * @return bytes of the frame, or {@link #UNKNOWN_LINK}
   */
  public static int toEthernet(CaptureRecord packet, byte[] target, int offset) {
    if (packet.linkType != LinkType.ETHERNET) {
      return UNKNOWN_LINK;
    }
    System.arraycopy(packet.data, 0, target, offset, packet.length);
    return packet.length;
  }
}
