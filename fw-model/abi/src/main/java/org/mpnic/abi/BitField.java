package org.mpnic.abi;

/**
 * Some bits of a field.
 *
 * @param name lower case with underscores, unique in its layout
 * @param word name of the field that holds the bits
 * @param shift position of the lowest bit
 * @param bits width, 1 to 32
 * @param meaning one sentence without a full stop
 */
public record BitField(String name, String word, int shift, int bits, String meaning) {

  /** Mask over the value, not shifted. */
  public long mask() {
    return (1L << bits) - 1;
  }
}
