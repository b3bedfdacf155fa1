package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.LongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.SmallCard;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.data.BundledCaptures;

/**
 * The whole receive path agrees with the model at every boundary, on random traffic and on
 * captures. Short: 2,000 packets of each seed, one capture; -Dcosim.long=true: a million, every
 * capture, and a narrower bus. -Dcosim.top.packets sets how long each run is.
 */
class TopLockstepTest {
  private static final boolean LONG = Boolean.getBoolean("cosim.long");
  private static final long PACKETS = Long.getLong("cosim.top.packets", LONG ? 1_000_000 : 2_000);
  private static final long MAX_GAP_CYCLES = 200;

  static final NicConfig SMALL = SmallCard.CONFIG;

  /** Half the width, slower tables and a slower link. */
  private static final NicConfig NARROW =
      SMALL.toBuilder()
          .beatBytes(32)
          .headerWindowBeats(6)
          .packetBufferBeats(400)
          .tableReadLatencyCycles(4)
          .tableAccessesPerCycle(1)
          .pcieGeneration(3)
          .pcieLanes(8)
          .maxPayloadBytes(128)
          .completionBatch(2)
          .build();

  @TempDir Path folder;

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeOnRandomTraffic(long seed) {
    CosimReport report = run(TopTwins.maker("rx", SMALL, null, PACKETS, MAX_GAP_CYCLES), seed);
    assertThat(report.first()).as("seed " + seed).isNull();
    assertThat(report.boundaries().get("rx_top.grant")).isPositive();
  }

  @Test
  @EnabledIfSystemProperty(named = "cosim.long", matches = "true")
  void shouldAgreeOnANarrowBus() {
    CosimReport report = run(TopTwins.maker("rx", NARROW, null, PACKETS, MAX_GAP_CYCLES), 1);
    assertThat(report.first()).isNull();
  }

  @Test
  void shouldAgreeOnCaptures() {
    for (String name : LONG ? BundledCaptures.names() : BundledCaptures.names().subList(0, 1)) {
      Path capture = BundledCaptures.extract(name, folder);
      CosimReport report =
          run(TopTwins.maker("rx", SMALL, capture, Long.MAX_VALUE, MAX_GAP_CYCLES), 1);
      assertThat(report.first()).as(name).isNull();
      assertThat(report.boundaries().get("rx_top.grant")).as(name).isPositive();
    }
  }

  private static CosimReport run(LongFunction<StageTwin> twins, long seed) {
    return new Lockstep(new VerilatedBuild(Path.of("").toAbsolutePath(), null), twins, seed)
        .run(null, null);
  }
}
