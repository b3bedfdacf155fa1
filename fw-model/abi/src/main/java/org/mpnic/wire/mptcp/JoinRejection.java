package org.mpnic.wire.mptcp;

/** Why a join is not a subflow of the connection that its token names. */
public enum JoinRejection {
  /** The SYN/ACK's HMAC is wrong. */
  SYN_ACK_HMAC,
  /** The third ACK's HMAC is wrong. */
  ACK_HMAC,
  /** The SYN/ACK has no MP_JOIN. */
  SYN_ACK_WITHOUT_JOIN,
  /** The connection has fallen back to plain TCP. */
  CONNECTION_FELL_BACK
}
