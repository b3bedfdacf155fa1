package org.mpnic.model.table;

import java.util.Arrays;

/**
 * A memory of fixed-size entries with one read-modify-write port for its stage and one write port
 * for the control processor.
 *
 * <p>Hardware contract. The stage reads an entry as its packet enters and writes it back at the end
 * of its window; a packet that finds the same entry anywhere in the window gets the forwarded
 * value, so that the outcome is that of one packet after the other, in grant order. The control
 * processor's port takes one entry a cycle. A write that is effective at cycle e travels down the
 * header pipeline beside the packets: it holds for every packet granted at a cycle later than e and
 * for none granted at e or before, in every stage alike. In RTL that is a shift register of the
 * stage's distance from the arbiter in front of the write port, and one more lane in the forwarding
 * network.
 */
public final class ContextArray {
  /** {@link #settle} argument by which every pending write is taken. */
  public static final long ALL = Long.MAX_VALUE;

  private final String name;
  private final int entries;
  private final int wordsPerEntry;
  private final long[] words;

  /** Pending writes in order of effect: effective cycle, entry, value. A ring that grows. */
  private long[] pending;

  private int head;
  private int count;
  private long headEffectiveCycle = Long.MAX_VALUE;
  private long lastEffectiveCycle = -1;
  private TableWriteListener listener;
  private ContextMemory memory;

  /**
   * An array of zeros.
   *
   * @param name name of the table in lists of writes
   * @param entries number of entries, 1 or more
   * @param wordsPerEntry 64-bit words of an entry, 1 or more
   */
  public ContextArray(String name, int entries, int wordsPerEntry) {
    this.name = name;
    this.entries = entries;
    this.wordsPerEntry = wordsPerEntry;
    this.words = new long[Math.multiplyExact(entries, wordsPerEntry)];
    this.pending = new long[64 * (wordsPerEntry + 2)];
  }

  /** Name of the table. */
  public String name() {
    return name;
  }

  /** Number of entries. */
  public int entries() {
    return entries;
  }

  /** 64-bit words of one entry. */
  public int wordsPerEntry() {
    return wordsPerEntry;
  }

  /** The memory itself, entry after entry: the stage's read-modify-write port. */
  public long[] words() {
    return words;
  }

  /** Index of an entry's first word in {@link #words()}. */
  public int base(int entry) {
    return entry * wordsPerEntry;
  }

  /**
   * Loads words of an entry, so that they are in cache when the stage comes to it. Changes nothing;
   * the result is there so that the load is made.
   *
   * @param from first word in the entry
   * @param to last word, at most 8 words on
   */
  public long touch(int entry, int from, int to) {
    int at = entry * wordsPerEntry;
    return words[at + from] ^ words[at + to];
  }

  /** Sets who is told of every write of the control processor, or null. */
  public void listen(TableWriteListener newListener) {
    listener = newListener;
  }

  /**
   * Says that the stage's memory lies elsewhere, as in the RTL twin: {@link #load} takes an entry
   * over from there.
   */
  public void behind(ContextMemory elsewhere) {
    memory = elsewhere;
  }

  /** Brings an entry up to date, if the stage's memory lies elsewhere. */
  public void load(int entry) {
    if (memory != null) {
      memory.load(this, entry);
    }
  }

  /**
   * Takes every pending write that holds for a packet granted at {@code cycle}: those effective
   * before it.
   */
  public void settle(long cycle) {
    if (headEffectiveCycle < cycle) {
      takePending(cycle);
    }
  }

  /**
   * Writes one entry through the control processor's port.
   *
   * @param doneCycle cycle in which the control processor has finished its event
   * @param entry 0 to {@link #entries()} - 1
   * @param value {@link #wordsPerEntry()} words, copied
   * @return cycle from which on the write is effective: {@code doneCycle}, or the cycle after this
   *     port's previous write
   */
  public long write(long doneCycle, int entry, long[] value) {
    long effective = Math.max(doneCycle, lastEffectiveCycle + 1);
    lastEffectiveCycle = effective;
    int record = wordsPerEntry + 2;
    if ((count + 1) * record > pending.length) {
      grow();
    }
    int at = head + count * record;
    if (at >= pending.length) {
      at -= pending.length;
    }
    pending[at] = effective;
    pending[at + 1] = entry;
    System.arraycopy(value, 0, pending, at + 2, wordsPerEntry);
    if (count++ == 0) {
      headEffectiveCycle = effective;
    }
    if (listener != null) {
      listener.written(this, effective, entry, value);
    }
    return effective;
  }

  /**
   * Copies one entry as the control processor sees it: as it has written it, if that is pending.
   */
  public void read(int entry, long[] value) {
    load(entry);
    System.arraycopy(words, base(entry), value, 0, wordsPerEntry);
    int record = wordsPerEntry + 2;
    for (int write = 0; write < count; write++) {
      int at = (head + write * record) % pending.length;
      if (pending[at + 1] == entry) {
        System.arraycopy(pending, at + 2, value, 0, wordsPerEntry);
      }
    }
  }

  /** One word of what {@link #read} copies. */
  public long word(int entry, int word) {
    load(entry);
    long value = words[base(entry) + word];
    int record = wordsPerEntry + 2;
    for (int write = 0; write < count; write++) {
      int at = (head + write * record) % pending.length;
      if (pending[at + 1] == entry) {
        value = pending[at + 2 + word];
      }
    }
    return value;
  }

  /** Back to zeros and to virtual cycle 0. */
  public void reset() {
    Arrays.fill(words, 0);
    head = 0;
    count = 0;
    headEffectiveCycle = Long.MAX_VALUE;
    lastEffectiveCycle = -1;
  }

  private void takePending(long cycle) {
    int record = wordsPerEntry + 2;
    while (count > 0 && pending[head] < cycle) {
      System.arraycopy(pending, head + 2, words, base((int) pending[head + 1]), wordsPerEntry);
      head += record;
      if (head == pending.length) {
        head = 0;
      }
      count--;
    }
    headEffectiveCycle = count > 0 ? pending[head] : Long.MAX_VALUE;
  }

  private void grow() {
    long[] larger = new long[pending.length * 2];
    int first = Math.min(pending.length - head, count * (wordsPerEntry + 2));
    System.arraycopy(pending, head, larger, 0, first);
    System.arraycopy(pending, 0, larger, first, count * (wordsPerEntry + 2) - first);
    pending = larger;
    head = 0;
  }
}
