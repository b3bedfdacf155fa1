package org.mpnic.cosim.twin;

import java.util.Random;

/**
 * Random idle cycles and stalls: by turns none, one in ten, one in two, and long bursts of either
 * kind.
 */
final class Pauses {
  private static final int PHASE_CYCLES = 700;
  private static final int KINDS = 5;

  private final Random random;
  private int left;
  private int percent;
  private int burst;
  private boolean bursts;
  private boolean paused;

  Pauses(Random random) {
    this.random = random;
  }

  /** Whether the next cycle pauses. */
  boolean next() {
    if (left-- == 0) {
      left = PHASE_CYCLES / 2 + random.nextInt(PHASE_CYCLES);
      int kind = random.nextInt(KINDS);
      bursts = kind == KINDS - 1;
      percent = new int[] {0, 10, 50, 90, 0}[kind];
    }
    if (!bursts) {
      return percent != 0 && random.nextInt(100) < percent;
    }
    if (burst-- <= 0) {
      paused = !paused;
      burst = 1 + random.nextInt(60);
    }
    return paused;
  }
}
