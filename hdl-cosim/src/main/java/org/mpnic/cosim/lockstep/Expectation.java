package org.mpnic.cosim.lockstep;

import java.util.Arrays;

/**
 * Outputs that the model derives, by cycle, ahead of the comparison: a boundary is not valid unless
 * told, and a signal that is not told is not compared.
 */
public final class Expectation {
  /** Cycles ahead of the one that is driven that may be told. */
  public static final int HORIZON_CYCLES = 1 << 12;

  private static final int SIZE = 2 * HORIZON_CYCLES;

  private final int wordsPerCycle;
  private final long[] values;
  private final boolean[] told;

  Expectation(int wordsPerCycle) {
    this.wordsPerCycle = wordsPerCycle;
    this.values = new long[SIZE * wordsPerCycle];
    this.told = new boolean[SIZE * wordsPerCycle];
  }

  /** The boundary is valid in the cycle. */
  public void valid(long cycle, OutputBoundary boundary) {
    set(cycle, boundary.valid(), 1);
  }

  /** The signal's value in the cycle, of which the low bits count. */
  public void set(long cycle, Signal signal, long value) {
    int at = base(cycle) + signal.at();
    values[at] = signal.width() < 64 ? value & signal.lastMask() : value;
    told[at] = true;
  }

  /** The bit's value in the cycle. */
  public void set(long cycle, Signal signal, boolean value) {
    set(cycle, signal, value ? 1 : 0);
  }

  /** The first words of a wide signal, least significant first; its others are not compared. */
  public void setFirst(long cycle, Signal signal, long[] value, int words) {
    int at = base(cycle) + signal.at();
    System.arraycopy(value, 0, values, at, words);
    Arrays.fill(told, at, at + words, true);
  }

  /** A wide signal's value in the cycle, least significant word first. */
  public void set(long cycle, Signal signal, long[] value) {
    int at = base(cycle) + signal.at();
    System.arraycopy(value, 0, values, at, signal.words());
    values[at + signal.words() - 1] &= signal.lastMask();
    Arrays.fill(told, at, at + signal.words(), true);
  }

  long value(long cycle, Signal signal, int word) {
    return values[base(cycle) + signal.at() + word];
  }

  boolean isTold(long cycle, Signal signal, int word) {
    return told[base(cycle) + signal.at() + word];
  }

  void forget(long cycle) {
    int at = base(cycle);
    Arrays.fill(values, at, at + wordsPerCycle, 0);
    Arrays.fill(told, at, at + wordsPerCycle, false);
  }

  private int base(long cycle) {
    return ((int) cycle & SIZE - 1) * wordsPerCycle;
  }
}
