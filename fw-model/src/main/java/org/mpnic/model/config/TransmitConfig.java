package org.mpnic.model.config;

/**
 * Parameters of the card's transmit side; part of {@link NicConfig}, the same names as the RTL's
 * parameters after case conversion, with TX_ before them.
 *
 * @param queues transmit queues
 * @param ringEntries descriptors of one queue, a power of two; its completion ring has as many
 * @param descriptorCache descriptors of one queue on the card, from their fetch until they are
 *     done; at most half of ringEntries
 * @param fetchBatch descriptors of one fetch
 * @param fetchOutstanding fetches of one queue on their way
 * @param buffersPerFrame descriptors that one frame may have
 * @param subflows transmit subflow contexts, each with a header template
 * @param connections transmit connection contexts
 * @param subflowsPerConnection transmit subflows among which subflow_scheduler chooses
 * @param scheduleBytes payload bytes of one decision of subflow_scheduler at most
 * @param retryCycles cycles after which a queue whose connection was blocked asks again
 * @param sliceFifoDepth slices of one port between dss_inserter and tx_dma
 * @param readRequestBytes bytes of one read request at most, a power of two
 * @param readRequests read requests of one port on their way or not yet gathered
 * @param checksumBufferBeats beats of frames that tx_checksum of one port holds
 * @param completionBatch descriptors that one completion covers at least, unless it is late
 * @param completionIdleCycles cycles after which a done descriptor is reported at the latest
 * @param memoryBytes DMA memory beside the receive buffers, for the host's frames and streams
 */
public record TransmitConfig(
    int queues,
    int ringEntries,
    int descriptorCache,
    int fetchBatch,
    int fetchOutstanding,
    int buffersPerFrame,
    int subflows,
    int connections,
    int subflowsPerConnection,
    int scheduleBytes,
    int retryCycles,
    int sliceFifoDepth,
    int readRequestBytes,
    int readRequests,
    int checksumBufferBeats,
    int completionBatch,
    int completionIdleCycles,
    int memoryBytes) {

  /** What the default card has: line rate on two ports of 100 Gbit/s. */
  public static final TransmitConfig DEFAULT =
      new TransmitConfig(
          8, 2048, 512, 8, 64, 16, 4096, 4096, 8, 16_384, 64, 64, 512, 256, 512, 16, 512, 1 << 24);

  /** Refuses what cannot be built. */
  public TransmitConfig {
    NicLimits.check(queues, 1, 64, "transmit.queues");
    NicLimits.checkPowerOfTwo(ringEntries, 2, 1 << 16, "transmit.ringEntries");
    NicLimits.check(descriptorCache, 1, ringEntries / 2, "transmit.descriptorCache");
    NicLimits.check(fetchBatch, 1, descriptorCache, "transmit.fetchBatch");
    NicLimits.check(fetchOutstanding, 1, 1 << 16, "transmit.fetchOutstanding");
    NicLimits.check(buffersPerFrame, 1, descriptorCache, "transmit.buffersPerFrame");
    NicLimits.check(subflows, 1, 1 << 20, "transmit.subflows");
    NicLimits.check(connections, 1, 1 << 20, "transmit.connections");
    NicLimits.check(subflowsPerConnection, 1, 16, "transmit.subflowsPerConnection");
    NicLimits.check(scheduleBytes, 64, 65_535, "transmit.scheduleBytes");
    NicLimits.check(retryCycles, 1, 1 << 20, "transmit.retryCycles");
    NicLimits.check(sliceFifoDepth, 2, 1 << 16, "transmit.sliceFifoDepth");
    NicLimits.checkPowerOfTwo(readRequestBytes, 64, 4096, "transmit.readRequestBytes");
    NicLimits.check(readRequests, 1, 1 << 16, "transmit.readRequests");
    NicLimits.check(checksumBufferBeats, 2, 1 << 16, "transmit.checksumBufferBeats");
    NicLimits.check(completionBatch, 1, descriptorCache, "transmit.completionBatch");
    NicLimits.check(completionIdleCycles, 1, 1 << 20, "transmit.completionIdleCycles");
    NicLimits.check(memoryBytes, 4096, 1 << 30, "transmit.memoryBytes");
  }
}
