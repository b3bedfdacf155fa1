package org.mpnic.cosim.engine;

import org.mpnic.cosim.lockstep.Signal;

/** Outputs of the RTL in one cycle of a run. */
final class Outputs {
  private final long[] words;
  private final int wordsPerCycle;
  private int base;

  Outputs(int wordsPerCycle, int cycles) {
    this.words = new long[wordsPerCycle * cycles];
    this.wordsPerCycle = wordsPerCycle;
  }

  /** Outputs of one cycle: a range of words, of which the first is output word {@code first}. */
  Outputs(long[] range, int first) {
    this.words = range;
    this.wordsPerCycle = 0;
    this.base = -first;
  }

  /** Words of all cycles. */
  long[] words() {
    return words;
  }

  /** Makes a cycle of the run the current one. */
  void select(int cycle) {
    base = cycle * wordsPerCycle;
  }

  /** A signal of up to 64 bits. */
  long get(Signal signal) {
    return words[base + signal.at()];
  }

  /** A signal of up to 32 bits. */
  int getInt(Signal signal) {
    return (int) words[base + signal.at()];
  }

  /** Whether a signal of up to 64 bits is not 0. */
  boolean any(Signal signal) {
    return words[base + signal.at()] != 0;
  }

  /** A 64-bit word of a wide signal. */
  long word(Signal signal, int index) {
    return words[base + signal.at() + index];
  }

  /** Bits of a signal. */
  long bits(Signal signal, int at, int width) {
    int first = base + signal.at() + (at >> 6);
    int shift = at & 63;
    long low = words[first] >>> shift;
    long all = shift + width > 64 ? low | words[first + 1] << 64 - shift : low;
    return width == 64 ? all : all & (1L << width) - 1;
  }

  /** Copies bytes of a signal, of which the first has bits 0 to 7. */
  void bytes(Signal signal, int firstByte, byte[] into, int count) {
    for (int i = 0; i < count; i++) {
      int from = firstByte + i;
      into[i] = (byte) (words[base + signal.at() + (from >> 3)] >>> 8 * (from & 7));
    }
  }
}
