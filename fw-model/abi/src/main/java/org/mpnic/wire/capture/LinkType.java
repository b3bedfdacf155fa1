package org.mpnic.wire.capture;

/** Link types of capture files (the LINKTYPE_ registry) that {@link LinkLayer} understands. */
public final class LinkType {
  /** BSD loopback: address family in the writer's byte order. */
  public static final int NULL = 0;

  /** Ethernet. */
  public static final int ETHERNET = 1;

  /** PPP, with or without HDLC address and control bytes. */
  public static final int PPP = 9;

  /** Raw IP, as OpenBSD writes it. */
  public static final int RAW_12 = 12;

  /** Raw IP, as other BSDs write it. */
  public static final int RAW_14 = 14;

  /** PPP in HDLC-like framing. */
  public static final int PPP_HDLC = 50;

  /** Raw IP. */
  public static final int RAW = 101;

  /** OpenBSD loopback: address family in network byte order. */
  public static final int LOOP = 108;

  /** Linux cooked capture, version 1. */
  public static final int LINUX_SLL = 113;

  /** Raw IPv4. */
  public static final int IPV4 = 228;

  /** Raw IPv6. */
  public static final int IPV6 = 229;

  /** Linux cooked capture, version 2. */
  public static final int LINUX_SLL2 = 276;

  private LinkType() {}

  /** Name as in the registry; "link type n" for the others. */
  public static String name(int linkType) {
    switch (linkType) {
      case NULL:
        return "NULL";
      case ETHERNET:
        return "ETHERNET";
      case PPP:
        return "PPP";
      case RAW_12:
      case RAW_14:
      case RAW:
        return "RAW";
      case PPP_HDLC:
        return "PPP_HDLC";
      case LOOP:
        return "LOOP";
      case LINUX_SLL:
        return "LINUX_SLL";
      case IPV4:
        return "IPV4";
      case IPV6:
        return "IPV6";
      case LINUX_SLL2:
        return "LINUX_SLL2";
      default:
        return "link type " + linkType;
    }
  }
}
