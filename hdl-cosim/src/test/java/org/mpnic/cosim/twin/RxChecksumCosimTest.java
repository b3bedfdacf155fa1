package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.RxChecksum;
import org.mpnic.model.rx.RxChecksumContract;
import org.mpnic.model.rx.RxParser;
import org.mpnic.model.rx.StageUnderTest;

/**
 * The contract of rx_checksum holds for its verilated RTL: see {@link RtlStage} for what that says.
 */
class RxChecksumCosimTest extends RxChecksumContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofBeats("rx_checksum");

  RxChecksumCosimTest() {
    super(RtlStages.SMALL);
  }

  @Override
  protected StageUnderTest stage(NicConfig config) {
    RxParser parser = new RxParser(config);
    RxChecksum checksum = new RxChecksum();
    return rtl.stage(
        config,
        new JavaStage(
            RxChecksum.latencyCycles(config),
            word -> {
              parser.process(word);
              checksum.process(word);
            }));
  }
}
