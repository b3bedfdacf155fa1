package org.mpnic.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CuckooWriterTest {
  private static final class Keep implements CuckooWriter.Replacement {
    final List<Long> replaced = new ArrayList<>();
    long replaceable = -1;

    @Override
    public long rank(long value) {
      return replaceable >= 0 && value % replaceable == 0 ? value : Long.MAX_VALUE;
    }

    @Override
    public void replaced(long value) {
      replaced.add(value);
    }
  }

  private final Keep keep = new Keep();

  private static long hashes(long key) {
    long mixed = key * 0x9e3779b97f4a7c15L;
    return mixed ^ mixed >>> 29;
  }

  @Test
  void shouldFindWhatWasInsertedFromItsCycleOn() {
    ExactMatchTable table = new ExactMatchTable("t", 64, 4, 1);
    CuckooWriter writer = new CuckooWriter(table, 256, keep);
    long effective = writer.insert(500, hashes(7), new long[] {7}, 99);
    assertThat(effective).isEqualTo(500);
    assertThat(writer.find(hashes(7), new long[] {7})).isEqualTo(99);
    assertThat(table.lookup(500, hashes(7), new long[] {7})).isEqualTo(ExactMatchTable.MISS);
    assertThat(table.lookup(501, hashes(7), new long[] {7})).isEqualTo(99);
    assertThat(table.lookup(501, hashes(7), new long[] {8})).isEqualTo(ExactMatchTable.MISS);
    assertThat(writer.insert(600, hashes(7), new long[] {7}, 100)).isEqualTo(600);
    assertThat(table.lookup(601, hashes(7), new long[] {7})).isEqualTo(100);
    assertThat(writer.remove(700, hashes(7), new long[] {7})).isTrue();
    assertThat(table.lookup(700, hashes(7), new long[] {7})).isEqualTo(100);
    assertThat(table.lookup(701, hashes(7), new long[] {7})).isEqualTo(ExactMatchTable.MISS);
    assertThat(writer.used()).isZero();
  }

  @ParameterizedTest(name = "{0} entries")
  @ValueSource(ints = {64, 1024, 16384, 262144})
  void shouldHoldNineTenthsAndLoseNobodyAtAnyCycle(int entries) {
    ExactMatchTable table = new ExactMatchTable("t", entries, 4, 1);
    CuckooWriter writer = new CuckooWriter(table, 256, keep);
    Random random = new Random(entries);
    Map<Long, Long> truth = new HashMap<>();
    List<Long> keys = new ArrayList<>();
    long cycle = 0;
    long[] key = new long[1];
    while (truth.size() < entries * 9 / 10) {
      long fresh = random.nextLong();
      key[0] = fresh;
      long value = truth.size();
      long done = cycle + 5;
      long effective = writer.insert(done, hashes(fresh), key, value);
      assertThat(effective).isGreaterThanOrEqualTo(done);
      for (cycle = done; cycle <= effective && !keys.isEmpty(); cycle++) {
        key[0] = keys.get(random.nextInt(keys.size()));
        assertThat(table.lookup(cycle, hashes(key[0]), key)).isEqualTo(truth.get(key[0]));
      }
      cycle = effective + 1;
      truth.put(fresh, value);
      keys.add(fresh);
    }
    for (Map.Entry<Long, Long> entry : truth.entrySet()) {
      key[0] = entry.getKey();
      assertThat(table.lookup(cycle, hashes(key[0]), key)).isEqualTo(entry.getValue());
    }
    assertThat(writer.used()).isEqualTo(truth.size());
    assertThat(keep.replaced).isEmpty();
  }

  @Test
  void shouldReplaceTheLowestRankWhenFull() {
    ExactMatchTable table = new ExactMatchTable("t", 16, 4, 1);
    CuckooWriter writer = new CuckooWriter(table, 256, keep);
    long key = 1;
    while (writer.insert(key, hashes(key), new long[] {key}, key) != CuckooWriter.FULL) {
      key++;
    }
    assertThat(writer.used()).isGreaterThan(12);
    int used = writer.used();
    keep.replaceable = 3;
    assertThat(writer.insert(1000, hashes(key), new long[] {key}, key)).isPositive();
    assertThat(keep.replaced).hasSize(1).allMatch(value -> value % 3 == 0);
    assertThat(writer.used()).isEqualTo(used);
    assertThat(table.lookup(5000, hashes(key), new long[] {key})).isEqualTo(key);
    long gone = keep.replaced.get(0);
    assertThat(table.lookup(5000, hashes(gone), new long[] {gone})).isEqualTo(ExactMatchTable.MISS);
  }
}
