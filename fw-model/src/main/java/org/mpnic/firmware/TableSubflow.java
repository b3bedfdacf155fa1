package org.mpnic.firmware;

import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.SubflowTracker;

/** One receive subflow that stands in the card's tables. Written by {@link CardTables} only. */
public final class TableSubflow {
  final long[] key = new long[FlowTable.KEY_WORDS];
  long hashes;
  int id;
  int generation;
  TableConnection connection;
  int kind;
  int initialSequence;
  int firstSsn;
  long firstTimestamp = SubflowTracker.NO_TIMESTAMP;
  boolean proven;
  boolean closed;
  boolean byHand;
  boolean initiator;
  boolean isnUnknown;
  long programmedCycle;
  long effectiveCycle;
  long closedCycle;
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
    return connection.id();
  }

  /** Entry of its connection. */
  public TableConnection tableConnection() {
    return connection;
  }

  /** Queue that its frames go to. */
  public int queue() {
    return connection.queue();
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

  /** Whether an admin command programmed it: the program never writes, closes or removes it. */
  public boolean isByHand() {
    return byHand;
  }

  /** SSN that it was programmed to expect first. */
  public int firstSsn() {
    return firstSsn;
  }

  /** TSval that it was programmed to echo first, or {@link SubflowTracker#NO_TIMESTAMP}. */
  public long firstTimestamp() {
    return firstTimestamp;
  }

  /** Cycle of the event that programmed it. */
  public long programmedCycle() {
    return programmedCycle;
  }

  /** Frames granted after this cycle find the entry. */
  public long effectiveCycle() {
    return effectiveCycle;
  }

  /** Cycle of the event that marked it closed; 0 while it is not. */
  public long closedCycle() {
    return closedCycle;
  }

  /** Whether its sender opened the TCP connection, as far as is known. */
  public boolean isInitiator() {
    return initiator;
  }

  /** Whether {@link #initialSequence} stands in for one that was not seen. */
  public boolean isIsnUnknown() {
    return isnUnknown;
  }

  /** Says who opened the TCP connection, and whether the initial sequence number was seen. */
  public void describe(boolean isInitiator, boolean isInitialSequenceUnknown) {
    initiator = isInitiator;
    isnUnknown = isInitialSequenceUnknown;
  }

  /** Writes the key of the other direction; returns it. */
  public long[] reversedKey(long[] reversed) {
    FlowTable.flowKey(
        isIpv6(),
        destinationHigh(),
        destinationLow(),
        sourceHigh(),
        sourceLow(),
        destinationPort(),
        sourcePort(),
        reversed);
    return reversed;
  }

  /** Whether addresses are IPv6. */
  public boolean isIpv6() {
    return (key[0] >>> 32 & 1) != 0;
  }

  /** High half of the IPv6 source address; 0 for IPv4. */
  public long sourceHigh() {
    return key[3];
  }

  /** Low half of the IPv6 source address; the IPv4 address in the low 32 bits. */
  public long sourceLow() {
    return key[1];
  }

  /** High half of the IPv6 destination address; 0 for IPv4. */
  public long destinationHigh() {
    return key[4];
  }

  /** Low half of the IPv6 destination address; the IPv4 address in the low 32 bits. */
  public long destinationLow() {
    return key[2];
  }

  /** Source port. */
  public int sourcePort() {
    return (int) key[0] >>> 16;
  }

  /** Destination port. */
  public int destinationPort() {
    return (int) key[0] & 0xffff;
  }

  /** The program's own object; null for an entry made by hand. */
  public Object owner() {
    return owner;
  }
}
