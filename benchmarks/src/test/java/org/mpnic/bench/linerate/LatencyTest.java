package org.mpnic.bench.linerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.model.config.NicConfig;

/** One packet a cycle through descriptor and completion, and how long each takes. */
class LatencyTest {
  /** A completion may wait for the others of its batch, and for the end of a pause. */
  private static final int BATCH_CYCLES = 16;

  @Test
  void shouldPassOnePacketEveryCycleWhenBothPortsOfferOneEveryCycle() {
    LatencyPoint point =
        new LatencyRun(NicConfig.DEFAULT, 64, 1024, LatencyRun.Load.EVERY_CYCLE).run();
    assertThat(point.packets()).isGreaterThan(100_000);
    assertThat(point.grantCycles()).isEqualTo(point.packets());
    assertThat(point.completions()).isEqualTo(point.packets());
    assertThat(point.completionCycles())
        .isBetween(point.packets() - BATCH_CYCLES, point.packets() + BATCH_CYCLES);
    // Both ports offer twice what one pipeline takes; the rest is dropped before it.
    assertThat(point.packets() + point.drops()).isEqualTo(200_000);
    assertThat(point.minCycles()).isEqualTo(266);
    assertThat(point.maxCycles()).isEqualTo(1295);
  }

  @ParameterizedTest(name = "{0} bytes, {1}: {2} to {3} cycles")
  @CsvSource({
    "64, ALONE, 254, 270",
    "64, LINE_RATE, 254, 274",
    "1518, ALONE, 314, 330",
    "1518, LINE_RATE, 314, 331"
  })
  void shouldTakeSoManyCyclesFromFirstBeatToCompletion(
      int size, LatencyRun.Load load, long least, long most) {
    LatencyPoint point = new LatencyRun(NicConfig.DEFAULT, size, 1024, load).run();
    assertThat(point.drops()).isZero();
    assertThat(point.minCycles()).isEqualTo(least);
    assertThat(point.maxCycles()).isEqualTo(most);
    // A cycle has 1280 / 412.5 nanoseconds.
    assertThat(point.minNs()).isEqualTo(least * 1280 / 412.5, within(1e-6));
  }
}
