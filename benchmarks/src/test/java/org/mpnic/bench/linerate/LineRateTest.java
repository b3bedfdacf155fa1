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
 * The default card takes and sends frames of every size at line rate on both ports. The short form
 * tries the sizes around the edges of a beat; {@code -Dmpnic.campaign=long} every size up to 1518,
 * and to 9018 in steps of 64.
 */
class LineRateTest {
  private static final String SHORT = "64,65,68,69,101,102,132,133,1518,9018";
  private static final String LEAST_STREAMS = "122,133,164,197";

  private static final boolean ALL = "long".equals(System.getProperty("mpnic.campaign"));

  static IntStream sizes() {
    return IntStream.of(FrameSizes.parse(ALL ? "64-9018" : SHORT));
  }

  static IntStream sizesOfStreams() {
    return IntStream.of(FrameSizes.parse(ALL ? "122-9018" : LEAST_STREAMS + "," + SHORT))
        .filter(size -> size >= StreamData.smallest());
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldTakeEveryFrameWhenItIsOnOneOf1024Subflows(int size) {
    shouldBeAtLineRate(Direction.RX, size, 1024, false);
  }

  /** All of it in one queue, one context after the other. */
  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldTakeEveryFrameWhenAllAreOnOneSubflow(int size) {
    shouldBeAtLineRate(Direction.RX, size, 1, false);
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldSendWholeFramesOf1024Subflows(int size) {
    shouldBeAtLineRate(Direction.TX, size, 1024, false);
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldSendWholeFramesOfOneSubflowOnEachPort(int size) {
    shouldBeAtLineRate(Direction.TX, size, 1, false);
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizesOfStreams")
  void shouldCutStreamsOf1024Connections(int size) {
    shouldBeAtLineRate(Direction.TX, size, 1024, true);
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizesOfStreams")
  void shouldCutTheStreamOfOneConnectionOnEachPort(int size) {
    shouldBeAtLineRate(Direction.TX, size, 1, true);
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldTakeAndSendAtOnceOn1024Subflows(int size) {
    shouldBeAtLineRate(Direction.BOTH, size, 1024, true);
  }

  @ParameterizedTest(name = "{0} bytes")
  @MethodSource("sizes")
  void shouldTakeAndSendAtOnceOnOneSubflow(int size) {
    shouldBeAtLineRate(Direction.BOTH, size, 1, true);
  }

  private static void shouldBeAtLineRate(
      Direction direction, int size, int subflows, boolean streams) {
    LineRatePoint point =
        new LineRate(NicConfig.DEFAULT, direction, subflows, streams).measure(size);
    assertThat(point.limit()).isEqualTo(LineRatePoint.WIRE);
    assertThat(point.drops()).isZero();
    assertThat(point.share()).isEqualTo(1.0);
    assertThat(point.linkUse()).isLessThan(1);
    if (direction == Direction.RX) {
      assertThat(point.fifos()).allSatisfy((name, fifo) -> assertThat(fifo.fill()).isLessThan(1));
    }
    assertThat(point.steady()).as("no FIFO is fuller in the second half").isTrue();
    assertThat(point.isLineRate()).isTrue();
  }

  @ParameterizedTest(name = "{0}, {1} bytes, {2} bit at {3} MHz, PCIe {4}.0: {5}")
  @CsvSource({
    "RX, 64, 512, 250, 5, port_arbiter",
    "RX, 512, 256, 322, 5, bus",
    "RX, 64, 512, 322, 3, host_link",
    "TX, 512, 512, 322, 3, host_link",
    "BOTH, 64, 512, 322, 4, host_link",
    "BOTH, 1518, 512, 322, 3, host_link",
  })
  void shouldNameWhatLimitsWhenItIsNotTheWire(
      Direction direction, int size, int busBits, int clockMhz, int pcieGeneration, String limit) {
    NicConfig config =
        NicConfig.DEFAULT.toBuilder()
            .beatBytes(busBits / 8)
            .headerWindowBeats(1536 / busBits)
            .clockHz(clockMhz * 1_000_000L)
            .pcieGeneration(pcieGeneration)
            .build();
    LineRatePoint point = new LineRate(config, direction, 64, true).measure(size);
    assertThat(point.limit()).isEqualTo(limit);
    assertThat(point.share()).isLessThan(1);
    assertThat(point.isLineRate()).isFalse();
  }

  /** Three TLPs of 60 bytes and their headers of 28, by hand. */
  @Test
  void shouldChargeWhatGoesBesideToTheTlpsThatTheModelCarries() {
    LinkTraffic traffic = new LinkTraffic(NicConfig.DEFAULT);
    traffic.carriedWrite(10, 60);
    traffic.carriedWrite(11, 60);
    traffic.carriedWrite(19, 60);
    traffic.carriedWrite(20, 60);
    traffic.read(12, 300);
    LinkLoad load = traffic.load(10, 20, 2);
    assertThat(load).isEqualTo(new LinkLoad(2, 10, 3 * 88, 3, 28, 0, 0, 256 + 28 + 44 + 28));
    // 28 bytes of a request, and for each of two frames 50 of the other direction.
    LinkLoad other = new LinkLoad(1, 5, 30, 1, 20, 0, 0, 0);
    assertThat(load.chargeOfWrites(LinkLoad.NONE)).isEqualTo(10);
    assertThat(load.chargeOfWrites(other)).isEqualTo(43);
    assertThat(load.chargeOfReads(other)).isZero();
  }

  @Test
  void shouldSeeIdleCyclesOfTheWire() {
    WireTime wire = new WireTime(NicConfig.DEFAULT, 100, 1000);
    wire.frame(84, 99);
    wire.frame(12_800, 100);
    wire.frame(12_800, 430);
    assertThat(wire.share()).isEqualTo(1);
    wire.frame(12_800, 762);
    assertThat(wire.share()).isEqualTo(660 / 662.0);
    assertThat(wire.frames()).isEqualTo(3);
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
