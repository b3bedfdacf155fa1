package org.mpnic.wire;

/** What a frame carries, as a small number that fits the 5 bits of a completion. */
public final class PacketType {
  /** No packet type is known: the frame ends before it, or its EtherType is none of the others. */
  public static final int OTHER = 0;

  /** ARP (EtherType 0x0806). */
  public static final int ARP = 1;

  /** TCP over IPv4. */
  public static final int TCP_IPV4 = 2;

  /** TCP over IPv6. */
  public static final int TCP_IPV6 = 3;

  /** UDP over IPv4. */
  public static final int UDP_IPV4 = 4;

  /** UDP over IPv6. */
  public static final int UDP_IPV6 = 5;

  /** ICMP over IPv4. */
  public static final int ICMP_IPV4 = 6;

  /** ICMPv6. */
  public static final int ICMP_IPV6 = 7;

  /** Another protocol over IPv4. */
  public static final int OTHER_IPV4 = 8;

  /** Another protocol over IPv6. */
  public static final int OTHER_IPV6 = 9;

  /** Fragment of an IPv4 packet, the first one included. */
  public static final int FRAGMENT_IPV4 = 10;

  /** Fragment of an IPv6 packet, the first one included. */
  public static final int FRAGMENT_IPV6 = 11;

  /** Number of packet types. */
  public static final int COUNT = 12;

  private static final String[] NAMES = {
    "other",
    "arp",
    "tcp_ipv4",
    "tcp_ipv6",
    "udp_ipv4",
    "udp_ipv6",
    "icmp_ipv4",
    "icmp_ipv6",
    "other_ipv4",
    "other_ipv6",
    "fragment_ipv4",
    "fragment_ipv6"
  };

  private PacketType() {}

  /** Name in lower case, as tools print it; "packet_type_n" for a number that is none. */
  public static String name(int packetType) {
    return packetType >= 0 && packetType < COUNT ? NAMES[packetType] : "packet_type_" + packetType;
  }

  /** Whether it is TCP, whole. */
  public static boolean isTcp(int packetType) {
    return packetType == TCP_IPV4 || packetType == TCP_IPV6;
  }
}
