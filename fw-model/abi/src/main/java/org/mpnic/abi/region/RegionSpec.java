package org.mpnic.abi.region;

import org.mpnic.abi.AbiLimits;

/**
 * Geometry of a region.
 *
 * @param name device name: 1 to 48 letters, digits, '-' or '_'
 * @param ports 1 to 8
 * @param queues receive queues, 1 to 64
 * @param ringEntries receive descriptors per queue, a power of two, 4 to 65536
 * @param completionEntries receive completions per queue, a power of two, at least ringEntries
 * @param bufferBytes size of a receive buffer, a power of two, 256 to 65536
 * @param connections records of the connection mirror, 1 to 2^20
 * @param subflows records of the subflow mirror, 1 to 2^20
 * @param eventEntries a power of two, 4 to 65536
 * @param adminEntries a power of two, 4 to 4096
 * @param clockMillihertz clock of the datapath in thousandths of a hertz
 * @param txQueues transmit queues, 1 to 64
 * @param txRingEntries transmit descriptors per queue, and completions, a power of two, 2 to 65536
 * @param txMemoryBytes memory for what the host sends, 4096 to 2^30
 */
public record RegionSpec(
    String name,
    int ports,
    int queues,
    int ringEntries,
    int completionEntries,
    int bufferBytes,
    int connections,
    int subflows,
    int eventEntries,
    int adminEntries,
    long clockMillihertz,
    int txQueues,
    int txRingEntries,
    int txMemoryBytes) {

  /** Checks every value; IllegalArgumentException names the first that is out of range. */
  public RegionSpec {
    RegionDirectory.checkName(name);
    range("ports", ports, 1, AbiLimits.MAX_PORTS);
    range("queues", queues, 1, AbiLimits.MAX_QUEUES);
    powerOfTwo("ringEntries", ringEntries, 4, 1 << 16);
    powerOfTwo("completionEntries", completionEntries, ringEntries, 1 << 18);
    powerOfTwo("bufferBytes", bufferBytes, 256, 1 << 16);
    range("connections", connections, 1, 1 << 20);
    range("subflows", subflows, 1, 1 << 20);
    powerOfTwo("eventEntries", eventEntries, 4, 1 << 16);
    powerOfTwo("adminEntries", adminEntries, 4, 1 << 12);
    if (clockMillihertz <= 0) {
      throw new IllegalArgumentException("clockMillihertz=" + clockMillihertz + " is not above 0");
    }
    range("txQueues", txQueues, 1, AbiLimits.MAX_TX_QUEUES);
    powerOfTwo("txRingEntries", txRingEntries, 2, 1 << 16);
    range("txMemoryBytes", txMemoryBytes, 4096, 1 << 30);
  }

  /** 2 ports, 8 queues of 1024 buffers of 2048 bytes, 322.265625 MHz, 2 small transmit queues. */
  public static RegionSpec defaults(String name) {
    return new RegionSpec(
        name, 2, 8, 1024, 4096, 2048, 4096, 4096, 8192, 64, 322_265_625_000L, 2, 64, 1 << 16);
  }

  /** The same with another queue geometry; completions are four per descriptor. */
  public RegionSpec withQueues(int newQueues, int newRingEntries, int newBufferBytes) {
    return new RegionSpec(
        name,
        ports,
        newQueues,
        newRingEntries,
        4 * newRingEntries,
        newBufferBytes,
        connections,
        subflows,
        eventEntries,
        adminEntries,
        clockMillihertz,
        txQueues,
        txRingEntries,
        txMemoryBytes);
  }

  /** The same with other ports, mirrors and clock. */
  public RegionSpec withCard(
      int newPorts, int newConnections, int newSubflows, long newClockMillihertz) {
    return new RegionSpec(
        name,
        newPorts,
        queues,
        ringEntries,
        completionEntries,
        bufferBytes,
        newConnections,
        newSubflows,
        eventEntries,
        adminEntries,
        newClockMillihertz,
        txQueues,
        txRingEntries,
        txMemoryBytes);
  }

  /** The same with another transmit side. */
  public RegionSpec withTransmit(int newTxQueues, int newTxRingEntries, int newTxMemoryBytes) {
    return new RegionSpec(
        name,
        ports,
        queues,
        ringEntries,
        completionEntries,
        bufferBytes,
        connections,
        subflows,
        eventEntries,
        adminEntries,
        clockMillihertz,
        newTxQueues,
        newTxRingEntries,
        newTxMemoryBytes);
  }

  private static void range(String what, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(what + "=" + value + " is not in " + low + ".." + high);
    }
  }

  private static void powerOfTwo(String what, int value, int low, int high) {
    range(what, value, low, high);
    if (Integer.bitCount(value) != 1) {
      throw new IllegalArgumentException(what + "=" + value + " is not a power of two");
    }
  }
}
