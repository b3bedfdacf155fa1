package org.mpnic.wire.mptcp;

/** What is known of a TCP connection that may be a subflow. */
public enum FlowKind {
  /** Its handshake is not yet decided; a join stays so until its third ACK has proved the keys. */
  PENDING,
  /** Subflow of an MPTCP connection: its data is mapped by DSS options. */
  MPTCP,
  /** Began as MPTCP and goes on as plain TCP. */
  FALLBACK,
  /** Plain TCP, seen from its SYN or SYN/ACK on. */
  TCP,
  /** First seen after its handshake, or a join to a connection that is not known. */
  PARTIAL,
  /** A join that was refused: its data belongs to no connection. */
  REJECTED
}
