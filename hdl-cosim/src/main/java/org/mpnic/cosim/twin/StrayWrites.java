package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.table.ContextArray;

/**
 * Table writes that no program would make: contexts of the subflow whose packets are on their way,
 * in any cycle. A program writes contexts before the flow entry that leads to them, so that its own
 * writes would not show a write that holds a cycle too early.
 */
final class StrayWrites {
  private static final int PERCENT_OF_STEPS = 40;
  private static final int VALID_BIT = 12;
  private static final int KIND_BIT = 13;

  private final Random random;
  private final HeaderStages stages;
  private int subflow = -1;
  private int generation;
  private int connection;

  StrayWrites(long seed, HeaderStages stages) {
    this.random = new Random(seed);
    this.stages = stages;
  }

  /** A word was in subflow_tracker. */
  void seen(HeaderWord word) {
    if (word.subflowValid && random.nextInt(4) == 0) {
      subflow = word.subflow;
      generation = word.subflowGeneration;
      connection = word.connection;
    }
  }

  /** Writes something, or nothing, in one of so many cycles from a cycle on. */
  void write(long fromCycle, int cycles) {
    if (subflow < 0 || random.nextInt(100) >= PERCENT_OF_STEPS) {
      return;
    }
    long cycle = fromCycle + random.nextInt(cycles);
    switch (random.nextInt(4)) {
      case 0 -> flip(stages.subflowTracker().contexts(), cycle, subflow, KIND_BIT);
      case 1 -> flip(stages.connectionTracker().contexts(), cycle, connection, VALID_BIT);
      case 2 -> stages.dssMapper().program(cycle, subflow, generation);
      default -> stages.steering().program(cycle, subflow);
    }
  }

  /** Writes an entry as it stands, but for one bit. */
  private static void flip(ContextArray table, long cycle, int entry, int bit) {
    long[] value = new long[table.wordsPerEntry()];
    table.read(entry, value);
    value[0] ^= 1L << bit;
    table.write(cycle, entry, value);
  }
}
