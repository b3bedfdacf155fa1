package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.ConnectionTracker;
import org.mpnic.model.rx.ConnectionTrackerContract;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.StageUnderTest;

/**
 * The contract of connection_tracker holds for its verilated RTL: see {@link RtlStage} for what
 * that says.
 */
class ConnectionTrackerCosimTest extends ConnectionTrackerContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofWords("connection_tracker");

  ConnectionTrackerCosimTest() {
    super(RtlStages.SMALL);
  }

  @Override
  protected StageUnderTest stage(NicConfig config) {
    ConnectionTracker tracker = new ConnectionTracker(config, new long[CounterTable.COUNT]);
    return rtl.stage(
        config,
        new JavaStage(
            ConnectionTracker.latencyCycles(config), tracker::process, tracker.contexts()));
  }

  @Override
  protected NicConfig near(NicConfig wanted) {
    return RtlStages.near(wanted);
  }
}
