package org.mpnic.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextArrayTest {
  @Test
  void shouldTakeOneWriteACycleAndHoldItForLaterGrants() {
    ContextArray array = new ContextArray("t", 4, 2);
    assertThat(array.write(10, 1, new long[] {1, 2})).isEqualTo(10);
    assertThat(array.write(10, 2, new long[] {3, 4})).isEqualTo(11);
    assertThat(array.write(5, 1, new long[] {5, 6})).isEqualTo(12);
    array.settle(10);
    assertThat(array.words()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
    array.settle(11);
    assertThat(array.words()).containsExactly(0, 0, 1, 2, 0, 0, 0, 0);
    array.settle(12);
    assertThat(array.words()).containsExactly(0, 0, 1, 2, 3, 4, 0, 0);
    array.settle(ContextArray.ALL);
    assertThat(array.words()).containsExactly(0, 0, 5, 6, 3, 4, 0, 0);
  }

  @Test
  void shouldKeepTheOrderWhenManyWritesWait() {
    ContextArray array = new ContextArray("t", 1000, 3);
    List<Long> told = new ArrayList<>();
    array.listen((table, cycle, entry, value) -> told.add(cycle));
    for (int i = 0; i < 1000; i++) {
      array.write(0, i, new long[] {i, i + 1, i + 2});
      if (i % 7 == 0) {
        array.settle(i / 2);
      }
    }
    array.settle(ContextArray.ALL);
    for (int i = 0; i < 1000; i++) {
      long[] value = new long[3];
      array.read(i, value);
      assertThat(value).containsExactly(i, i + 1, i + 2);
    }
    assertThat(told).hasSize(1000).isSorted().startsWith(0L, 1L, 2L);
  }

  @Test
  void shouldReadTheLatestWriteWhenItIsPending() {
    ContextArray array = new ContextArray("t", 4, 2);
    long[] value = new long[2];
    for (int i = 0; i < 200; i++) {
      array.write(10, i & 3, new long[] {i, -i});
      array.settle(i > 150 ? 100 : 0);
      array.read(i & 3, value);
      assertThat(value).containsExactly(i, -i);
      assertThat(array.word(i & 3, 0)).isEqualTo(i);
      assertThat(array.word(i & 3, 1)).isEqualTo(-i);
    }
    array.read(0, value);
    assertThat(value).containsExactly(196, -196);
    assertThat(array.word(0, 1)).isEqualTo(-196);
    assertThat(array.words()[0]).isNotEqualTo(196);
  }

  @Test
  void shouldForgetEverythingWhenReset() {
    ContextArray array = new ContextArray("t", 2, 1);
    array.write(100, 0, new long[] {7});
    array.settle(ContextArray.ALL);
    assertThat(array.words()).containsExactly(7, 0);
    array.write(200, 0, new long[] {9});
    array.reset();
    array.settle(ContextArray.ALL);
    assertThat(array.words()).containsExactly(0, 0);
    assertThat(array.write(3, 0, new long[] {1})).isEqualTo(3);
  }
}
