package org.mpnic.model.cell;

/**
 * Cycles in which a handshake cannot happen, as a function of the cycle only: phase = cycle modulo
 * a power of two; phase 0 is the first cycle after reset.
 *
 * <p>{@link #next} is the NR of the recurrences: the first cycle at or after its argument that does
 * not stall. It is applied last, after every other condition of the same handshake.
 */
public final class StallPattern {
  /** No cycle stalls. */
  public static final StallPattern NONE = new StallPattern(new boolean[] {false});

  private final int[] wait;
  private final int mask;

  /**
   * A pattern from one period.
   *
   * @param stalled for each phase whether it stalls; the length is a power of two, at least one
   *     phase does not stall
   */
  public StallPattern(boolean[] stalled) {
    int period = stalled.length;
    if (period == 0 || Integer.bitCount(period) != 1) {
      throw new IllegalArgumentException("stall period is " + period + ", it must be a power of 2");
    }
    this.wait = new int[period];
    this.mask = period - 1;
    for (int phase = 0; phase < period; phase++) {
      int cycles = 0;
      while (stalled[(phase + cycles) & mask]) {
        cycles++;
        if (cycles > period) {
          throw new IllegalArgumentException("stall pattern without a free cycle");
        }
      }
      wait[phase] = cycles;
    }
  }

  /** The cycle stalls. */
  public boolean stalls(long cycle) {
    return wait[(int) cycle & mask] != 0;
  }

  /** First cycle at or after this one that does not stall. */
  public long next(long cycle) {
    return cycle + wait[(int) cycle & mask];
  }

  /** Cycles after which the pattern repeats. */
  public int period() {
    return mask + 1;
  }
}
