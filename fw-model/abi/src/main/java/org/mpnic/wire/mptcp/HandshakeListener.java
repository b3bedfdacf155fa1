package org.mpnic.wire.mptcp;

import org.mpnic.wire.FrameHeader;

/**
 * What {@link HandshakeTracker} found, in the order of the frames that showed it. Called within
 * {@link HandshakeTracker#onFrame}; must not call the tracker.
 */
public interface HandshakeListener {
  /** A direction was seen for the first time. Its kind may be pending still. */
  default void flowCreated(Flow flow) {}

  /** The kind of a TCP connection is another than before; both directions are meant. */
  default void kindChanged(Subflow subflow, FlowKind before) {}

  /** An initial sequence number became known after the flow's first frame. */
  default void isnLearned(Flow flow) {}

  /** MP_CAPABLE of a new connection; nothing more than the version need be known. */
  default void connectionCreated(Connection connection) {}

  /** Key, token and initial data sequence number of a side became known. */
  default void keyLearned(Connection connection, int side) {}

  /**
   * The handshake of a subflow is complete: MP_CAPABLE's keys exchanged, or a join's HMACs right.
   */
  default void subflowJoined(Subflow subflow) {}

  /** A join was refused. */
  default void joinRejected(Subflow subflow, JoinRejection reason) {}

  /** The connection goes on as plain TCP. */
  default void fallback(Connection connection, FallbackReason reason) {}

  /**
   * A SYN with another initial sequence number took over addresses and ports; before flowCreated.
   */
  default void flowReused(Flow old, Flow next) {}

  /** FIN of both directions, RST, or MP_FASTCLOSE. */
  default void closed(Subflow subflow, CloseKind how) {}

  /** An address was advertised; {@code hmacOk} is false only for a wrong HMAC. */
  default void addressAdvertised(Flow flow, FrameHeader header, boolean hmacOk) {}

  /** Addresses were withdrawn. */
  default void addressRemoved(Flow flow, FrameHeader header) {}

  /** The tracker forgets a TCP connection to make room. */
  default void evicted(Subflow subflow) {}
}
