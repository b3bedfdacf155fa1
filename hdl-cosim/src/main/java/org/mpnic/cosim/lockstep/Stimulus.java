package org.mpnic.cosim.lockstep;

import java.util.Arrays;

/** Inputs of an RTL module for a run of cycles; everything that is not set is 0. */
public final class Stimulus {
  private final long[] words;
  private final int wordsPerCycle;
  private final long[] known;
  private int base;

  /** Nothing is set. */
  public Stimulus(int wordsPerCycle, int cycles) {
    this.wordsPerCycle = wordsPerCycle;
    this.words = new long[wordsPerCycle * cycles];
    this.known = new long[wordsPerCycle * cycles];
  }

  /** Sets a signal of the current cycle, of which the low bits count. */
  public void set(Signal signal, long value) {
    words[base + signal.at()] = signal.width() < 64 ? value & signal.lastMask() : value;
    known[base + signal.at()] = -1L;
  }

  /** Sets a bit of the current cycle. */
  public void set(Signal signal, boolean value) {
    words[base + signal.at()] = value ? 1 : 0;
    known[base + signal.at()] = -1L;
  }

  /** Sets a wide signal of the current cycle, least significant word first. */
  public void set(Signal signal, long[] value) {
    System.arraycopy(value, 0, words, base + signal.at(), signal.words());
    words[base + signal.at() + signal.words() - 1] &= signal.lastMask();
    Arrays.fill(known, base + signal.at(), base + signal.at() + signal.words(), -1L);
  }

  /** Says which bits of a signal that is set in the current cycle mean something. */
  public void meaningful(Signal signal, long[] bits) {
    System.arraycopy(bits, 0, known, base + signal.at(), signal.words());
  }

  boolean isTaken(int cycle, OutputBoundary boundary) {
    Signal ready = boundary.ready();
    return ready == null || words[cycle * wordsPerCycle + ready.at()] != 0;
  }

  /** Nothing is set any more. */
  public void clear() {
    Arrays.fill(words, 0);
    Arrays.fill(known, 0);
  }

  /** Makes a cycle of the run the current one. */
  public void select(int cycle) {
    base = cycle * wordsPerCycle;
  }

  /** Words of all cycles. */
  public long[] words() {
    return words;
  }

  /** Bits of the words that mean something. */
  long[] known() {
    return known;
  }

  /** Words of a cycle. */
  public int wordsPerCycle() {
    return wordsPerCycle;
  }
}
