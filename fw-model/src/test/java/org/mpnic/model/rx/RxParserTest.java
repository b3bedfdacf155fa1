package org.mpnic.model.rx;

import org.mpnic.model.config.NicConfig;

class RxParserTest extends RxParserContract {
  @Override
  protected StageUnderTest stage(NicConfig config) {
    return new JavaStage(RxParser.latencyCycles(config), new RxParser(config)::process);
  }
}
