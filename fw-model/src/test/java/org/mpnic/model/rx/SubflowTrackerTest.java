package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class SubflowTrackerTest extends SubflowTrackerContract {
  @Override
  protected StageUnderTest stage(NicConfig config) {
    SubflowTracker tracker = new SubflowTracker(config, new long[CounterTable.COUNT]);
    return new JavaStage(
        SubflowTracker.latencyCycles(config), tracker::process, tracker.contexts());
  }
}
