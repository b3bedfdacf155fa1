package org.mpnic.wire;

/**
 * Why a parser did not accept all of a frame. The first fault found is the reason.
 *
 * <p>Reasons from {@link #FIRST_OPTION_REASON} on concern TCP options only: addresses, ports,
 * sequence numbers and payload of the segment are valid, and the options that are not at fault were
 * read. For other reasons {@link FrameHeader#layers} says how far the parser came.
 */
public final class ParseReason {
  /** Nothing at fault. */
  public static final int OK = 0;

  /** The frame ends within its MAC addresses, a VLAN tag or the EtherType. */
  public static final int TRUNCATED_ETHERNET = 1;

  /** More VLAN tags than {@link ParserLimits#vlanTags}. */
  public static final int VLAN_LIMIT = 2;

  /** The frame ends within the fixed IPv4 or IPv6 header. */
  public static final int TRUNCATED_IP = 3;

  /** The version field does not go with the EtherType. */
  public static final int BAD_IP_VERSION = 4;

  /** IPv4 header length below 20 or beyond the frame or the total length. */
  public static final int BAD_IP_HEADER_LENGTH = 5;

  /** The IP packet is said to be longer than the frame holds. */
  public static final int IP_LENGTH_BEYOND_FRAME = 6;

  /** IPv6 extension headers run over the packet's end, or one has an impossible length. */
  public static final int BAD_IPV6_EXTENSION = 7;

  /** More IPv6 extension headers than {@link ParserLimits#ipv6Extensions}. */
  public static final int IPV6_EXTENSION_LIMIT = 8;

  /** Part of a fragmented IP packet. */
  public static final int FRAGMENT = 9;

  /** The IP packet ends within the fixed TCP header. */
  public static final int TRUNCATED_TCP = 10;

  /** TCP data offset below 20 bytes or beyond the IP packet. */
  public static final int BAD_TCP_HEADER_LENGTH = 11;

  /** Headers reach beyond {@link ParserLimits#headerWindowBytes}. */
  public static final int HEADER_WINDOW_EXCEEDED = 12;

  /** Lowest of the reasons that leave the TCP segment usable. */
  public static final int FIRST_OPTION_REASON = 13;

  /** A TCP option has a length below 2, beyond the header, or illegal for its kind. */
  public static final int BAD_TCP_OPTION_LENGTH = 13;

  /** More TCP options than {@link ParserLimits#tcpOptions}; those within the limit were read. */
  public static final int TCP_OPTION_LIMIT = 14;

  /** An MPTCP option has a length that is illegal for its subtype, version, flags or segment. */
  public static final int BAD_MPTCP_OPTION_LENGTH = 15;

  /** Two MPTCP options of one subtype in a segment; the first one was read. */
  public static final int DUPLICATE_MPTCP_OPTION = 16;

  /** Two MPTCP options that exclude each other: MP_CAPABLE beside MP_JOIN, or on SYN beside DSS. */
  public static final int CONFLICTING_MPTCP_OPTIONS = 17;

  /** An MP_JOIN of the length of a SYN or SYN/ACK on a segment without SYN. */
  public static final int MP_JOIN_WITHOUT_SYN = 18;

  /** Number of reasons, OK included. */
  public static final int COUNT = 19;

  private static final String[] NAMES = {
    "ok",
    "truncated_ethernet",
    "vlan_limit",
    "truncated_ip",
    "bad_ip_version",
    "bad_ip_header_length",
    "ip_length_beyond_frame",
    "bad_ipv6_extension",
    "ipv6_extension_limit",
    "fragment",
    "truncated_tcp",
    "bad_tcp_header_length",
    "header_window_exceeded",
    "bad_tcp_option_length",
    "tcp_option_limit",
    "bad_mptcp_option_length",
    "duplicate_mptcp_option",
    "conflicting_mptcp_options",
    "mp_join_without_syn"
  };

  private ParseReason() {}

  /**
   * Name in lower case, as counters and tools print it; "parse_reason_n" for a number that is none.
   */
  public static String name(int reason) {
    return reason >= 0 && reason < COUNT ? NAMES[reason] : "parse_reason_" + reason;
  }

  /** Whether addresses, ports, sequence numbers and payload of a TCP segment are valid anyway. */
  public static boolean leavesSegmentUsable(int reason) {
    return reason == OK || reason >= FIRST_OPTION_REASON;
  }
}
