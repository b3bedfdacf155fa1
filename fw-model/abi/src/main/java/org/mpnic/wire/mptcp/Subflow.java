package org.mpnic.wire.mptcp;

/**
 * One TCP connection with both its directions: a subflow when it belongs to an MPTCP connection.
 */
public final class Subflow {
  final Flow initiator;
  final Flow responder;
  FlowKind kind = FlowKind.PENDING;
  Connection connection;
  int initiatorSide;

  Subflow(Flow initiator, Flow responder) {
    this.initiator = initiator;
    this.responder = responder;
  }

  /** The direction whose sender opened the TCP connection. */
  public Flow initiator() {
    return initiator;
  }

  /** The other direction. */
  public Flow responder() {
    return responder;
  }

  /** What is known of it. */
  public FlowKind kind() {
    return kind;
  }

  /** The MPTCP connection, null when it belongs to none. */
  public Connection connection() {
    return connection;
  }
}
