package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.RxParser;
import org.mpnic.model.rx.RxParserContract;
import org.mpnic.model.rx.StageUnderTest;

/**
 * The contract of rx_parser holds for its verilated RTL: see {@link RtlStage} for what that says.
 */
class RxParserCosimTest extends RxParserContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofBeats("rx_parser");

  RxParserCosimTest() {
    super(RtlStages.SMALL);
  }

  @Override
  protected StageUnderTest stage(NicConfig config) {
    return rtl.stage(
        config, new JavaStage(RxParser.latencyCycles(config), new RxParser(config)::process));
  }
}
