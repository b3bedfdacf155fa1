package org.mpnic.wire.mptcp;

/** Why a connection that asked for MPTCP is plain TCP (RFC 8684 section 3.7). */
public enum FallbackReason {
  /** The SYN/ACK has no MP_CAPABLE. */
  SYN_ACK_WITHOUT_CAPABLE,
  /** SYN/ACK of a version that the initiator did not offer. */
  VERSION,
  /** Flag B of MP_CAPABLE is set. */
  EXTENSIBILITY_FLAG,
  /** Flag H of MP_CAPABLE is clear. */
  NO_HMAC,
  /** The first data of the first subflow has no MPTCP option, and no DSS was seen before. */
  FIRST_DATA_WITHOUT_OPTION,
  /** A mapping of length 0: plain TCP from its place in the stream on. */
  INFINITE_MAPPING
}
