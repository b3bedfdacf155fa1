package org.mpnic.testbed;

/** What a data stream was carried by. */
public enum StreamKind {
  /** MPTCP from beginning to end. */
  MPTCP,
  /** Begun as MPTCP (MP_CAPABLE in the SYN), gone on as plain TCP: RFC 8684 section 3.7. */
  FALLBACK,
  /** Plain TCP. */
  TCP,
  /** One subflow of something whose handshake the frames do not hold. */
  PARTIAL
}
