package org.mpnic.model.config;

/** Collects the values of a {@link NicConfig} that differ from {@link NicConfig#DEFAULT}. */
public final class NicConfigBuilder {
  int ports = 2;
  int beatBytes = 64;
  long clockHz = 322_265_625L;
  long portBitsPerSecond = 100_000_000_000L;
  int maxFrameBytes = 9018;
  int headerWindowBeats = 3;
  int maxVlanTags = 2;
  int maxIpv6Extensions = 4;
  int maxTcpOptions = 16;
  int packetBufferBeats = 2048;
  int packetBufferHeaders = 512;
  int decisionFifoDepth = 128;
  int subflows = 4096;
  int connections = 4096;
  int flowTableWays = 4;
  int tokens = 4096;
  int tableReadLatencyCycles = 2;
  int tableAccessesPerCycle = 2;
  int mappingsPerSubflow = 8;
  int coveredIntervals = 4;
  int outOfOrderIntervals = 4;
  long receiveWindowBytes = 1L << 30;
  int queues = 8;
  int ringEntries = 2048;
  int bufferBytes = 2048;
  int descriptorCache = 512;
  int fetchBatch = 8;
  int fetchOutstanding = 64;
  int hostLatencyCycles = 1500;
  int pcieGeneration = 5;
  int pcieLanes = 16;
  int maxPayloadBytes = 256;
  int tlpHeaderBytes = 28;
  int readLatencyCycles = 320;
  int writeLatencyCycles = 160;
  int linkStoreBeats = 64;
  int completionFifoDepth = 64;
  int completionBatch = 4;
  int completionBatchIdleCycles = 16;
  int interruptCount = 64;
  int interruptCycles = 3000;
  int firmwareEventCycles = 200;
  int firmwareEventFifo = 256;
  int errorFifoDepth = 256;
  int quarantineErrors = 8;
  String rssKey = NicConfig.MICROSOFT_RSS_KEY;
  String flowTableKey =
      "1f83d9abfb41bd6b5be0cd19137e2179428a2f98d728ae22cb3c6ef372fe94f82b243f6a8885a308";
  int indirectionEntries = 128;
  TransmitConfig transmit = TransmitConfig.DEFAULT;

  /** Sets ports: number of ports, 1 to 8. */
  public NicConfigBuilder ports(int value) {
    this.ports = value;
    return this;
  }

  /** Sets beatBytes: bytes of a beat of the internal bus. */
  public NicConfigBuilder beatBytes(int value) {
    this.beatBytes = value;
    return this;
  }

  /** Sets clockHz: clock of the datapath, Hz. */
  public NicConfigBuilder clockHz(long value) {
    this.clockHz = value;
    return this;
  }

  /** Sets portBitsPerSecond: rate of one port, bit/s. */
  public NicConfigBuilder portBitsPerSecond(long value) {
    this.portBitsPerSecond = value;
    return this;
  }

  /**
   * Sets maxFrameBytes: longest frame that a port takes, bytes, FCS included; the bus carries 4
   * less.
   */
  public NicConfigBuilder maxFrameBytes(int value) {
    this.maxFrameBytes = value;
    return this;
  }

  /** Sets headerWindowBeats: beats from their first on in which rx_parser looks for headers. */
  public NicConfigBuilder headerWindowBeats(int value) {
    this.headerWindowBeats = value;
    return this;
  }

  /** Sets maxVlanTags: VLAN tags that rx_parser walks. */
  public NicConfigBuilder maxVlanTags(int value) {
    this.maxVlanTags = value;
    return this;
  }

  /** Sets maxIpv6Extensions: IPv6 extension headers that rx_parser walks. */
  public NicConfigBuilder maxIpv6Extensions(int value) {
    this.maxIpv6Extensions = value;
    return this;
  }

  /** Sets maxTcpOptions: TCP options that rx_parser walks, no-operations included. */
  public NicConfigBuilder maxTcpOptions(int value) {
    this.maxTcpOptions = value;
    return this;
  }

  /** Sets packetBufferBeats: beats that packet_buffer of one port holds. */
  public NicConfigBuilder packetBufferBeats(int value) {
    this.packetBufferBeats = value;
    return this;
  }

  /** Sets packetBufferHeaders: frames that packet_buffer of one port holds until their grant. */
  public NicConfigBuilder packetBufferHeaders(int value) {
    this.packetBufferHeaders = value;
    return this;
  }

  /** Sets decisionFifoDepth: frames of one port between grant and rx_dma. */
  public NicConfigBuilder decisionFifoDepth(int value) {
    this.decisionFifoDepth = value;
    return this;
  }

