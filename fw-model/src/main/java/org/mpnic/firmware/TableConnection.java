package org.mpnic.firmware;

import org.mpnic.abi.FlowKind;

/**
 * One connection id that stands in the card's tables: the data sequence space of one direction, and
 * what is known of the connection. Ids are given by {@link CardTables}; the rest is described by
 * whoever programs.
 */
public final class TableConnection {
  /** Id of the connection, 0 to connections - 1. */
  private final int id;

  private final int generation;
  private final int queue;
  private final long firstDsn;
  private final long firstWindow;
  private final long programmedCycle;

  /** Programmed by an admin command: never removed or changed by the program. */
  final boolean byHand;

  int users;
  int usersEver;

  /** What the connection is. */
  public FlowKind kind = FlowKind.UNKNOWN;

  /** MPTCP version, or -1 where unknown. */
  public int version = -1;

  /** Whether {@link #token} and {@link #idsn} are known. */
  public boolean hasToken;

  /** Token of the sender's key. */
  public int token;

  /** Initial data sequence number of the sender. */
  public long idsn;

  /** Whether {@link #key} is known. */
  public boolean hasKey;

  /** The sender's key. */
  public long key;

  /** Whether {@link #peerKey} and {@link #peerToken} are known. */
  public boolean hasPeerKey;

  /** The receiver's key. */
  public long peerKey;

  /** Token of the receiver's key. */
  public int peerToken;

  /** Whether DSS checksums are in use. */
  public boolean checksumRequired;

  /** Whether the sender opened the connection. */
  public boolean isInitiator;

  TableConnection(
      int id,
      int generation,
      int queue,
      long firstDsn,
      long firstWindow,
      long programmedCycle,
      boolean byHand) {
    this.id = id;
    this.generation = generation;
    this.queue = queue;
    this.firstDsn = firstDsn;
    this.firstWindow = firstWindow;
    this.programmedCycle = programmedCycle;
    this.byHand = byHand;
  }

  /** Connection id. */
  public int id() {
    return id;
  }

  /** Generation of the id, 0 to 4095. */
  public int generation() {
    return generation;
  }

  /** Queue of every subflow. */
  public int queue() {
    return queue;
  }

  /** DSN that it was programmed to expect first. */
  public long firstDsn() {
    return firstDsn;
  }

  /** Receive window that it was programmed with, bytes. */
  public long firstWindow() {
    return firstWindow;
  }

  /** Cycle of the event that programmed it. */
  public long programmedCycle() {
    return programmedCycle;
  }

  /** Whether an admin command programmed it. */
  public boolean isByHand() {
    return byHand;
  }

  /** Subflows in the tables that belong to it. */
  public int users() {
    return users;
  }

  /** Subflows that ever belonged to it. */
  public int usersEver() {
    return usersEver;
  }
}
