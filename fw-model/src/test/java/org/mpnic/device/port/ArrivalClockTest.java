package org.mpnic.device.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arrival cycles of 100 Gbit/s at 322.265625 MHz: byte n ends at cycle 33 n / 1280. */
class ArrivalClockTest {
  private static final long CLOCK_HERTZ = 322_265_625L;

  private final ArrivalClock clock = new ArrivalClock(64, CLOCK_HERTZ, 100_000_000_000L);

  @Test
  void shouldBe33By1280WhenClockIsTheCards() {
    assertThat(clock.cyclesPerByteNumerator()).isEqualTo(33);
    assertThat(clock.cyclesPerByteDenominator()).isEqualTo(1280);
  }

  @Test
  void shouldCountPreambleGapAndCheckSequenceWhenBackToBack() {
    // 60 bytes on the bus are 84 on the wire; the first beat is whole after 8 + 60 bytes.
    assertThat(clock.arrive(60)).isEqualTo(68 * 33 / 1280);
    assertThat(clock.arrive(60)).isEqualTo((84 + 68) * 33 / 1280);
    assertThat(clock.arrive(1514)).isEqualTo((168 + 72) * 33 / 1280);
    assertThat(clock.arrive(60)).isEqualTo((168 + 1538 + 68) * 33 / 1280);
  }

  @Test
  void shouldStayAtLineRateWhenMillionsOfFramesPass() {
    long first = clock.arrive(60);
    long last = 0;
    for (int frame = 0; frame < 1_280_000; frame++) {
      last = clock.arrive(60);
    }
    assertThat(last - first).isEqualTo(84L * 1_280_000 * 33 / 1280);
  }

  @Test
  void shouldIdleToTheCycleWhenAsked() {
    Random random = new Random(1);
    long previous = -1;
    for (int frame = 0; frame < 100_000; frame++) {
      int bytes = 14 + random.nextInt(9000);
      long wanted = previous + random.nextInt(200);
      clock.notBefore(wanted, bytes);
      long arrived = clock.arrive(bytes);
      if (arrived < wanted || arrived <= previous) {
        throw new AssertionError("seed 1 frame " + frame + ": " + arrived + " after " + previous);
      }
      previous = arrived;
    }
  }

  @Test
  void shouldArriveInTheCycleItselfWhenWireWasIdle() {
    for (long cycle : new long[] {1000, 1001, 1002, 12_345_678_901L, ArrivalClock.MAXIMUM_CYCLE}) {
      clock.reset();
      clock.notBefore(cycle, 64);
      assertThat(clock.arrive(64)).isEqualTo(cycle);
    }
  }

  @Test
  void shouldTakeGreatestCycleWhenAskedForLater() {
    clock.notBefore(Long.MAX_VALUE, 64);
    assertThat(clock.arrive(64)).isEqualTo(ArrivalClock.MAXIMUM_CYCLE);
  }

  @Test
  void shouldTurnTimeStampsIntoCyclesExactly() {
    CaptureTime time = new CaptureTime(CLOCK_HERTZ);
    long origin = 1_700_000_000_123_456_789L;
    assertThat(time.cycleOf(origin)).isZero();
    assertThat(time.cycleOf(origin - 5)).isZero();
    Random random = new Random(2);
    for (int trial = 0; trial < 10_000; trial++) {
      long elapsed = random.nextLong(1L << 53);
      long exact =
          BigInteger.valueOf(elapsed)
              .multiply(BigInteger.valueOf(165))
              .divide(BigInteger.valueOf(512))
              .longValue();
      assertThat(time.cycleOf(origin + elapsed)).as("seed 2, %d ns", elapsed).isEqualTo(exact);
    }
    assertThat(time.cycleOf(Long.MAX_VALUE)).isPositive().isLessThan(ArrivalClock.MAXIMUM_CYCLE);
  }
}
