package org.mpnic.driver.stream;

import java.util.Locale;

/** What carried a stream. */
public enum StreamKind {
  /** MPTCP from beginning to end. */
  MPTCP,
  /** Begun as MPTCP, gone on as plain TCP (RFC 8684 section 3.7). */
  FALLBACK,
  /** Plain TCP, from its SYN on. */
  TCP,
  /** One direction of a TCP connection whose handshake was not seen. */
  PARTIAL;

  /** Name as tools print it: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
