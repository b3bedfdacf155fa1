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
          .ports(3)
          .maxFrameBytes(1518)
          .packetBufferBeats(16)
          .packetBufferHeaders(5)
          .decisionFifoDepth(6)
          .subflows(64)
          .connections(64)
          .queues(3)
          .ringEntries(32)
          .bufferBytes(512)
          .descriptorCache(13)
          .fetchBatch(5)
          .fetchOutstanding(3)
          .readLatencyCycles(12)
          .writeLatencyCycles(20)
          .linkStoreBeats(7)
          .completionFifoDepth(5)
          .interruptCount(5)
          .interruptCycles(100)
          .errorFifoDepth(5)
          .quarantineErrors(3)
          .indirectionEntries(16)
          .build();

  /** A narrower bus behind a slower link; bounds that are powers of two. */
  static final NicConfig NARROW =
      NicConfig.DEFAULT.toBuilder()
          .beatBytes(32)
          .headerWindowBeats(6)
          .packetBufferBeats(64)
          .packetBufferHeaders(16)
          .decisionFifoDepth(16)
          .subflows(64)
          .connections(64)
          .tableReadLatencyCycles(5)
          .ringEntries(256)
          .descriptorCache(64)
          .fetchOutstanding(8)
          .readLatencyCycles(40)
          .writeLatencyCycles(5)
          .pcieGeneration(3)
          .pcieLanes(8)
          .maxPayloadBytes(128)
          .tlpHeaderBytes(20)
          .linkStoreBeats(40)
          .completionFifoDepth(20)
          .completionBatch(2)
          .interruptCount(1)
          .interruptCycles(20)
          .errorFifoDepth(16)
          .quarantineErrors(4)
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
    run(stage, SMALL);
  }

  @ParameterizedTest(name = "{0} on a narrow bus, seeds 1 and 2")
  @MethodSource("stages")
  void shouldAgreeOnANarrowBus(String stage) {
    run(stage, NARROW);
  }

  private static void run(String stage, NicConfig config) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      CosimReport report =
          new Lockstep(
                  new VerilatedBuild(Path.of("").toAbsolutePath(), null),
                  s -> StageTwins.of(stage).make(config, s, PACKETS),
                  seed)
              .run(null, null);
      assertThat(report.first()).as("seed " + seed).isNull();
      assertThat(report.boundaries().values()).allSatisfy(n -> assertThat(n).isPositive());
    }
  }
}
