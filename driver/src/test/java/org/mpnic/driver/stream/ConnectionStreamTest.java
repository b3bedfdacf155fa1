package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStreamTest {
  private final StreamMemory memory = new StreamMemory(1 << 20, 16);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private ConnectionStream stream(long origin) {
    final ConnectionStream stream = new ConnectionStream(origin, 1 << 30, memory);
    stream.sink(out::write);
    return stream;
  }

  private static void accept(ConnectionStream stream, long position, String text) {
    stream.accept(position, text.getBytes(), 0, text.length());
  }

  @Test
  void shouldKeepTheFirstCopyOfAByte() {
    final ConnectionStream stream = stream(0);
    accept(stream, 4, "EFGH");
    accept(stream, 2, "cdxx");
    accept(stream, 0, "ab");
    accept(stream, 6, "yyI");
    assertThat(out).hasToString("abcdEFGHI");
    assertThat(stream.bytes()).isEqualTo(9);
    assertThat(memory.usedBytes()).isZero();
  }

  @Test
  void shouldCountHolesBelowTheHighestByteMapped() {
    final ConnectionStream stream = stream(0);
    accept(stream, 0, "ab");
    accept(stream, 4, "ef");
    accept(stream, 8, "ij");
    stream.mapped(12);
    assertThat(stream.bytes()).isEqualTo(2);
    assertThat(stream.holes()).isEqualTo(3);
    accept(stream, 2, "cd");
    assertThat(stream.bytes()).isEqualTo(6);
    assertThat(stream.holes()).isEqualTo(2);
  }

  @Test
  void shouldExtendTheLowHalfOfADsnAcrossItsWrap() {
    final ConnectionStream stream = stream(0x1_ffff_fffeL);
    assertThat(stream.extend(0xffff_fffe)).isEqualTo(0x1_ffff_fffeL);
    assertThat(stream.extend(3)).isEqualTo(0x2_0000_0003L);
    assertThat(stream.position(0x2_0000_0003L)).isEqualTo(5);
  }

  @Test
  void shouldCountPositionsWhenTheDsnWraps() {
    final ConnectionStream stream = stream(-2);
    assertThat(stream.position(-2)).isZero();
    assertThat(stream.position(1)).isEqualTo(3);
    assertThat(stream.extend(5)).isEqualTo(5);
  }

  @Test
  void shouldLeaveOutWhatLiesOutsideTheWindow() {
    final ConnectionStream stream = stream(0);
    accept(stream, -3, "abc");
    accept(stream, (1L << 30) + 1, "x");
    assertThat(stream.outsideWindowBytes()).isEqualTo(4);
    assertThat(stream.holes()).isZero();
    accept(stream, -1, "za");
    assertThat(out).hasToString("a");
  }

  @Test
  void shouldStopAndCountWhenMemoryIsUsedUp() {
    final ConnectionStream stream = stream(0);
    for (int i = 0; i < 40; i++) {
      stream.accept(1 + i * 32768L, new byte[32768], 0, 32768);
    }
    assertThat(memory.refusedBytes()).isEqualTo(8L * 32768);
    assertThat(stream.holes()).isEqualTo(1);
    accept(stream, 0, "a");
    assertThat(stream.bytes()).isEqualTo(1 + 32L * 32768);
    stream.accept(1 + 32 * 32768L, new byte[32768], 0, 32768);
    assertThat(stream.bytes()).isEqualTo(1 + 33L * 32768);
  }

  @Test
  void shouldHashWhatItHandsOn() {
    final ConnectionStream stream = stream(0);
    accept(stream, 1, "bc");
    accept(stream, 0, "a");
    assertThat(HexFormat.of().formatHex(stream.sha256()))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void shouldHandOnTheStreamWhateverTheOrderOfItsPieces(long seed) {
    final Random random = new Random(seed);
    final byte[] truth = new byte[20_000];
    random.nextBytes(truth);
    final ConnectionStream stream = stream(0);
    while (stream.bytes() < truth.length) {
      final int from = random.nextInt(truth.length);
      final int length = Math.min(1 + random.nextInt(200), truth.length - from);
      stream.accept(from, Arrays.copyOfRange(truth, from, from + length), 0, length);
    }
    assertThat(out.toByteArray()).isEqualTo(truth);
    assertThat(memory.usedBytes()).isZero();
  }
}
