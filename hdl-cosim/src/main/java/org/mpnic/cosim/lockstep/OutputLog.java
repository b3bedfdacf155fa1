package org.mpnic.cosim.lockstep;

import com.sun.jna.Memory;

/**
 * Outputs that a {@link VerilatedModel#play} has watched: a watch is a range of output words, of
 * which an entry is made in every cycle in which the first is not 0.
 */
public final class OutputLog {
  private static final int WATCH_BITS = 8;

  private final Signal[] firsts;
  private final int[] counts;
  private final Memory watches;
  private final Memory log;
  private final long room;
  private long used;

  /** Takes the entries of a log, in the order of the cycles. */
  @FunctionalInterface
  public interface Reader {
    /**
     * An entry.
     *
     * @param watch number of the watch
     * @param cycle cycle of the play, from 0
     * @param words words of the range
     */
    void entry(int watch, long cycle, long[] words);
  }

  /**
   * An empty log.
   *
   * @param firsts for each watch its first signal
   * @param lasts its last one, declared later
   * @param room words that the log may have
   */
  public OutputLog(Signal[] firsts, Signal[] lasts, long room) {
    this.firsts = firsts.clone();
    this.counts = new int[firsts.length];
    this.room = room;
    watches = new Memory(8L * firsts.length);
    for (int i = 0; i < firsts.length; i++) {
      counts[i] = lasts[i].at() + lasts[i].words() - firsts[i].at();
      watches.setInt(8L * i, firsts[i].at());
      watches.setInt(8L * i + 4, counts[i]);
    }
    log = new Memory(8 * room);
    // Its pages are there before a clock runs.
    log.clear();
  }

  /** Reads the log; an entry's words are those from the watch's first signal on. */
  public void read(Reader reader) {
    long at = 0;
    while (at < used) {
      long head = log.getLong(8 * at);
      int watch = (int) head & (1 << WATCH_BITS) - 1;
      reader.entry(watch, head >>> WATCH_BITS, log.getLongArray(8 * (at + 1), counts[watch]));
      at += 1 + counts[watch];
    }
  }

  /** Index of the first output word of a watch. */
  public int first(int watch) {
    return firsts[watch].at();
  }

  Memory watches() {
    return watches;
  }

  int watchCount() {
    return counts.length;
  }

  Memory memory() {
    return log;
  }

  long room() {
    return room;
  }

  long used() {
    return used;
  }

  void used(long words) {
    if (words < 0) {
      throw new IllegalStateException("a log of " + room + " words is too short for the play");
    }
    used = words;
  }
}
