package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mpnic.model.config.NicConfig;

class RxParserTest extends RxParserContract {
  @Override
  protected StageUnderTest stage(NicConfig config) {
    return new JavaStage(RxParser.latencyCycles(config), new RxParser(config)::process);
  }

  @Test
  void shouldFindAReasonForAFrameWithoutBytes() {
    HeaderWord word = word(new byte[0], 10);
    stage(NicConfig.DEFAULT).run(List.of(word));
    assertThat(word.reason).isNotZero();
  }

  @Test
  void shouldRefuseAWindowThatHardwareCannotRead() {
    NicConfig least = NicConfig.DEFAULT.toBuilder().headerWindowBeats(1).maxVlanTags(0).build();
    assertThatThrownBy(() -> new RxParser(least))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("headerWindowBeats times beatBytes is 64, it must be 74 to 252");
    NicConfig most = NicConfig.DEFAULT.toBuilder().headerWindowBeats(4).build();
    assertThatThrownBy(() -> new RxParser(most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("headerWindowBeats times beatBytes is 256, it must be 82 to 252");
  }
}
