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
 * The whole transmit path agrees with the model at every boundary, on random traffic; so does what
 * stands behind a grant of the segmenter, alone. Short: 500 frames of each seed; -Dcosim.long=true:
 * a million, and 100,000 on the default card and a narrower bus. -Dcosim.top.packets sets how long
 * each run is.
 */
class TxTopLockstepTest {
  private static final boolean LONG = Boolean.getBoolean("cosim.long");
  private static final long PACKETS = Long.getLong("cosim.top.packets", LONG ? 1_000_000 : 500);
  private static final long PACKETS_OF_OTHERS = Math.min(PACKETS, 100_000);

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeOnRandomTraffic(long seed) {
    CosimReport report = run("tx", StageLockstepTest.SMALL, seed, PACKETS);
    assertThat(report.first()).as("seed " + seed).isNull();
    assertThat(report.boundaries().get("tx_top.port_beat[1]")).isPositive();
    assertThat(report.boundaries().get("tx_top.schedule")).isPositive();
  }

  @EnabledIfSystemProperty(named = "cosim.long", matches = "true")
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void shouldAgreeBehindAGrant(long seed) {
    CosimReport report = run("tx_path", StageLockstepTest.SMALL, seed, PACKETS_OF_OTHERS);
    assertThat(report.first()).as("seed " + seed).isNull();
    assertThat(report.boundaries().get("tx_path.port_beat[1]")).isPositive();
  }

  @Test
  @EnabledIfSystemProperty(named = "cosim.long", matches = "true")
  void shouldAgreeOnANarrowBus() {
    assertThat(run("tx", StageLockstepTest.NARROW, 1, PACKETS_OF_OTHERS).first()).isNull();
  }

  @Test
  @EnabledIfSystemProperty(named = "cosim.long", matches = "true")
  void shouldAgreeOnTheDefaultCard() {
    assertThat(run("tx", NicConfig.DEFAULT, 1, PACKETS_OF_OTHERS).first()).isNull();
  }

  private static CosimReport run(String path, NicConfig config, long seed, long packets) {
    return new Lockstep(
            new VerilatedBuild(Path.of("").toAbsolutePath(), null),
            TopTwins.maker(path, config, null, packets, 0),
            seed)
        .run(null, null);
  }
}
