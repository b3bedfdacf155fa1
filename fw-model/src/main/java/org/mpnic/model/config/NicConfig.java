package org.mpnic.model.config;

/**
 * Every parameter of the card; one record per card, the same names as the RTL's parameters after
 * case conversion.
 *
 * <p>Immutable. Start from {@link #DEFAULT} and change what differs with {@link #toBuilder()}; the
 * constructor refuses a combination that no hardware could be built from, naming parameter, value
 * and range. Sizes of frames include the 4 bytes of FCS only where it is said.
 *
 * @param ports number of ports, 1 to 8
 * @param beatBytes bytes of a beat of the internal bus
 * @param clockHz clock of the datapath, Hz
 * @param portBitsPerSecond rate of one port, bit/s
 * @param maxFrameBytes longest frame that a port takes, bytes, FCS included; the bus carries 4 less
 * @param headerWindowBeats beats from their first on in which rx_parser looks for headers
 * @param maxVlanTags VLAN tags that rx_parser walks
 * @param maxIpv6Extensions IPv6 extension headers that rx_parser walks
 * @param maxTcpOptions TCP options that rx_parser walks, no-operations included
 * @param packetBufferBeats beats that packet_buffer of one port holds
 * @param packetBufferHeaders frames that packet_buffer of one port holds until their grant
 * @param decisionFifoDepth frames of one port between grant and rx_dma
 * @param subflows entries of the flow table and of the subflow contexts
 * @param connections connection contexts
 * @param flowTableWays slots of a bucket of the flow table; a key has two buckets
 * @param tokens entries of the token table
 * @param tableReadLatencyCycles cycles from a table's address to its data: 2 on chip, about 60
 *     external
 * @param tableAccessesPerCycle reads that the flow table's memory starts in a cycle
 * @param mappingsPerSubflow outstanding DSS mappings of one subflow
 * @param coveredIntervals disjoint byte ranges that are told apart in one mapping
 * @param outOfOrderIntervals byte ranges beyond the in-order point, per subflow and per connection
 * @param receiveWindowBytes bytes beyond the in-order point that count as inside the window, at
 *     most 2^30
 * @param queues receive queues
 * @param ringEntries buffer descriptors of one queue, a power of two; its completion ring has four
 *     times as many
 * @param bufferBytes bytes of one receive buffer, a multiple of maxPayloadBytes
 * @param descriptorCache descriptors of one queue on the card, fetched or on their way; at most
 *     half of ringEntries
 * @param fetchBatch descriptors of one fetch
 * @param fetchOutstanding fetches of one queue on their way
 * @param hostLatencyCycles virtual cycles from a visible completion to its buffers being posted
 *     again
 * @param pcieGeneration PCI Express generation, 1 to 6
 * @param pcieLanes PCI Express lanes, 1 to 16
 * @param maxPayloadBytes payload of a TLP at most, bytes, a multiple of beatBytes
 * @param tlpHeaderBytes bytes that a TLP costs beside its payload, framing and DLLP share included
 * @param readLatencyCycles cycles from a fetch to its data
 * @param writeLatencyCycles cycles from a TLP sent to its data being in host memory
 * @param linkStoreBeats beats of each port that wait for the link, and batches of completions that
 *     are open or wait
 * @param completionFifoDepth completion entries of one port between rx_dma and the completion
 *     writer
 * @param completionBatch completion entries of one write, a power of two
 * @param completionBatchIdleCycles cycles after its first entry in which a queue's open batch is
 *     written although it is not full, 2 to 4096
 * @param interruptCount completions of a queue that raise its interrupt at once
 * @param interruptCycles cycles after which a completion raises its queue's interrupt at the latest
 * @param firmwareEventCycles cycles of the control processor for one header event
 * @param firmwareEventFifo header events that wait for the control processor
 * @param errorFifoDepth descriptor errors and mapping ends of the control processor that wait for
 *     the completion writer
 * @param quarantineErrors bad descriptors in a row after which a queue is quarantined
 * @param rssKey Toeplitz key of RSS, 40 bytes as 80 hexadecimal digits
 * @param flowTableKey key of the flow table's second bucket hash, which its senders should not
 *     know, 40 bytes as 80 hexadecimal digits
 * @param indirectionEntries entries of the RSS indirection table, a power of two
 * @param transmit the transmit side
 */
