package org.mpnic.cosim.twin;

/** Widths of the RTL's signals. */
public final class Bits {
  private Bits() {}

  /** Bits that hold 0 to {@code largest}, as $clog2(largest + 1). */
  public static int of(long largest) {
    return Math.max(1, 64 - Long.numberOfLeadingZeros(largest));
  }

  /** Bits of an index of so many entries, at least 1. */
  public static int ofIndex(int entries) {
    return of(entries - 1L);
  }
}
