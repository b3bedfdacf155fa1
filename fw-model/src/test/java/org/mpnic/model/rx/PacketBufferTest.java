package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.model.config.NicConfig;

class PacketBufferTest {
  private static final NicConfig CONFIG =
      NicConfig.DEFAULT.toBuilder().packetBufferBeats(4).packetBufferHeaders(2).build();

  private final BeatSpacing spacing = BeatSpacing.backToBack(CONFIG);
  private final PacketBuffer buffer = new PacketBuffer(CONFIG);

  private int decide(long cycle, int beats) {
    return buffer.decide(cycle, beats * 64, beats, spacing);
  }

  @Test
  void shouldKeepFrameThatFillsTheBuffer() {
    assertThat(decide(10, 4)).isEqualTo(PacketBuffer.KEPT);
    assertThat(decide(20, 1)).isEqualTo(PacketBuffer.NO_BEAT_PLACE);
    buffer.popsKnownTo(20);
    assertThat(buffer.peakBeats()).isEqualTo(4);
  }

  @Test
  void shouldUseFreedPlaceFromTheNextCycleOn() {
    decide(10, 4);
    buffer.popHeader(14);
    buffer.popBeat(30);
    assertThat(decide(30, 1)).isEqualTo(PacketBuffer.NO_BEAT_PLACE);
    assertThat(decide(31, 1)).isEqualTo(PacketBuffer.KEPT);
  }

  @Test
  void shouldDropFrameWholeWhenOneOfItsBeatsDoesNotFit() {
    decide(10, 3);
    buffer.popHeader(13);
    buffer.popBeat(50);
    buffer.popBeat(53);
    buffer.popBeat(54);
    // Beats in cycles 51, 52, 53: the third needs the place that is freed in cycle 53.
    assertThat(decide(51, 3)).isEqualTo(PacketBuffer.NO_BEAT_PLACE);
    // The dropped frame left no trace: in cycles 52, 53, 54 all three fit.
    assertThat(decide(52, 3)).isEqualTo(PacketBuffer.KEPT);
  }

  @Test
  void shouldNeedHeaderPlaceAtLastBeat() {
    decide(10, 1);
    decide(11, 1);
    buffer.popHeader(20);
    assertThat(decide(19, 1)).isEqualTo(PacketBuffer.NO_HEADER_PLACE);
    assertThat(decide(20, 1)).isEqualTo(PacketBuffer.NO_HEADER_PLACE);
    // Two beats from cycle 20 on: the last comes in cycle 21.
    assertThat(decide(20, 2)).isEqualTo(PacketBuffer.KEPT);
  }

  @Test
  void shouldNeverKeepFrameLargerThanTheBuffer() {
    assertThat(decide(10, 5)).isEqualTo(PacketBuffer.NO_BEAT_PLACE);
  }

  @Test
  void shouldBeEmptyAfterReset() {
    decide(10, 4);
    buffer.reset();
    assertThat(decide(0, 4)).isEqualTo(PacketBuffer.KEPT);
    buffer.popsKnownTo(3);
    assertThat(buffer.peakBeats()).isEqualTo(4);
  }

  @Test
  void shouldSpaceBeatsAsTheWireDoes() {
    BeatSpacing wire = BeatSpacing.lineRate(NicConfig.DEFAULT);
    // 1.65 cycles a beat: 64 bytes more each time.
    assertThat(wire.offset(1514, 0)).isZero();
    assertThat(wire.offset(1514, 1)).isEqualTo(1);
    assertThat(wire.offset(1514, 2)).isEqualTo(3);
    assertThat(wire.offset(1514, 3)).isEqualTo(4);
    assertThat(wire.lastOffset(1514)).isEqualTo((1514 - 64) * 33 / 1280);
    // A last beat of one byte comes a cycle after the one before, not in the same.
    assertThat(wire.lastOffset(65)).isEqualTo(1);
    assertThat(wire.lastOffset(60)).isZero();
    assertThat(spacing.offset(1514, 7)).isEqualTo(7);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldKnowItsPeak(long seed) {
    NicConfig config =
        NicConfig.DEFAULT.toBuilder().packetBufferBeats(37).packetBufferHeaders(64).build();
    PacketBuffer large = new PacketBuffer(config);
    Random random = new Random(seed);
    List<Long> pops = new ArrayList<>();
    long cycle = 10;
    long pop = 0;
    long kept = 0;
    long peak = 0;
    for (int frame = 0; frame < 2_000; frame++) {
      int beats = 1 + random.nextInt(9);
      long last = cycle + beats - 1;
      if (large.decide(cycle, beats * 64, beats, spacing) == PacketBuffer.KEPT) {
        kept += beats;
        long left = pops.stream().filter(when -> when < last).count();
        peak = Math.max(peak, kept - left);
        large.popHeader(last + 1);
        pop = Math.max(pop, last + 1) + random.nextInt(1 + frame / 100);
        large.popBeats(pop, beats);
        for (int beat = 0; beat < beats; beat++) {
          pops.add(pop++);
        }
      }
      cycle = last + 1 + random.nextInt(4);
      large.popsKnownTo(last);
      assertThat(large.peakBeats()).as("seed %d, frame %d", seed, frame).isEqualTo(peak);
    }
    assertThat(peak).isGreaterThan(20);
  }
}
