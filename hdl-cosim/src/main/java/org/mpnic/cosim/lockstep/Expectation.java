package org.mpnic.cosim.lockstep;

import java.util.Arrays;

/**
 * Outputs that the model derives, by cycle, ahead of the comparison: a boundary is not valid unless
 * told, and bits that are not told are not compared.
 */
public final class Expectation {
  private final int wordsPerCycle;
  private final int size;
  private final long[] values;
  private final long[] care;

  /**
   * Nothing told.
   *
   * @param horizonCycles cycles ahead of the one that is compared that may be told, a power of two
   */
  Expectation(int wordsPerCycle, int horizonCycles) {
    this.wordsPerCycle = wordsPerCycle;
    this.size = horizonCycles;
    this.values = new long[size * wordsPerCycle];
    this.care = new long[size * wordsPerCycle];
  }

  /** The boundary is valid in the cycle. */
  public void valid(long cycle, OutputBoundary boundary) {
    set(cycle, boundary.valid(), 1);
  }

  /** The signal's value in the cycle, of which the low bits count. */
  public void set(long cycle, Signal signal, long value) {
    int at = base(cycle) + signal.at();
    values[at] = value & signal.lastMask();
    care[at] = signal.lastMask();
  }

  /** The bit's value in the cycle. */
  public void set(long cycle, Signal signal, boolean value) {
    set(cycle, signal, value ? 1 : 0);
  }

  /** A wide signal's value in the cycle, least significant word first. */
  public void set(long cycle, Signal signal, long[] value) {
    set(cycle, signal, value, signal.width());
  }

  /** The low bits of a wide signal's value in the cycle; the others may be anything, or missing. */
  public void set(long cycle, Signal signal, long[] value, int bits) {
    int at = base(cycle) + signal.at();
    for (int word = 0; word < signal.words(); word++) {
      int left = bits - 64 * word;
      long mask = left <= 0 ? 0 : left >= 64 ? -1L : (1L << left) - 1;
      values[at + word] = left <= 0 ? 0 : value[word] & mask;
      care[at + word] = mask;
    }
  }

  long value(long cycle, Signal signal, int word) {
    return values[base(cycle) + signal.at() + word];
  }

  /** Bits of a word of the signal that were told. */
  long care(long cycle, Signal signal, int word) {
    return care[base(cycle) + signal.at() + word];
  }

  /** Bits in which a word of the signal differs from what was told. */
  long wrong(long cycle, Signal signal, int word, long actual) {
    int at = base(cycle) + signal.at() + word;
    return (values[at] ^ actual) & care[at];
  }

  void forget(long cycle) {
    int at = base(cycle);
    Arrays.fill(values, at, at + wordsPerCycle, 0);
    Arrays.fill(care, at, at + wordsPerCycle, 0);
  }

  private int base(long cycle) {
    return ((int) cycle & size - 1) * wordsPerCycle;
  }
}
