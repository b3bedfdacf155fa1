package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class ConnectionTrackerTest extends ConnectionTrackerContract {
  @Override
  protected StageUnderTest stage(NicConfig config) {
    ConnectionTracker tracker = new ConnectionTracker(config, new long[CounterTable.COUNT]);
    return new JavaStage(
        ConnectionTracker.latencyCycles(config), tracker::process, tracker.contexts());
  }
}