  /** Sets subflows: entries of the flow table and of the subflow contexts. */
  public NicConfigBuilder subflows(int value) {
    this.subflows = value;
    return this;
  }

  /** Sets connections: connection contexts. */
  public NicConfigBuilder connections(int value) {
    this.connections = value;
    return this;
  }

  /** Sets flowTableWays: slots of a bucket of the flow table; a key has two buckets. */
  public NicConfigBuilder flowTableWays(int value) {
    this.flowTableWays = value;
    return this;
  }

  /** Sets tokens: entries of the token table. */
  public NicConfigBuilder tokens(int value) {
    this.tokens = value;
    return this;
  }

  /**
   * Sets tableReadLatencyCycles: cycles from a table's address to its data: 2 on chip, about 60
   * external.
   */
  public NicConfigBuilder tableReadLatencyCycles(int value) {
    this.tableReadLatencyCycles = value;
    return this;
  }

  /** Sets tableAccessesPerCycle: reads that the flow table's memory starts in a cycle. */
  public NicConfigBuilder tableAccessesPerCycle(int value) {
    this.tableAccessesPerCycle = value;
    return this;
  }

  /** Sets mappingsPerSubflow: outstanding DSS mappings of one subflow. */
  public NicConfigBuilder mappingsPerSubflow(int value) {
    this.mappingsPerSubflow = value;
    return this;
  }

  /** Sets coveredIntervals: disjoint byte ranges that are told apart in one mapping. */
  public NicConfigBuilder coveredIntervals(int value) {
    this.coveredIntervals = value;
    return this;
  }

  /**
   * Sets outOfOrderIntervals: byte ranges beyond the in-order point, per subflow and per
   * connection.
   */
  public NicConfigBuilder outOfOrderIntervals(int value) {
    this.outOfOrderIntervals = value;
    return this;
  }

  /** Sets receiveWindowBytes: bytes beyond the in-order point that count as inside the window. */
  public NicConfigBuilder receiveWindowBytes(long value) {
    this.receiveWindowBytes = value;
    return this;
  }

  /** Sets queues: receive queues. */
  public NicConfigBuilder queues(int value) {
    this.queues = value;
    return this;
  }

  /**
   * Sets ringEntries: buffer descriptors of one queue, a power of two; its completion ring has four
   * times as many.
   */
  public NicConfigBuilder ringEntries(int value) {
    this.ringEntries = value;
    return this;
  }

  /** Sets bufferBytes: bytes of one receive buffer, a multiple of maxPayloadBytes. */
  public NicConfigBuilder bufferBytes(int value) {
    this.bufferBytes = value;
    return this;
  }

  /**
   * Sets descriptorCache: descriptors of one queue on the card, fetched or on their way; at most
   * half of ringEntries.
   */
  public NicConfigBuilder descriptorCache(int value) {
    this.descriptorCache = value;
    return this;
  }

  /** Sets fetchBatch: descriptors of one fetch. */
  public NicConfigBuilder fetchBatch(int value) {
    this.fetchBatch = value;
    return this;
  }

  /** Sets fetchOutstanding: fetches of one queue on their way. */
  public NicConfigBuilder fetchOutstanding(int value) {
    this.fetchOutstanding = value;
    return this;
  }

  /**
   * Sets hostLatencyCycles: virtual cycles from a visible completion to its buffers being posted
   * again.
   */
  public NicConfigBuilder hostLatencyCycles(int value) {
    this.hostLatencyCycles = value;
    return this;
  }

  /** Sets pcieGeneration: PCI Express generation, 1 to 6. */
  public NicConfigBuilder pcieGeneration(int value) {
    this.pcieGeneration = value;
    return this;
  }

  /** Sets pcieLanes: PCI Express lanes, 1 to 16. */
  public NicConfigBuilder pcieLanes(int value) {
    this.pcieLanes = value;
    return this;
  }

  /** Sets maxPayloadBytes: payload of a TLP at most, bytes, a multiple of beatBytes. */
  public NicConfigBuilder maxPayloadBytes(int value) {
    this.maxPayloadBytes = value;
    return this;
  }

  /**
   * Sets tlpHeaderBytes: bytes that a TLP costs beside its payload, framing and DLLP share
   * included.
   */
  public NicConfigBuilder tlpHeaderBytes(int value) {
    this.tlpHeaderBytes = value;
    return this;
  }

  /** Sets readLatencyCycles: cycles from a fetch to its data. */
  public NicConfigBuilder readLatencyCycles(int value) {
    this.readLatencyCycles = value;
    return this;
  }

