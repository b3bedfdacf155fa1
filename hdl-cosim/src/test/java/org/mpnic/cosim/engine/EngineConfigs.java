package org.mpnic.cosim.engine;

import org.mpnic.model.config.NicConfig;

/** Cards of the engine's tests; each is a library of its own to build. */
final class EngineConfigs {
  /** Short FIFOs and small tables. */
  static final NicConfig SMALL =
      NicConfig.DEFAULT.toBuilder()
          .packetBufferBeats(200)
          .packetBufferHeaders(20)
          .decisionFifoDepth(12)
          .subflows(256)
          .tokens(256)
          .connections(256)
          .queues(3)
          .ringEntries(256)
          .bufferBytes(512)
          .descriptorCache(100)
          .hostLatencyCycles(900)
          .linkStoreBeats(16)
          .completionFifoDepth(8)
          .firmwareEventCycles(50)
          .firmwareEventFifo(8)
          .quarantineErrors(3)
          .interruptCount(5)
          .interruptCycles(100)
          .indirectionEntries(16)
          .build();

  private EngineConfigs() {}
}
