package org.mpnic.model.rx;

import org.mpnic.model.config.NicConfig;

class RxChecksumTest extends RxChecksumContract {
  @Override
  protected StageUnderTest stage(NicConfig config) {
    RxParser parser = new RxParser(config);
    RxChecksum checksum = new RxChecksum();
    return new JavaStage(
        RxChecksum.latencyCycles(config),
        word -> {
          parser.process(word);
          checksum.process(word);
        });
  }
}