  /** Sets writeLatencyCycles: cycles from a TLP sent to its data being in host memory. */
  public NicConfigBuilder writeLatencyCycles(int value) {
    this.writeLatencyCycles = value;
    return this;
  }

  /**
   * Sets linkStoreBeats: beats of each port that wait for the link, and batches of completions that
   * are open or wait.
   */
  public NicConfigBuilder linkStoreBeats(int value) {
    this.linkStoreBeats = value;
    return this;
  }

  /**
   * Sets completionFifoDepth: completion entries of one port between rx_dma and the completion
   * writer.
   */
  public NicConfigBuilder completionFifoDepth(int value) {
    this.completionFifoDepth = value;
    return this;
  }

  /** Sets completionBatch: completion entries of one write, a power of two. */
  public NicConfigBuilder completionBatch(int value) {
    this.completionBatch = value;
    return this;
  }

  /**
   * Sets completionBatchIdleCycles: cycles after its first entry in which a queue's open batch is
   * written although it is not full.
   */
  public NicConfigBuilder completionBatchIdleCycles(int value) {
    this.completionBatchIdleCycles = value;
    return this;
  }

  /** Sets interruptCount: completions of a queue that raise its interrupt at once. */
  public NicConfigBuilder interruptCount(int value) {
    this.interruptCount = value;
    return this;
  }

  /**
   * Sets interruptCycles: cycles after which a completion raises its queue's interrupt at the
   * latest.
   */
  public NicConfigBuilder interruptCycles(int value) {
    this.interruptCycles = value;
    return this;
  }

  /** Sets firmwareEventCycles: cycles of the control processor for one header event. */
  public NicConfigBuilder firmwareEventCycles(int value) {
    this.firmwareEventCycles = value;
    return this;
  }

  /** Sets firmwareEventFifo: header events that wait for the control processor. */
  public NicConfigBuilder firmwareEventFifo(int value) {
    this.firmwareEventFifo = value;
    return this;
  }

  /**
   * Sets errorFifoDepth: descriptor errors and mapping ends of the control processor that wait for
   * the completion writer.
   */
  public NicConfigBuilder errorFifoDepth(int value) {
    this.errorFifoDepth = value;
    return this;
  }

  /** Sets quarantineErrors: bad descriptors in a row after which a queue is quarantined. */
  public NicConfigBuilder quarantineErrors(int value) {
    this.quarantineErrors = value;
    return this;
  }

  /** Sets rssKey: Toeplitz key of RSS, 40 bytes as 80 hexadecimal digits. */
  public NicConfigBuilder rssKey(String value) {
    this.rssKey = value;
    return this;
  }

  /**
   * Sets flowTableKey: key of the flow table's second bucket hash, which its senders should not
   * know, 40 bytes as 80 hexadecimal digits.
   */
  public NicConfigBuilder flowTableKey(String value) {
    this.flowTableKey = value;
    return this;
  }

  /** Sets indirectionEntries: entries of the RSS indirection table, a power of two. */
  public NicConfigBuilder indirectionEntries(int value) {
    this.indirectionEntries = value;
    return this;
  }

  /** Sets transmit: the transmit side. */
  public NicConfigBuilder transmit(TransmitConfig value) {
    this.transmit = value;
    return this;
  }

  /** The record, or IllegalArgumentException with parameter, value and range. */
  public NicConfig build() {
    return new NicConfig(
        ports,
        beatBytes,
        clockHz,
        portBitsPerSecond,
        maxFrameBytes,
        headerWindowBeats,
        maxVlanTags,
        maxIpv6Extensions,
        maxTcpOptions,
        packetBufferBeats,
        packetBufferHeaders,
        decisionFifoDepth,
        subflows,
        connections,
        flowTableWays,
        tokens,
        tableReadLatencyCycles,
        tableAccessesPerCycle,
        mappingsPerSubflow,
        coveredIntervals,
        outOfOrderIntervals,
        receiveWindowBytes,
        queues,
        ringEntries,
        bufferBytes,
        descriptorCache,
        fetchBatch,
        fetchOutstanding,
        hostLatencyCycles,
        pcieGeneration,
        pcieLanes,
        maxPayloadBytes,
        tlpHeaderBytes,
        readLatencyCycles,
        writeLatencyCycles,
        linkStoreBeats,
        completionFifoDepth,
        completionBatch,
        completionBatchIdleCycles,
        interruptCount,
        interruptCycles,
        firmwareEventCycles,
        firmwareEventFifo,
        errorFifoDepth,
        quarantineErrors,
        rssKey,
        flowTableKey,
        indirectionEntries,
        transmit);
  }
}
