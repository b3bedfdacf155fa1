package org.mpnic.model.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void shouldLookBackAtCyclesOfTokens() {
    CycleHistory history = new CycleHistory(3);
    assertThat(history.freeCycle(-1)).isEqualTo(CycleHistory.BEFORE);
    assertThat(history.freeCycle(0)).isEqualTo(CycleHistory.FAR);
    history.append(10);
    history.append(12);
    assertThat(history.at(0)).isEqualTo(10);
    assertThat(history.freeCycle(1)).isEqualTo(13);
    assertThat(history.knows(2)).isFalse();
    history.append(20);
    history.append(21);
    assertThat(history.at(1)).isEqualTo(12);
    assertThat(history.count()).isEqualTo(4);
    history.withdraw();
    assertThat(history.knows(3)).isFalse();
    history.reset();
    assertThat(history.knows(0)).isFalse();
  }

  @Test
  void shouldBehaveAsFifoOfDepthThree() {
    // Writer every cycle, reader every second from cycle 5 on: places free a cycle after a pop.
    CycleHistory pops = new CycleHistory(3);
    long push = -1;
    long[] pushed = new long[6];
    for (int k = 0; k < pushed.length; k++) {
      push = Math.max(push + 1, pops.freeCycle(k - 3));
      pushed[k] = push;
      pops.append(Math.max(push + 1, 5 + 2L * k));
    }
    assertThat(pushed).containsExactly(0, 1, 2, 6, 8, 10);
  }

  @Test
  void shouldFindNextCycleThatDoesNotStall() {
    StallPattern pattern = new StallPattern(new boolean[] {false, true, true, false});
    assertThat(pattern.next(0)).isZero();
    assertThat(pattern.next(1)).isEqualTo(3);
    assertThat(pattern.next(6)).isEqualTo(7);
    assertThat(pattern.stalls(9)).isTrue();
    assertThat(pattern.period()).isEqualTo(4);
    assertThat(StallPattern.NONE.next(123)).isEqualTo(123);
  }

  @Test
  void shouldRefuseUselessStallPattern() {
    assertThatThrownBy(() -> new StallPattern(new boolean[] {true, true}))
        .hasMessage("stall pattern without a free cycle");
    assertThatThrownBy(() -> new StallPattern(new boolean[3]))
        .hasMessage("stall period is 3, it must be a power of 2");
  }

  @Test
  void shouldGiveEveryOwnerItsSlot() {
    for (int owners = 1; owners <= 8; owners++) {
      TimeSlots slots = new TimeSlots(owners);
      Random random = new Random(owners);
      for (int i = 0; i < 1000; i++) {
        long cycle = random.nextInt(1_000_000);
        int owner = random.nextInt(owners);
        long next = slots.next(owner, cycle);
        assertThat(next - cycle).isBetween(0L, owners - 1L);
        assertThat(next % owners).isEqualTo(owner);
        assertThat(slots.owner(next)).isEqualTo(owner);
      }
      assertThat(slots.next(0, CycleHistory.BEFORE)).isZero();
    }
  }

  @Test
  void shouldRoundUpToPowerOfTwo() {
    assertThat(PowerOfTwo.atLeast(1)).isEqualTo(2);
    assertThat(PowerOfTwo.atLeast(3)).isEqualTo(4);
    assertThat(PowerOfTwo.atLeast(4)).isEqualTo(4);
    assertThat(PowerOfTwo.atLeast(5)).isEqualTo(8);
    assertThatThrownBy(() -> PowerOfTwo.atLeast((1 << 30) + 1)).hasMessageContaining("at most");
  }
}
