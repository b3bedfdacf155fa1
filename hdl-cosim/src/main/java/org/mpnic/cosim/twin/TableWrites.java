package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.table.ContextArray;

/** The control processor's writes of one table, driven into the RTL in their cycles. */
final class TableWrites {
  /** Cycle, entry, then the entry's words; in order of the cycles. */
  private final ArrayDeque<long[]> pending = new ArrayDeque<>();

  private final long[] value;
  private final BiConsumer<Stimulus, Write> ports;
  private final Write write = new Write();

  /** One write. */
  static final class Write {
    /** Entry of the table. */
    int entry;

    /** Words of the entry. */
    long[] value;
  }

  /**
   * Listens to a table from now on.
   *
   * @param ports drives a write on the RTL's ports
   */
  TableWrites(ContextArray table, BiConsumer<Stimulus, Write> ports) {
    this.value = new long[table.wordsPerEntry()];
    this.ports = ports;
    table.listen(
        (array, cycle, entry, words) -> {
          long[] copy = new long[2 + words.length];
          copy[0] = cycle;
          copy[1] = entry;
          System.arraycopy(words, 0, copy, 2, value.length);
          pending.add(copy);
        });
  }

  /** Whether no write waits for its cycle. */
  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Drives the write of the cycle, if there is one. */
  void drive(long cycle, Stimulus stimulus) {
    long[] next = pending.peek();
    if (next == null || next[0] > cycle) {
      return;
    }
    if (next[0] < cycle) {
      throw new IllegalStateException("write of cycle " + next[0] + " in cycle " + cycle);
    }
    pending.remove();
    write.entry = (int) next[1];
    System.arraycopy(next, 2, value, 0, value.length);
    write.value = value;
    ports.accept(stimulus, write);
  }
}
