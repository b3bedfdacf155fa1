package org.mpnic.wire;

/**
 * What a parser may look at of one frame: hardware bounds all of it, host software nothing.
 *
 * @param headerWindowBytes bytes from the frame's start within which all headers, TCP options
 *     included, must lie
 * @param vlanTags VLAN tags (802.1Q or 802.1ad), 0 or more
 * @param ipv6Extensions IPv6 extension headers, 0 or more
 * @param tcpOptions TCP options walked, each NOP counted, the end-of-list option not
 */
public record ParserLimits(
    int headerWindowBytes, int vlanTags, int ipv6Extensions, int tcpOptions) {
  /** No limit but the frame itself. */
  public static final ParserLimits UNLIMITED =
      new ParserLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** Refuses negative limits. */
  public ParserLimits {
    if (headerWindowBytes < 0 || vlanTags < 0 || ipv6Extensions < 0 || tcpOptions < 0) {
      throw new IllegalArgumentException(
          "negative parser limit: headerWindowBytes="
              + headerWindowBytes
              + " vlanTags="
              + vlanTags
              + " ipv6Extensions="
              + ipv6Extensions
              + " tcpOptions="
              + tcpOptions);
    }
  }
}
