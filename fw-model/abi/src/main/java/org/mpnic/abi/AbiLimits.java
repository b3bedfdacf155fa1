package org.mpnic.abi;

/** Upper bounds that the layouts are dimensioned for; a card may have less. */
public final class AbiLimits {
  /** Ports of a card. */
  public static final int MAX_PORTS = 8;

  /** Receive queues of a card. */
  public static final int MAX_QUEUES = 64;

  /** Transmit queues of a card. */
  public static final int MAX_TX_QUEUES = 64;

  /** Transmit subflows of a transmit connection. */
  public static final int MAX_TX_SUBFLOWS_PER_CONNECTION = 16;

  /** Entries of the RSS indirection table. */
  public static final int INDIRECTION_ENTRIES = 128;

  /** Bytes of section ADMIN_DATA; the first half goes to the device, the second comes from it. */
  public static final int ADMIN_DATA_BYTES = 8192;

  private AbiLimits() {}
}
