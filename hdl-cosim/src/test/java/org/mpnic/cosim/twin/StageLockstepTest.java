package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.Toolchain;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;

/** Every stage that has a twin agrees with it; -Dcosim.packets sets how long each run is. */
class StageLockstepTest {
  private static final long PACKETS = Long.getLong("cosim.packets", 30_000);
  private static final int SEEDS = 2;

  /** Small enough that every bound is met, so that the runs are short and the builds quick. */
  static final NicConfig SMALL =
      NicConfig.DEFAULT.toBuilder()
          .packetBufferBeats(16)
          .packetBufferHeaders(5)
          .decisionFifoDepth(6)
          .subflows(64)
          .connections(64)
          .build();

  static Stream<String> stages() {
    return StageTwins.names().stream();
  }

  @BeforeEach
  void needsTools() {
    Toolchain.missing()
        .ifPresent(
            line -> {
              if (Boolean.getBoolean("cosim.required")) {
                throw new AssertionError(line);
              }
              Assumptions.abort(line);
            });
  }

  @ParameterizedTest(name = "{0}, seeds 1 and 2")
  @MethodSource("stages")
  void shouldAgreeWithTheModelInEveryCycle(String stage) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      CosimReport report =
          new Lockstep(
                  new VerilatedBuild(Path.of("").toAbsolutePath(), null),
                  s -> StageTwins.of(stage).make(SMALL, s, PACKETS),
                  seed)
              .run(null, null);
      assertThat(report.first()).as("seed " + seed).isNull();
      assertThat(report.boundaries().values()).allSatisfy(n -> assertThat(n).isPositive());
    }
  }
}
