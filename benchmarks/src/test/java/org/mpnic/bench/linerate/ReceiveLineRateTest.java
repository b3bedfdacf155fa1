package org.mpnic.bench.linerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.model.config.NicConfig;

/**
 * The default card takes every frame size at line rate on both ports. The short form tries the
 * sizes around the edges of a beat; {@code -Dmpnic.campaign=long} every size up to 1518, and to
 * 9018 in steps of 64.
 */
class ReceiveLineRateTest {
  private static final String SHORT = "64,65,68,69,101,102,132,133,1518,9018";

  static IntStream sizes() {
    boolean all = "long".equals(System.getProperty("mpnic.campaign"));
    return IntStream.of(FrameSizes.parse(all ? "64-9018" : SHORT));
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldTakeEveryFrameAtLineRateWhenItIsOnOneOf1024Subflows(int size) {
    shouldTakeEveryFrame(size, 1024);
  }

  /** All of it in one queue, one context after the other. */
  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldTakeEveryFrameAtLineRateWhenAllAreOnOneSubflow(int size) {
    shouldTakeEveryFrame(size, 1);
  }

  private static void shouldTakeEveryFrame(int size, int subflows) {
    LineRatePoint point = new ReceiveLineRate(NicConfig.DEFAULT, size, subflows).run();
    assertThat(point.drops()).isZero();
    assertThat(point.share()).isEqualTo(1.0);
    assertThat(point.fifos()).allSatisfy((name, fifo) -> assertThat(fifo.fill()).isLessThan(1));
    assertThat(point.steady()).as("no FIFO is fuller in the second half").isTrue();
    assertThat(point.isLineRate()).isTrue();
  }

  @ParameterizedTest(name = "{0} bytes, {1} bit at {2} MHz, PCIe {3}.0: {4}")
  @CsvSource({
    "64, 512, 250, 5, port_arbiter",
    "512, 256, 322, 5, bus",
    "64, 512, 322, 3, host_link",
  })
  void shouldNameWhatLimitsWhenItIsNotTheWire(
      int size, int busBits, int clockMhz, int pcieGeneration, String limit) {
    NicConfig config =
        NicConfig.DEFAULT.toBuilder()
            .beatBytes(busBits / 8)
            .headerWindowBeats(1536 / busBits)
            .clockHz(clockMhz * 1_000_000L)
            .pcieGeneration(pcieGeneration)
            .build();
    LineRatePoint point = new ReceiveLineRate(config, size, 64).run();
    assertThat(point.limit()).isEqualTo(limit);
    assertThat(point.share()).isLessThan(1);
    assertThat(point.isLineRate()).isFalse();
  }

  @Test
  void shouldListSizesWhenRangesAreGiven() {
    assertThat(FrameSizes.parse("70,64-66")).containsExactly(64, 65, 66, 70);
    assertThat(FrameSizes.parse("1517-1700")).containsExactly(1517, 1518, 1582, 1646, 1700);
    assertThat(FrameSizes.parse("64-9018")).hasSize(1455 + 117 + 1);
    for (String wrong : new String[] {"", "63", "9019", "70-64", "64-65-66", "x", "64,,65"}) {
      assertThatThrownBy(() -> FrameSizes.parse(wrong)).hasMessageContaining("'" + wrong + "'");
    }
  }
}
