package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;

/**
 * All that stands behind a grant of the segmenter agrees with the whole model at every boundary, on
 * random traffic. Short: 500 frames of each seed; -Dcosim.long=true: a million, the default card
 * and a narrower bus. -Dcosim.top.packets sets how long each run is.
 */
class TxPathLockstepTest {
  private static final boolean LONG = Boolean.getBoolean("cosim.long");
  private static final long PACKETS = Long.getLong("cosim.top.packets", LONG ? 1_000_000 : 500);

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeOnRandomTraffic(long seed) {
    CosimReport report = run(StageLockstepTest.SMALL, seed);
    assertThat(report.first()).as("seed " + seed).isNull();
    assertThat(report.boundaries().get("tx_path.port_beat[1]")).isPositive();
  }

  @Test
  @EnabledIfSystemProperty(named = "cosim.long", matches = "true")
  void shouldAgreeOnANarrowBus() {
    assertThat(run(StageLockstepTest.NARROW, 1).first()).isNull();
  }

  @Test
  @EnabledIfSystemProperty(named = "cosim.long", matches = "true")
  void shouldAgreeOnTheDefaultCard() {
    assertThat(run(NicConfig.DEFAULT, 1).first()).isNull();
  }

  private static CosimReport run(NicConfig config, long seed) {
    return new Lockstep(
            new VerilatedBuild(Path.of("").toAbsolutePath(), null),
            TopTwins.maker("tx_path", config, null, PACKETS, 0),
            seed)
        .run(null, null);
  }
}
