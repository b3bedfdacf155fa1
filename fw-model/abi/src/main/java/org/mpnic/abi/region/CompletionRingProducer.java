package org.mpnic.abi.region;

import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;

/**
 * Device side of a queue's completion ring.
 *
 * <pre>
 *   if (hasPlaces(n)) { append(false, ..); append(false, ..); ... append(true, ..); }
 * </pre>
 *
 * <p>A batch of entries is published by one release store, that of its first entry's word 0 with
 * the lap's phase bit. The others are whole in the ring by then, phase bits too: the host looks at
 * entries in their order, so it sees none of them before the first.
 *
 * <p>The producer index in the region is for tools and for a device that continues; a store that a
 * death lost is found again by the phase bits.
 */
public final class CompletionRingProducer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final long consumer;
  private final int entries;
  private final int log2Entries;
  private final CompletionFlyweight entry = new CompletionFlyweight();

  /** Word 0 of the first entry that is appended and not published. */
  private long first;

  /** Index of the first entry that is not published, and behind the last that is appended. */
  private int head;

  private int end;
  private int released;

  public CompletionRingProducer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    memory = region.memory();
    ring = layout.completions(queue);
    producer = layout.producerIndex(RingLayout.completions(queue));
    consumer = layout.consumerIndex(RingLayout.completions(queue));
    entries = region.spec().completionEntries();
    log2Entries = Integer.numberOfTrailingZeros(entries);
    resume();
  }

  /** Continues behind the last published entry: the stored index, then on by the phase bits. */
  public void resume() {
    head = memory.getIntAcquire(producer);
    for (int i = 0; i < entries && isPublished(head); i++) {
      head++;
    }
    end = head;
    for (int i = 0; i < entries; i++) {
      withdraw(head + i);
    }
    memory.putIntRelease(producer, head);
    released = memory.getIntAcquire(consumer);
  }

  /** An entry of a batch that was never published must not be seen behind another. */
  private void withdraw(int index) {
    if (isPublished(index)) {
      int phase = CompletionLayout.phase(index, log2Entries);
      memory.putInt(offset(index) + CompletionLayout.CONTROL, phase ^ 1);
    }
  }

  /** Free-running index of the next entry to be published. */
  public int head() {
    return head;
  }

  /** Entries that can be appended now; 0 also if the host stored an impossible index. */
  public int places() {
    int used = end - released;
    if (used < 0 || used >= entries) {
      released = memory.getIntAcquire(consumer);
      used = end - released;
    }
    return used < 0 || used > entries ? 0 : entries - used;
  }

  /** Places, after the host's index was loaded anew: whether so many are free. */
  public boolean hasPlaces(int count) {
    if (places() >= count) {
      return true;
    }
    released = memory.getIntAcquire(consumer);
    return places() >= count;
  }

  /**
   * View of the next entry, for one that is published by itself when nothing is appended; every
   * field but control.
   */
  public CompletionFlyweight next() {
    return entry.wrap(memory, offset(end));
  }

  /** Publishes the entry of {@link #next}; control is that of {@link CompletionLayout#control}. */
  public void publish(int control) {
    int phase = CompletionLayout.phase(head, log2Entries);
    memory.putIntRelease(offset(head) + CompletionLayout.CONTROL, control & ~1 | phase);
    head++;
    end = head;
    memory.putIntRelease(producer, head);
  }

  /**
   * Appends an entry to the batch; there must be a place. The host sees the batch with its last.
   *
   * @param last the batch ends with this entry
   * @param word0 control as in {@link CompletionLayout#control}, queue and reason; of words 0 to 7,
   *     as of all, the field of the lowest offset in the low bits
   */
  public void append(
      boolean last,
      long word0,
      long word1,
      long word2,
      long word3,
      long word4,
      long word5,
      long word6,
      long word7) {
    final int index = end;
    final long at = offset(index);
    final long word = word0 & ~1L | CompletionLayout.phase(index, log2Entries);
    memory.putLong(at + 8, word1);
    memory.putLong(at + 16, word2);
    memory.putLong(at + 24, word3);
    memory.putLong(at + 32, word4);
    memory.putLong(at + 40, word5);
    memory.putLong(at + 48, word6);
    memory.putLong(at + 56, word7);
    end = index + 1;
    if (index != head) {
      memory.putLong(at, word);
    } else if (last) {
      memory.putLongRelease(at, word);
    } else {
      first = word;
    }
    if (last) {
      end(index);
    }
  }

  private void end(int last) {
    if (last != head) {
      memory.putLongRelease(offset(head), first);
    }
    head = end;
    memory.putIntRelease(producer, end);
  }

  /** Empties the ring; the host is not polling, it waits for the answer to its reset command. */
  public void reset() {
    memory.zero(ring, (long) entries * CompletionLayout.BYTES);
    memory.putIntRelease(consumer, 0);
    memory.putIntRelease(producer, 0);
    head = 0;
    end = 0;
    released = 0;
  }

  private boolean isPublished(int index) {
    int control = memory.getIntAcquire(offset(index) + CompletionLayout.CONTROL);
    return (control & 1) == CompletionLayout.phase(index, log2Entries);
  }

  private long offset(int index) {
    return ring + (long) (index & entries - 1) * CompletionLayout.BYTES;
  }
}
