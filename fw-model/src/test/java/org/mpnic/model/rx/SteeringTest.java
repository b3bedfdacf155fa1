package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class SteeringTest extends SteeringContract {
  @Override
  protected StageUnderTest stage(NicConfig config, BufferCredits credits) {
    Steering steering = new Steering(config, credits, new long[CounterTable.COUNT]);
    return new JavaStage(Steering.latencyCycles(config), steering::process, steering.losses());
  }
}
