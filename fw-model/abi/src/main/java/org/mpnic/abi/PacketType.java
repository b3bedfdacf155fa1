package org.mpnic.abi;

import java.util.List;

/** What a frame carries; the same numbers as the parser's packet types. */
public enum PacketType implements Code {
  OTHER(0, "no packet type is known"),
  ARP(1, "ARP"),
  TCP_IPV4(2, "TCP over IPv4"),
  TCP_IPV6(3, "TCP over IPv6"),
  UDP_IPV4(4, "UDP over IPv4"),
  UDP_IPV6(5, "UDP over IPv6"),
  ICMP_IPV4(6, "ICMP over IPv4"),
  ICMP_IPV6(7, "ICMPv6"),
  OTHER_IPV4(8, "another protocol over IPv4"),
  OTHER_IPV6(9, "another protocol over IPv6"),
  FRAGMENT_IPV4(10, "fragment of an IPv4 packet"),
  FRAGMENT_IPV6(11, "fragment of an IPv6 packet");

  private static final List<PacketType> ALL = List.of(values());
  private final int code;
  private final String meaning;

  PacketType(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** The constant of that code, or null where this version knows none. */
  public static PacketType of(int code) {
    return Code.find(ALL, code);
  }
}
