package org.mpnic.model.cell;

/** Sizes of rings that are indexed with a mask. */
public final class PowerOfTwo {
  private PowerOfTwo() {}

  /** The smallest power of two that is not below {@code value}, at least 2. */
  public static int atLeast(int value) {
    if (value > 1 << 30) {
      throw new IllegalArgumentException("ring of " + value + " entries, at most " + (1 << 30));
    }
    return value <= 2 ? 2 : Integer.highestOneBit(value - 1) << 1;
  }
}
