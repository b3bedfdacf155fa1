package org.mpnic.cosim.lockstep;

/**
 * A port of an RTL module and its place in the words that are exchanged with it.
 *
 * @param name name in the RTL
 * @param width bits
 * @param at index of its first 64-bit word; bit 0 of the signal is bit 0 of that word
 */
public record Signal(String name, int width, int at) {
  /** 64-bit words that the signal takes. */
  public int words() {
    return (width + 63) / 64;
  }

  /** Bits of its last word that count. */
  long lastMask() {
    int rest = width % 64;
    return rest == 0 ? -1L : (1L << rest) - 1;
  }
}
