package org.mpnic.wire.mptcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An MPTCP connection, or a TCP connection that asked for MPTCP and fell back. Side 0 opened it,
 * side 1 answered. Written by {@link HandshakeTracker} only.
 */
public final class Connection {
  int version;
  final long[] keys = new long[2];
  final int[] tokens = new int[2];
  final long[] idsns = new long[2];
  final boolean[] keyKnown = new boolean[2];
  boolean checksumRequired;
  FallbackReason fallback;
  boolean closed;
  final List<Subflow> subflows = new ArrayList<>();
  private Object attachment;

  Connection() {}

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

  /** Its subflows whose handshake is complete, the first one first. */
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
