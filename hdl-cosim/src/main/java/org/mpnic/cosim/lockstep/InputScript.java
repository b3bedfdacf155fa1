package org.mpnic.cosim.lockstep;

import com.sun.jna.Memory;
import java.util.Arrays;

/**
 * Inputs of a run of cycles as the words that change from one cycle to the next, for {@link
 * VerilatedModel#play}: for each cycle a count, then so many pairs of word and new value.
 */
public final class InputScript {
  private static final int FIRST_ROOM = 1 << 16;

  private final long[] last;
  private long[] script = new long[FIRST_ROOM];
  private int used;
  private int cycles;
  private Memory memory;

  /**
   * A script without cycles, to be played behind another.
   *
   * @param before the script before, or null for the first: all words are 0 after reset
   */
  public InputScript(int wordsPerCycle, InputScript before) {
    last = before == null ? new long[wordsPerCycle] : before.last.clone();
  }

  /** Adds a cycle, whose inputs are in {@code words} from {@code from} on. */
  public void add(long[] words, int from) {
    int most = used + 1 + 2 * last.length;
    if (most > script.length) {
      script = Arrays.copyOf(script, Math.max(most, 2 * script.length));
    }
    int count = used++;
    for (int word = 0; word < last.length; word++) {
      long value = words[from + word];
      if (value != last[word]) {
        last[word] = value;
        script[used++] = word;
        script[used++] = value;
      }
    }
    script[count] = (used - count - 1) / 2;
    cycles++;
  }

  /** Leaves out all cycles from the {@code count}-th on. */
  public void cut(int count) {
    int at = 0;
    for (int cycle = 0; cycle < count; cycle++) {
      at += 1 + 2 * (int) script[at];
    }
    used = at;
    cycles = count;
    memory = null;
  }

  /** Cycles of the script. */
  public int cycles() {
    return cycles;
  }

  /** Words of the script. */
  long words() {
    return used;
  }

  /** The script where C code can read it; nothing is added after. */
  Memory memory() {
    if (memory == null) {
      memory = new Memory(8L * Math.max(1, used));
      memory.write(0, script, 0, used);
    }
    return memory;
  }
}
