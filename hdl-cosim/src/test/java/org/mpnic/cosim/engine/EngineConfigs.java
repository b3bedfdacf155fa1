package org.mpnic.cosim.engine;

import org.mpnic.cosim.SmallCard;
import org.mpnic.model.config.NicConfig;

/** Cards of the engine's tests; each is a library of its own to build. */
final class EngineConfigs {
  /** Short FIFOs and small tables; queues run dry and are quarantined early. */
  static final NicConfig SMALL =
      SmallCard.CONFIG.toBuilder().hostLatencyCycles(900).quarantineErrors(3).build();

  private EngineConfigs() {}
}
