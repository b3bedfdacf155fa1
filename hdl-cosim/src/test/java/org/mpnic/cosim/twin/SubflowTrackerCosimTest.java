package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.StageUnderTest;
import org.mpnic.model.rx.SubflowTracker;
import org.mpnic.model.rx.SubflowTrackerContract;

/**
 * The contract of subflow_tracker holds for its verilated RTL: see {@link RtlStage} for what that
 * says.
 */
class SubflowTrackerCosimTest extends SubflowTrackerContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofWords("subflow_tracker");

  SubflowTrackerCosimTest() {
    super(RtlStages.SMALL);
  }

  @Override
  protected StageUnderTest stage(NicConfig config) {
    SubflowTracker tracker = new SubflowTracker(config, new long[CounterTable.COUNT]);
    return rtl.stage(
        config,
        new JavaStage(SubflowTracker.latencyCycles(config), tracker::process, tracker.contexts()));
  }

  @Override
  protected NicConfig near(NicConfig wanted) {
    return RtlStages.near(wanted);
  }
}
