package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/**
 * Every stage that has a twin agrees with it. Short: one set of parameters, 30,000 packets;
 * -Dcosim.long=true: all sets, a million. -Dcosim.packets sets how long each run is;
 * -Dcosim.stages=NAME,NAME runs those stages.
 */
class StageLockstepTest {
  private static final boolean LONG = Boolean.getBoolean("cosim.long");
  private static final long PACKETS = Long.getLong("cosim.packets", LONG ? 1_000_000 : 30_000);
  private static final String STAGES = System.getProperty("cosim.stages", "");
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
          .tokens(64)
          .connections(64)
          .queues(3)
          .ringEntries(32)
          .bufferBytes(512)
          .descriptorCache(13)
          .fetchBatch(5)
          .fetchOutstanding(3)
          .readLatencyCycles(12)
          .hostLatencyCycles(40)
          .writeLatencyCycles(20)
          .linkStoreBeats(7)
          .completionFifoDepth(5)
          .interruptCount(5)
          .interruptCycles(100)
          .errorFifoDepth(5)
          .quarantineErrors(3)
          .indirectionEntries(16)
          .transmit(
              new TransmitConfig(
                  3, 64, 20, 4, 3, 4, 64, 64, 4, 4096, 16, 3, 128, 5, 26, 4, 60, 1 << 16))
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
          .tokens(64)
          .connections(64)
          .tableReadLatencyCycles(5)
          .ringEntries(256)
          .descriptorCache(64)
          .fetchOutstanding(8)
          .readLatencyCycles(40)
          .hostLatencyCycles(200)
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
          .transmit(
              new TransmitConfig(
                  8, 256, 64, 8, 8, 16, 64, 64, 8, 16_384, 64, 16, 256, 16, 300, 16, 512, 1 << 16))
          .build();

  static Stream<Arguments> runs() {
    Stream<Arguments> small =
        StageTwins.names().stream()
            .map(stage -> arguments(stage, "512 bit, everything short", SMALL));
    if (!LONG) {
      return small.filter(StageLockstepTest::asked);
    }
    Stream<Arguments> narrow =
        StageTwins.names().stream().map(stage -> arguments(stage, "256 bit, slower link", NARROW));
    Stream<Arguments> tables =
        Stream.of(
            arguments("flow_table", "16 entries, 1 way, read latency 3", table(16, 1, 3)),
            arguments("flow_table", "1024 entries, 2 ways, read latency 60", table(1024, 2, 60)),
            arguments("flow_table", "8 entries, 8 ways, read latency 2", table(8, 8, 2)));
    return Stream.of(small, narrow, tables).flatMap(runs -> runs).filter(StageLockstepTest::asked);
  }

  private static boolean asked(Arguments run) {
    return STAGES.isEmpty() || List.of(STAGES.split(",")).contains(run.get()[0]);
  }

  private static NicConfig table(int entries, int ways, int readLatencyCycles) {
    return SMALL.toBuilder()
        .subflows(entries)
        .tokens(entries)
        .flowTableWays(ways)
        .tableReadLatencyCycles(readLatencyCycles)
        .build();
  }

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
  }

  @ParameterizedTest(name = "{0}, {1}, seeds 1 and 2")
  @MethodSource("runs")
  void shouldAgreeWithTheModelInEveryCycle(String stage, String parameters, NicConfig config) {
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
