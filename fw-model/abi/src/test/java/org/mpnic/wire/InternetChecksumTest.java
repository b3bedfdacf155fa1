package org.mpnic.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
  @Test
  void shouldGiveTheSumOfRfc1071() {
    final byte[] bytes = TestFrame.hex("0001 f203 f4f5 f6f7");
    assertThat(InternetChecksum.sum(bytes, 0, 8)).isEqualTo(0xddf2);
    assertThat(InternetChecksum.sumByWords(bytes, 0, 8)).isEqualTo(0xddf2);
    assertThat(InternetChecksum.complement(0xddf2)).isEqualTo(0x220d);
  }

  @Test
  void shouldPadAnOddLastByteWithZero() {
    assertThat(InternetChecksum.sum(TestFrame.hex("000163"), 0, 3)).isEqualTo(0x6301);
    assertThat(InternetChecksum.sum(TestFrame.hex("63"), 0, 1)).isEqualTo(0x6300);
    assertThat(InternetChecksum.sum(new byte[0], 0, 0)).isZero();
  }

  @Test
  void shouldGiveZeroOnlyForZeroes() {
    assertThat(InternetChecksum.sum(new byte[100], 0, 100)).isZero();
    assertThat(InternetChecksum.sum(TestFrame.hex("fffe0001"), 0, 4)).isEqualTo(0xffff);
    assertThat(InternetChecksum.residue(0xffff)).isZero();
    assertThat(InternetChecksum.residue(0xfffe)).isEqualTo(0xfffe);
  }

  @Test
  void shouldSumFullLengthsWithoutOverflow() {
    final byte[] bytes = new byte[1 << 22];
    java.util.Arrays.fill(bytes, (byte) 0xff);
    assertThat(InternetChecksum.sum(bytes, 0, bytes.length)).isEqualTo(0xffff);
    assertThat(InternetChecksum.unrolledSum(bytes, 0, bytes.length))
        .isEqualTo(InternetChecksum.plainSum(bytes, 0, bytes.length));
    assertThat(InternetChecksum.fold(Long.MAX_VALUE)).isEqualTo(0x7fff);
    assertThat(InternetChecksum.fold(-1)).isEqualTo(0xffff);
    assertThat(InternetChecksum.fold(0x1_0000_ffff_0000L)).isEqualTo(1);
    assertThat(InternetChecksum.swapFold(0x1234_ffff_ffffL)).isEqualTo(0x3412);
  }

  /** Both ways to sum, whichever this JDK uses; ten million buffers in the long form. */
  @Test
  @DisplayName("shouldEqualTheSumByWordsAtAnyPlace, seed 1")
  void shouldEqualTheSumByWordsAtAnyPlace() {
    final int rounds = "long".equals(System.getProperty("mpnic.campaign")) ? 10_000_000 : 20_000;
    final Random random = new Random(1);
    final byte[] bytes = new byte[400];
    for (int round = 0; round < rounds; round++) {
      random.nextBytes(bytes);
      if (round % 16 == 0) {
        Arrays.fill(bytes, (byte) -1); // every carry that there can be
      }
      final int offset = random.nextInt(64);
      final int length = random.nextInt(bytes.length - offset);
      final int expected = InternetChecksum.sumByWords(bytes, offset, length);
      final long plain = InternetChecksum.plainSum(bytes, offset, length);
      final long unrolled = InternetChecksum.unrolledSum(bytes, offset, length);
      if (InternetChecksum.sum(bytes, offset, length) != expected
          || InternetChecksum.swap(InternetChecksum.fold(plain)) != expected
          || unrolled != plain) {
        fail("round %d offset %d length %d: not %d", round, offset, length, expected);
      }
    }
  }

  @Test
  @DisplayName("shouldCombinePartsAtAnyCut, seed 2")
  void shouldCombinePartsAtAnyCut() {
    final Random random = new Random(2);
    final byte[] bytes = new byte[301];
    for (int round = 0; round < 20_000; round++) {
      random.nextBytes(bytes);
      final int cut = random.nextInt(bytes.length + 1);
      final int whole = InternetChecksum.sum(bytes, 0, bytes.length);
      final int start = InternetChecksum.sum(bytes, 0, cut);
      final int rest = InternetChecksum.sum(bytes, cut, bytes.length - cut);
      assertThat(InternetChecksum.combine(start, rest, cut)).as("cut %d", cut).isEqualTo(whole);
      assertThat(InternetChecksum.residue(InternetChecksum.subtract(whole, start)))
          .isEqualTo(InternetChecksum.residue((cut & 1) == 0 ? rest : InternetChecksum.swap(rest)));
    }
  }

  @Test
  void shouldSumNumbersAsTheirBytes() {
    final byte[] bytes = new byte[8];
    BigEndian.put64(bytes, 0, 0xe47ef57dd1b97490L);
    assertThat(InternetChecksum.sum64(0xe47ef57dd1b97490L))
        .isEqualTo(InternetChecksum.sumByWords(bytes, 0, 8));
    assertThat(InternetChecksum.sum32(0xffff_ffff)).isEqualTo(0xffff);
    assertThat(InternetChecksum.sum64(-1)).isEqualTo(0xffff);
  }
}
