package org.mpnic.firmware;

import org.mpnic.model.rx.FlowTable;

/** One receive subflow that stands in the card's tables. Written by {@link CardTables} only. */
public final class TableSubflow {
  final long[] key = new long[FlowTable.KEY_WORDS];
  long hashes;
  int id;
  int generation;
  int connection;
  int kind;
  int initialSequence;
  boolean proven;
  boolean closed;
  long rank;
  Object owner;

  TableSubflow() {}

  /** Subflow id. */
  public int id() {
    return id;
  }

  /** Generation of the id, 0 to 4095. */
  public int generation() {
    return generation;
  }

  /** Connection id. */
  public int connection() {
    return connection;
  }

  /** Kind in the subflow's context: a KIND_ constant of the header word. */
  public int kind() {
    return kind;
  }

  /** Sequence number that is SSN 0. */
  public int initialSequence() {
    return initialSequence;
  }

  /** Whether it is marked closed, and may be replaced. */
  public boolean isClosed() {
    return closed;
  }

  /** The program's own object. */
  public Object owner() {
    return owner;
  }
}
