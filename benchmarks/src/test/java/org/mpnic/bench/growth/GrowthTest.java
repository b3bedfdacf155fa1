package org.mpnic.bench.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * More subflows, and tables farther away, cost latency and bits, but no packets per cycle unless
 * the memory takes too few accesses. The command has up to a million.
 */
class GrowthTest {
  private static final int PACKETS = 30_000;

  @ParameterizedTest(name = "{0} subflows, tables {1}: {2} packets per cycle, {4} bits")
  @CsvSource({
    "1, ON_CHIP, 1.0, 254, 299016",
    "1, EXTERNAL, 1.0, 486, 299016",
    "1, EXTERNAL_SLOW, 0.5, 486, 299016",
    "900, ON_CHIP, 1.0, 254, 4478976",
    "1024, ON_CHIP, 1.0, 254, 8282112",
    "16384, ON_CHIP, 1.0, 254, 128274432",
    "16384, EXTERNAL, 1.0, 486, 128274432",
    "16384, EXTERNAL_SLOW, 0.5, 486, 128274432"
  })
  void shouldPassAsManyPacketsAsTheFlowTableReads(
      int subflows, TableMemory memory, double perCycle, long leastCycles, long bits) {
    GrowthPoint point = new GrowthRun(memory, subflows, PACKETS).run(0);
    assertThat(point.packets()).isEqualTo(PACKETS);
    assertThat(point.drops()).isZero();
    assertThat(point.packetsPerCycle()).isCloseTo(perCycle, within(1e-4));
    assertThat(point.latency().minCycles()).isEqualTo(leastCycles);
    assertThat(point.bits()).isEqualTo(bits);
    assertThat(point.tables()).hasSize(7);
  }
}
