package org.mpnic.wire.mptcp;

/** What marked a flow as closed; delivery does not end with it. */
public enum CloseKind {
  /** FIN of both directions. */
  FIN,
  /** RST. */
  RST,
  /** MP_FASTCLOSE with the right key. */
  FASTCLOSE
}
