package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BufferCredits;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.StageUnderTest;
import org.mpnic.model.rx.Steering;
import org.mpnic.model.rx.SteeringContract;

/**
 * The contract of steering holds for its verilated RTL: see {@link RtlStage} for what that says.
 */
class SteeringCosimTest extends SteeringContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofWords("steering");

  SteeringCosimTest() {
    super(StageLockstepTest.NARROW);
  }

  @Override
  protected StageUnderTest stage(NicConfig config, BufferCredits credits) {
    RtlStage[] stage = new RtlStage[1];
    Steering steering =
        new Steering(
            config,
            word -> stage[0].buffers(word, credits.take(word)),
            new long[CounterTable.COUNT]);
    stage[0] =
        rtl.stage(
            config,
            new JavaStage(Steering.latencyCycles(config), steering::process, steering.losses()));
    return stage[0];
  }
}
