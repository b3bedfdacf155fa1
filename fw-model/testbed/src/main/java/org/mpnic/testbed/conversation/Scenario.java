package org.mpnic.testbed.conversation;

/**
 * One feature of a conversation; several may be asked for at once where they do not exclude each
 * other.
 */
public enum Scenario {
  /** One or two subflows, one mapping after the other, everything in order. */
  BASIC,
  VERSION_0,
  VERSION_1,
  IPV6,
  /** IPv6 with destination options headers. */
  IPV6_EXTENSION_HEADERS,
  /** One subflow over IPv4, the next over IPv6. */
  MIXED_FAMILIES,
  VLAN,
  STACKED_VLAN,
  CHECKSUM,
  NO_CHECKSUM,
  /** Several subflows by MP_JOIN. */
  JOIN,
  /** The server opens a subflow. */
  SERVER_JOIN,
  /** A join refused for the HMAC in its SYN/ACK or third ACK, data on it included. */
  JOIN_WRONG_HMAC,
  /** ADD_ADDR, REMOVE_ADDR and MP_PRIO between the data. */
  ADDRESSES,
  DUPLICATES,
  /** Copies of any range of bytes, whatever the borders of segments and mappings. */
  OVERLAPS,
  SEGMENTS_OVER_TWO_MAPPINGS,
  DSS_ON_FIRST_SEGMENT_ONLY,
  /** Mappings come on frames without data, before the data. */
  MAPPING_AHEAD,
  /** 64 mappings of one subflow are incomplete at a time. */
  MANY_MAPPINGS,
  OUT_OF_ORDER,
  BAD_DSS_CHECKSUM,
  BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION,
  BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION,
  /** Segments with a bad TCP checksum, without a good copy. */
  BAD_TCP_CHECKSUM,
  /** Segments with a bad TCP checksum besides good copies. */
  BAD_TCP_CHECKSUM_MENDED,
  /** Frames with a bad IPv4 header checksum besides good copies. */
  BAD_IP_CHECKSUM_MENDED,
  /** A segment that is in no frame. */
  HOLE,
  /** The same, but its data comes by another mapping. */
  HOLE_MENDED,
  SEQUENCE_WRAP,
  /** The low half of the DSN wraps. */
  DSN_WRAP,
  DSN_4_BYTES,
  /** Data mapped twice, by mappings that overlap in any way. */
  REINJECTION,
  /** Frames of up to 60 kB with only the pseudo-header's sum in the TCP checksum. */
  OFFLOAD_FRAMES,
  DATA_FIN_ALONE,
  DATA_FIN_WITH_DATA,
  /** A mapping comes again with DATA_FIN added, so with another length and checksum on the wire. */
  MAPPING_REPEATED_WITH_DATA_FIN,
  /**
   * A mapping comes again with another DSN or another length, its checksum right or wrong, and the
   * same data.
   */
  CONFLICTING_MAPPINGS,
  /** Data comes again with other bytes, where it was accepted before. */
  CONFLICTING_BYTES,
  MP_CAPABLE_WITH_DATA,
  /** The first data comes right behind the handshake. */
  EARLY_DATA,
  TIMESTAMPS,
  /** Short frames have a trailer behind the IP packet. */
  PADDING,
  INFINITE_MAPPING,
  FALLBACK_IN_SYN_ACK,
  FALLBACK_IN_THIRD_ACK,
  FALLBACK_IN_FIRST_DATA,
  /** Options vanish later, with one subflow. */
  FALLBACK_LATER,
  /** Bad checksum on the only subflow: MP_FAIL, infinite mapping. */
  FALLBACK_BY_BAD_CHECKSUM,
  PLAIN_TCP,
  /** The handshakes are not in the capture. */
  PARTIAL,
  /** The handshake of the connection is not in the capture, that of a later subflow is. */
  PARTIAL_WITH_JOIN,
  FIN_OVERTAKES_DATA,
  RST_OVERTAKES_DATA,
  FASTCLOSE_OVERTAKES_DATA,
  /** Another connection with the same addresses and ports, after this one. */
  PORT_REUSE
}
