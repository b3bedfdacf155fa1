package org.mpnic.abi;

import java.util.List;

/**
 * Why a frame is an exception, was dropped, or a descriptor was refused; each has one counter.
 *
 * <p>Codes: 1 to 31 what the parser found (the parser's own numbers), 32 to 39 checksums, 40 to 63
 * other slow paths, 64 to 79 drops, 80 to 95 bad descriptors.
 */
public enum Reason implements Code {
  OK(0, "no exception: the fast path"),
  TRUNCATED_ETHERNET(1, "the frame ends within its MAC addresses, a VLAN tag or the EtherType"),
  VLAN_LIMIT(2, "more VLAN tags than the parser walks"),
  TRUNCATED_IP(3, "the frame ends within the fixed IPv4 or IPv6 header"),
  BAD_IP_VERSION(4, "the version field does not go with the EtherType"),
  BAD_IP_HEADER_LENGTH(5, "IPv4 header length below 20 or beyond the frame or the total length"),
  IP_LENGTH_BEYOND_FRAME(6, "the IP packet is said to be longer than the frame"),
  BAD_IPV6_EXTENSION(7, "IPv6 extension headers run over the packet's end"),
  IPV6_EXTENSION_LIMIT(8, "more IPv6 extension headers than the parser walks"),
  FRAGMENT(9, "part of a fragmented IP packet"),
  TRUNCATED_TCP(10, "the IP packet ends within the fixed TCP header"),
  BAD_TCP_HEADER_LENGTH(11, "TCP data offset below 20 bytes or beyond the IP packet"),
  HEADER_WINDOW_EXCEEDED(12, "the headers reach beyond the parser's header window"),
  BAD_TCP_OPTION_LENGTH(13, "a TCP option's length is below 2, beyond the header, or illegal"),
  TCP_OPTION_LIMIT(14, "more TCP options than the parser walks"),
  BAD_MPTCP_OPTION_LENGTH(15, "an MPTCP option's length is illegal for its subtype and flags"),
  DUPLICATE_MPTCP_OPTION(16, "two MPTCP options of one subtype in a segment"),
  CONFLICTING_MPTCP_OPTIONS(17, "two MPTCP options that exclude each other"),
  MP_JOIN_WITHOUT_SYN(18, "an MP_JOIN of a SYN's length on a segment without SYN"),
  BAD_IP_CHECKSUM(32, "the IPv4 header checksum fails"),
  BAD_TCP_CHECKSUM(33, "the TCP checksum fails"),
  UNKNOWN_FLOW(40, "TCP of a flow that is not in the flow table"),
  HANDSHAKE(41, "SYN, MP_CAPABLE or MP_JOIN: firmware and software learn from it"),
  NO_MAPPING(42, "payload of an MPTCP subflow that no mapping covers"),
  PARTIAL_MAPPING(43, "payload that is not wholly inside one mapping"),
  FIRMWARE_BUSY(44, "the firmware's event queue was full; it did not see the frame"),
  TABLE_FULL(45, "the flow could not be programmed: no place in the tables"),
  NOT_TCP(46, "not TCP: no flow, steered by hash"),
  CONTEXT_UNKNOWN(47, "the flow entry names a subflow that is being replaced"),
  PACKET_BUFFER_FULL(64, "no place for the frame's beats in the port's packet buffer"),
  HEADER_SLOTS_FULL(65, "no place for the frame's header in the port's packet buffer"),
  NO_BUFFER(66, "the queue has too few posted receive buffers"),
  QUEUE_DISABLED(67, "the queue is absent, disabled or draining"),
  QUEUE_QUARANTINED(68, "the queue is quarantined for bad descriptors"),
  FRAME_TOO_LONG(69, "longer than the port's maximum frame size"),
  FRAME_TOO_SHORT(70, "shorter than an Ethernet header"),
  MAC_FILTERED(71, "destination address not accepted and promiscuous off"),
  PORT_DOWN(72, "the port's link is down"),
  BAD_ADDRESS(80, "descriptor address outside DMA memory"),
  BAD_ALIGNMENT(81, "descriptor address not aligned to the buffer size"),
  ZERO_LENGTH(82, "descriptor length is zero"),
  BAD_LENGTH(83, "descriptor length is not the region's buffer size"),
  BAD_INDEX(84, "descriptor index is not its free-running index"),
  BAD_TYPE(85, "transmit descriptor of an unknown type, or reserved bits set"),
  BAD_TARGET(86, "no such port, connection or transmit subflow, or not this queue's"),
  BAD_OFFSETS(87, "header offsets that do not follow each other, or lie beyond the bytes"),
  BAD_CHAIN(88, "a frame of too many descriptors, of changing type, or without an end"),
  BAD_FRAME_LENGTH(89, "a frame shorter than its headers or longer than the port's maximum");

  /** Codes are below this; the reason counters have so many places. */
  public static final int LIMIT = 96;

  private static final int FIRST_DROP = 64;
  private static final int FIRST_DESCRIPTOR_ERROR = 80;
  private static final List<Reason> ALL = List.of(values());
  private final int code;
  private final String meaning;

  Reason(int code, String meaning) {
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
  public static Reason of(int code) {
    return Code.find(ALL, code);
  }

  /** Whether frames with this reason are lost; false where they reach the host. */
  public boolean isDrop() {
    return code >= FIRST_DROP && code < FIRST_DESCRIPTOR_ERROR;
  }

  /** Whether it is the reason of a refused descriptor. */
  public boolean isDescriptorError() {
    return code >= FIRST_DESCRIPTOR_ERROR;
  }

  /** Name of a code, reason_N where this version knows none. */
  public static String label(int code) {
    Reason reason = of(code);
    return reason == null ? "reason_" + code : reason.label();
  }
}
