package org.mpnic.cosim;

import org.mpnic.model.config.NicConfig;

/** A card with short FIFOs and small tables, so that frames are dropped and entries replaced. */
public final class SmallCard {
  /** All of it; hdl-cosim/sim/four-state has the same. */
  public static final NicConfig CONFIG =
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
          .hostLatencyCycles(300)
          .linkStoreBeats(16)
          .completionFifoDepth(8)
          .firmwareEventCycles(50)
          .firmwareEventFifo(8)
          .interruptCount(5)
          .interruptCycles(100)
          .indirectionEntries(16)
          .build();

  private SmallCard() {}
}
