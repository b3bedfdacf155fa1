package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalSetTest {
  @Test
  void shouldMergeIntervalsThatTouch() {
    final IntervalSet set = new IntervalSet();
    set.add(10, 20);
    set.add(30, 40);
    set.add(20, 30);
    assertThat(set.size()).isEqualTo(1);
    assertThat(set.start(0)).isEqualTo(10);
    assertThat(set.end(0)).isEqualTo(40);
    assertThat(set.covers(10, 40)).isTrue();
    assertThat(set.covers(9, 11)).isFalse();
    assertThat(set.coveredUpTo(40)).isEqualTo(40);
    assertThat(set.nextCovered(5)).isEqualTo(10);
    assertThat(set.nextCovered(40)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldCountGapsUpToTheEnd() {
    final IntervalSet set = new IntervalSet();
    set.add(10, 20);
    set.add(30, 40);
    assertThat(set.gaps(0, 50)).isEqualTo(3);
    assertThat(set.gaps(10, 40)).isEqualTo(1);
    assertThat(set.gaps(12, 18)).isZero();
    assertThat(set.gaps(20, 30)).isEqualTo(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeWithASetOfBits(long seed) {
    final Random random = new Random(seed);
    final IntervalSet set = new IntervalSet();
    final BitSet bits = new BitSet();
    for (int step = 0; step < 5000; step++) {
      final int start = random.nextInt(600);
      final int end = start + random.nextInt(step % 10 == 0 ? 60 : 4);
      if (step % 500 == 499) {
        set.removeBelow(start);
        bits.clear(0, start);
      } else {
        set.add(start, end);
        bits.set(start, end);
      }
      final int from = random.nextInt(700);
      final int clear = bits.nextClearBit(from);
      assertThat(set.coveredUpTo(from)).as("step %d", step).isEqualTo(clear);
      final int next = bits.nextSetBit(from);
      assertThat(set.nextCovered(from)).isEqualTo(next < 0 ? Long.MAX_VALUE : next);
      assertThat(set.covers(from, from + 5)).isEqualTo(clear >= from + 5);
    }
  }
}
