package org.mpnic.wire.mptcp;

/**
 * One TCP connection with both its directions: a subflow when it belongs to an MPTCP connection.
 */
public final class Subflow {
  Flow initiator;
  Flow responder;
  FlowKind kind = FlowKind.PENDING;
  Connection connection;
  int initiatorSide;
  boolean complete;
  boolean closed;
  boolean dssSeen;

  boolean synSeen;
  boolean synAckSeen;

  boolean capableSyn;
  boolean capableSynAck;
  int synVersion;
  int synCapableFlags;

  boolean join;
  boolean joinSynSeen;
  boolean joinSynAckSeen;
  boolean joinAckSeen;
  int joinToken;
  int initiatorNonce;
  int responderNonce;
  long synAckHmac;
  long ackHmac;
  long ackHmacMiddle;
  int ackHmacLow;
  boolean backup;
  private Object attachment;

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

  /** Whether it began, or asked to begin, with MP_JOIN. */
  public boolean isJoin() {
    return join;
  }

  /** Whether its MPTCP handshake is complete: keys exchanged, or a join's HMACs right. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether FIN of both directions, RST or MP_FASTCLOSE was seen. */
  public boolean isClosed() {
    return closed;
  }

  /** Whether the initiator of a join asked for use as backup only. */
  public boolean isBackup() {
    return backup;
  }

  /** The user's own object. */
  public Object attachment() {
    return attachment;
  }

  /** Keeps the user's own object. */
  public void attach(Object object) {
    attachment = object;
  }

  /** Exchanges the roles: the guess of who opened the connection was wrong. */
  void swapRoles() {
    final Flow other = initiator;
    initiator = responder;
    responder = other;
    initiator.initiator = true;
    responder.initiator = false;
  }

  /** Whether the direction who opened the connection is known and not only guessed. */
  boolean rolesKnown() {
    return synSeen || synAckSeen || complete;
  }
}
