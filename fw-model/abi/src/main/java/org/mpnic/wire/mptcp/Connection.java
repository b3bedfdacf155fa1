package org.mpnic.wire.mptcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An MPTCP connection, or a TCP connection that asked for MPTCP and fell back. Side 0 opened it,
 * side 1 answered. Written by {@link HandshakeTracker} only.
 */
public final class Connection {
  int version = -1;
  final long[] keys = new long[2];
  final int[] tokens = new int[2];
  final long[] idsns = new long[2];
  final boolean[] keyKnown = new boolean[2];
  boolean checksumRequired;
  FallbackReason fallback;
  boolean closed;
  boolean dssSeen;
  int subflowsJoined;
  int subflowsKept;
  final List<Subflow> subflows = new ArrayList<>();
  final List<Subflow> waitingJoins = new ArrayList<>();
  private Object attachment;

  Connection() {}

  /** Whether both keys are known. */
  public boolean areKeysKnown() {
    return keyKnown[0] && keyKnown[1];
  }

  /** MPTCP version, 0 or 1; -1 while unknown. */
  public int version() {
    return version;
  }

  /** Whether the key of a side is known, and with it its token and initial data sequence number. */
  public boolean isKeyKnown(int side) {
    return keyKnown[side];
  }

  /** Key of a side. */
  public long key(int side) {
    return keys[side];
  }

  /** Token of a side, by which the other side's joins name the connection. */
  public int token(int side) {
    return tokens[side];
  }

  /** Initial data sequence number of a side: its first data byte is one later. */
  public long idsn(int side) {
    return idsns[side];
  }

  /** The side that a token belongs to, 0 or 1; -1 when it is neither's. */
  public int sideOf(int token) {
    return keyKnown[0] && tokens[0] == token ? 0 : keyKnown[1] && tokens[1] == token ? 1 : -1;
  }

  /** Whether either side requires DSS checksums: then both use them. */
  public boolean isChecksumRequired() {
    return checksumRequired;
  }

  /** Why the connection fell back to plain TCP; null while it has not. */
  public FallbackReason fallback() {
    return fallback;
  }

  /** Whether all its subflows are marked closed, or MP_FASTCLOSE was seen. */
  public boolean isClosed() {
    return closed;
  }

  /** Subflows whose handshake was complete, forgotten ones included. */
  public int subflowsJoined() {
    return subflowsJoined;
  }

  /** Its subflows whose handshake is complete, the first one first, less those forgotten. */
  public List<Subflow> subflows() {
    return Collections.unmodifiableList(subflows);
  }

  /** The user's own object. */
  public Object attachment() {
    return attachment;
  }

  /** Keeps the user's own object. */
  public void attach(Object object) {
    attachment = object;
  }
}
