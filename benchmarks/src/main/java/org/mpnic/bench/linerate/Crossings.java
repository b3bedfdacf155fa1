package org.mpnic.bench.linerate;

import java.util.Arrays;

/** What crossed one boundary: cycles, ascending, and amounts. */
final class Crossings {
  private static final int FIRST_SIZE = 1 << 12;

  private long[] cycles = new long[FIRST_SIZE];
  private int[] amounts = new int[FIRST_SIZE];
  private int count;

  /** Notes a crossing. */
  void add(long cycle, int amount) {
    if (count == cycles.length) {
      cycles = Arrays.copyOf(cycles, 2 * count);
      amounts = Arrays.copyOf(amounts, 2 * count);
    }
    cycles[count] = cycle;
    amounts[count++] = amount;
  }

  /** Number of crossings so far. */
  int count() {
    return count;
  }

  /** Cycle of a crossing. */
  long cycle(int place) {
    return cycles[place];
  }

  /** Amount of a crossing. */
  int amount(int place) {
    return amounts[place];
  }

  /** Crossings from a cycle on and before another. */
  long count(long from, long to) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += cycles[i] >= from && cycles[i] < to ? 1 : 0;
    }
    return sum;
  }

  /** Their amounts. */
  long sum(long from, long to) {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += cycles[i] >= from && cycles[i] < to ? amounts[i] : 0;
    }
    return sum;
  }
}
