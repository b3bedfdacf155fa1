package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Signal;

/** Fields of equal or of different width, side by side in one wide signal. */
final class PackedBits {
  private final long[] words;

  /** All fields 0. */
  PackedBits(Signal signal) {
    this(signal.width());
  }

  /** All of so many bits 0. */
  PackedBits(int width) {
    words = new long[(width + 63) / 64];
  }

  /** Element {@code index} of an array of fields of {@code width} bits, 64 at most. */
  PackedBits put(int index, int width, long value) {
    return at(index * width, width, value);
  }

  /** The field from bit {@code bit} on. */
  PackedBits at(int bit, int width, long value) {
    long low = width == 64 ? value : value & (1L << width) - 1;
    int word = bit / 64;
    int shift = bit % 64;
    words[word] |= low << shift;
    if (shift + width > 64) {
      words[word + 1] |= low >>> 64 - shift;
    }
    return this;
  }

  /** Least significant word first. */
  long[] words() {
    return words;
  }
}
