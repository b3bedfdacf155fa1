package org.mpnic.model.top;

/**
 * One event of the control processor to the host: the fields of the ABI's event entry.
 *
 * <p>Mutable and reused: whoever receives one copies what it keeps. Codes are those of
 * org.mpnic.abi.
 */
public final class EventWord {
  /** Type of the event. */
  public int type;

  /** Subflow id. */
  public int subflow;

  /** Generation of the subflow id, 0 to 4095. */
  public int subflowGeneration;

  /** Connection id. */
  public int connection;

  /** Kind of the flow. */
  public int kind;

  /** MPTCP version, or -1 where unknown. */
  public int version;

  /** Token of the sender's key, or 0. */
  public int token;

  /** Initial data sequence number of the sender. */
  public long idsn;

  /** Initial sequence number of the subflow. */
  public int isn;

  /** Addresses are IPv6; else they are IPv4, in the low 32 bits of the low halves. */
  public boolean isIpv6;

  /** Source address, high half. */
  public long sourceHigh;

  /** Source address, low half. */
  public long sourceLow;

  /** Destination address, high half. */
  public long destinationHigh;

  /** Destination address, low half. */
  public long destinationLow;

  /** Source port. */
  public int sourcePort;

  /** Destination port. */
  public int destinationPort;

  /** Queue of the connection. */
  public int queue;

  /** Cycle at which the event's table writes take effect. */
  public long cycle;

  /** Flags of the event: checksum required, fallback and such. */
  public int flags;

  /** Empties the event. */
  public void clear() {
    type = 0;
    subflow = 0;
    subflowGeneration = 0;
    connection = 0;
    kind = 0;
    version = 0;
    token = 0;
    idsn = 0;
    isn = 0;
    isIpv6 = false;
    sourceHigh = 0;
    sourceLow = 0;
    destinationHigh = 0;
    destinationLow = 0;
    sourcePort = 0;
    destinationPort = 0;
    queue = 0;
    cycle = 0;
    flags = 0;
  }

  /** Takes every field of another event. */
  public void copyFrom(EventWord other) {
    type = other.type;
    subflow = other.subflow;
    subflowGeneration = other.subflowGeneration;
    connection = other.connection;
    kind = other.kind;
    version = other.version;
    token = other.token;
    idsn = other.idsn;
    isn = other.isn;
    isIpv6 = other.isIpv6;
    sourceHigh = other.sourceHigh;
    sourceLow = other.sourceLow;
    destinationHigh = other.destinationHigh;
    destinationLow = other.destinationLow;
    sourcePort = other.sourcePort;
    destinationPort = other.destinationPort;
    queue = other.queue;
    cycle = other.cycle;
    flags = other.flags;
  }
}