public record NicConfig(
    int ports,
    int beatBytes,
    long clockHz,
    long portBitsPerSecond,
    int maxFrameBytes,
    int headerWindowBeats,
    int maxVlanTags,
    int maxIpv6Extensions,
    int maxTcpOptions,
    int packetBufferBeats,
    int packetBufferHeaders,
    int decisionFifoDepth,
    int subflows,
    int connections,
    int flowTableWays,
    int tokens,
    int tableReadLatencyCycles,
    int tableAccessesPerCycle,
    int mappingsPerSubflow,
    int coveredIntervals,
    int outOfOrderIntervals,
    long receiveWindowBytes,
    int queues,
    int ringEntries,
    int bufferBytes,
    int descriptorCache,
    int fetchBatch,
    int fetchOutstanding,
    int hostLatencyCycles,
    int pcieGeneration,
    int pcieLanes,
    int maxPayloadBytes,
    int tlpHeaderBytes,
    int readLatencyCycles,
    int writeLatencyCycles,
    int linkStoreBeats,
    int completionFifoDepth,
    int completionBatch,
    int completionBatchIdleCycles,
    int interruptCount,
    int interruptCycles,
    int firmwareEventCycles,
    int firmwareEventFifo,
    int errorFifoDepth,
    int quarantineErrors,
    String rssKey,
    String flowTableKey,
    int indirectionEntries,
    TransmitConfig transmit) {

  /** The Toeplitz key that Microsoft's RSS verification suite uses. */
  public static final String MICROSOFT_RSS_KEY =
      "6d5a56da255b0ec24167253d43a38fb0d0ca2bcbae7b30b477cb2da38030f20c6a42b73bbeac01fa";

  /** Ticks of the host link's clock in one cycle of the datapath. */
  public static final int TICKS_PER_CYCLE = 4096;

  /** Two ports of 100 Gbit/s, tables on chip, PCI Express 5.0 x16. */
  public static final NicConfig DEFAULT = new NicConfigBuilder().build();

  /** Refuses what cannot be built. */
  public NicConfig {
    NicLimits.check(ports, 1, 8, "ports");
    NicLimits.checkPowerOfTwo(beatBytes, 8, 256, "beatBytes");
    NicLimits.check(clockHz, 1_000_000L, 2_000_000_000L, "clockHz");
    NicLimits.check(portBitsPerSecond, 1_000_000L, 1_000_000_000_000L, "portBitsPerSecond");
    NicLimits.check(maxFrameBytes, 64, 262_144, "maxFrameBytes");
    NicLimits.check(headerWindowBeats, 1, 16, "headerWindowBeats");
    NicLimits.check(packetBufferBeats, 1, 1 << 20, "packetBufferBeats");
    NicLimits.check(packetBufferHeaders, 1, 1 << 20, "packetBufferHeaders");
    NicLimits.check(decisionFifoDepth, 1, 1 << 16, "decisionFifoDepth");
    NicLimits.check(tableReadLatencyCycles, 1, 10_000, "tableReadLatencyCycles");
    NicLimits.check(tableAccessesPerCycle, 1, 16, "tableAccessesPerCycle");
    // Sequence numbers are told apart by the sign of a 32-bit difference of two windows.
    NicLimits.check(receiveWindowBytes, 1, 1L << 30, "receiveWindowBytes");
    NicLimits.check(queues, 1, 64, "queues");
    NicLimits.checkPowerOfTwo(ringEntries, 2, 1 << 20, "ringEntries");
    NicLimits.check(maxPayloadBytes, beatBytes, 4096, "maxPayloadBytes");
    NicLimits.checkMultiple(maxPayloadBytes, beatBytes, "maxPayloadBytes", "beatBytes");
    NicLimits.check(bufferBytes, maxPayloadBytes, 1 << 24, "bufferBytes");
    NicLimits.checkMultiple(bufferBytes, maxPayloadBytes, "bufferBytes", "maxPayloadBytes");
    NicLimits.check(descriptorCache, 1, ringEntries / 2, "descriptorCache");
    NicLimits.check(fetchBatch, 1, descriptorCache, "fetchBatch");
    NicLimits.check(fetchOutstanding, 1, 1 << 16, "fetchOutstanding");
    NicLimits.check(hostLatencyCycles, 1, 100_000_000, "hostLatencyCycles");
    NicLimits.check(pcieGeneration, 1, 6, "pcieGeneration");
    NicLimits.check(pcieLanes, 1, 16, "pcieLanes");
    NicLimits.check(tlpHeaderBytes, 0, 256, "tlpHeaderBytes");
    NicLimits.check(readLatencyCycles, 1, 1_000_000, "readLatencyCycles");
    NicLimits.check(writeLatencyCycles, 1, 1_000_000, "writeLatencyCycles");
    NicLimits.check(linkStoreBeats, maxPayloadBytes / beatBytes, 1 << 16, "linkStoreBeats");
    NicLimits.check(completionFifoDepth, 3, 1 << 16, "completionFifoDepth");
    NicLimits.checkPowerOfTwo(completionBatch, 1, maxPayloadBytes / 64, "completionBatch");
    NicLimits.check(completionBatchIdleCycles, 2, 1 << 12, "completionBatchIdleCycles");
    NicLimits.check(interruptCount, 1, 1 << 20, "interruptCount");
    NicLimits.check(interruptCycles, 1, 1 << 30, "interruptCycles");
    NicLimits.check(firmwareEventCycles, 1, 10_000_000, "firmwareEventCycles");
    NicLimits.check(firmwareEventFifo, 1, 1 << 20, "firmwareEventFifo");
    NicLimits.check(errorFifoDepth, 1, 1 << 20, "errorFifoDepth");
    NicLimits.check(quarantineErrors, 1, 1 << 20, "quarantineErrors");
    NicLimits.checkHex(rssKey, 40, "rssKey");
    NicLimits.checkHex(flowTableKey, 40, "flowTableKey");
    NicLimits.checkPowerOfTwo(indirectionEntries, 1, 1 << 16, "indirectionEntries");
  }

  /** Beats of a frame of so many bytes on the bus (FCS not counted). */
  public int beatsOf(int busBytes) {
    // beatBytes is a power of two.
    return (busBytes + beatBytes - 1) >> Integer.numberOfTrailingZeros(beatBytes);
  }

  /** Longest frame that the card sends, bytes without FCS: tx_checksum stores it whole. */
  public int maxTransmitBytes() {
    return Math.min(maxFrameBytes - 4, transmit.checksumBufferBeats() * beatBytes);
  }

  /** Cycles that so many bytes take on the wire of a port, rounded down. */
  public long wireCycles(long wireBytes) {
    return Math.multiplyExact(wireBytes, wireNumerator()) / wireDenominator();
  }

  /** Cycles of a byte on the wire of a port, the numerator of the reduced fraction. */
  public long wireNumerator() {
    return 8 * clockHz / NicLimits.greatestCommonDivisor(8 * clockHz, portBitsPerSecond);
  }

  /** Cycles of a byte on the wire of a port, the denominator of the reduced fraction. */
  public long wireDenominator() {
    return portBitsPerSecond / NicLimits.greatestCommonDivisor(8 * clockHz, portBitsPerSecond);
  }

  /** Ticks of {@value #TICKS_PER_CYCLE} to a cycle for which a TLP holds the host link. */
  public int linkCostTicks(int payloadBytes) {
    return (int) (((payloadBytes + tlpHeaderBytes) * linkTicksPer256Bytes() + 255) >> 8);
  }

  /**
   * Ticks for which 256 bytes hold the host link, rounded to the nearest; what the RTL is given.
   */
  public long linkTicksPer256Bytes() {
    long bytesPerSecond = PcieRate.bytesPerSecond(pcieGeneration, pcieLanes);
    return (clockHz * TICKS_PER_CYCLE * 256 + bytesPerSecond / 2) / bytesPerSecond;
  }

  /** Cycles from a grant to the next: the flow table reads two buckets per header. */
  public int headerIntervalCycles() {
    return (2 + tableAccessesPerCycle - 1) / tableAccessesPerCycle;
  }

  /** Entries of a queue's completion ring. */
  public int completionEntries() {
    return 4 * ringEntries;
  }

  /** A builder that starts from this record's values. */
  public NicConfigBuilder toBuilder() {
    NicConfigBuilder builder = new NicConfigBuilder();
    builder.ports = ports;
    builder.beatBytes = beatBytes;
    builder.clockHz = clockHz;
    builder.portBitsPerSecond = portBitsPerSecond;
    builder.maxFrameBytes = maxFrameBytes;
    builder.headerWindowBeats = headerWindowBeats;
    builder.maxVlanTags = maxVlanTags;
    builder.maxIpv6Extensions = maxIpv6Extensions;
    builder.maxTcpOptions = maxTcpOptions;
    builder.packetBufferBeats = packetBufferBeats;
    builder.packetBufferHeaders = packetBufferHeaders;
    builder.decisionFifoDepth = decisionFifoDepth;
    builder.subflows = subflows;
    builder.connections = connections;
    builder.flowTableWays = flowTableWays;
    builder.tokens = tokens;
    builder.tableReadLatencyCycles = tableReadLatencyCycles;
    builder.tableAccessesPerCycle = tableAccessesPerCycle;
    builder.mappingsPerSubflow = mappingsPerSubflow;
    builder.coveredIntervals = coveredIntervals;
    builder.outOfOrderIntervals = outOfOrderIntervals;
    builder.receiveWindowBytes = receiveWindowBytes;
    builder.queues = queues;
    builder.ringEntries = ringEntries;
    builder.bufferBytes = bufferBytes;
    builder.descriptorCache = descriptorCache;
    builder.fetchBatch = fetchBatch;
    builder.fetchOutstanding = fetchOutstanding;
    builder.hostLatencyCycles = hostLatencyCycles;
    builder.pcieGeneration = pcieGeneration;
    builder.pcieLanes = pcieLanes;
    builder.maxPayloadBytes = maxPayloadBytes;
    builder.tlpHeaderBytes = tlpHeaderBytes;
    builder.readLatencyCycles = readLatencyCycles;
    builder.writeLatencyCycles = writeLatencyCycles;
    builder.linkStoreBeats = linkStoreBeats;
    builder.completionFifoDepth = completionFifoDepth;
    builder.completionBatch = completionBatch;
    builder.completionBatchIdleCycles = completionBatchIdleCycles;
    builder.interruptCount = interruptCount;
    builder.interruptCycles = interruptCycles;
    builder.firmwareEventCycles = firmwareEventCycles;
    builder.firmwareEventFifo = firmwareEventFifo;
    builder.errorFifoDepth = errorFifoDepth;
    builder.quarantineErrors = quarantineErrors;
    builder.rssKey = rssKey;
    builder.flowTableKey = flowTableKey;
    builder.indirectionEntries = indirectionEntries;
    builder.transmit = transmit;
    return builder;
  }
}
