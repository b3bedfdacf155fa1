package org.mpnic.abi.region;

import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;

/**
 * Device side of a queue's completion ring.
 *
 * <pre>
 *   if (places() &gt; 0) { next().ssn(..).dsn(..); publish(CompletionLayout.control(..)); }
 * </pre>
 *
 * <p>Publishing is one release store of word 0 with the lap's phase bit. The producer index in the
 * region is for tools and for a device that continues; a store that a death lost is found again by
 * the phase bits.
 */
public final class CompletionRingProducer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final long consumer;
  private final int entries;
  private final int log2Entries;
  private final CompletionFlyweight entry = new CompletionFlyweight();
  private int head;
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
    memory.putIntRelease(producer, head);
    released = memory.getIntAcquire(consumer);
  }

  /** Free-running index of the next entry. */
  public int head() {
    return head;
  }

  /** Entries that can be published now; 0 also if the host stored an impossible index. */
  public int places() {
    int used = head - released;
    if (used < 0 || used >= entries) {
      released = memory.getIntAcquire(consumer);
      used = head - released;
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

  /** View of the next entry, to be filled; every field but control. */
  public CompletionFlyweight next() {
    return entry.wrap(memory, offset(head));
  }

  /**
   * Stores 64 bits of the next entry, whole: fewer stores than field by field.
   *
   * @param index word 1 to 7
   * @param value its fields, the one of the lowest offset in the low bits
   */
  public CompletionRingProducer word(int index, long value) {
    memory.putLong(offset(head) + (long) Long.BYTES * index, value);
    return this;
  }

  /**
   * Publishes the next entry with its word 0.
   *
   * @param first control as in {@link CompletionLayout#control}, queue and reason
   */
  public void publishWord(long first) {
    int phase = CompletionLayout.phase(head, log2Entries);
    memory.putLongRelease(offset(head) + CompletionLayout.CONTROL, first & ~1L | phase);
    head++;
    memory.putIntRelease(producer, head);
  }

  /** Publishes the next entry; control is that of {@link CompletionLayout#control}. */
  public void publish(int control) {
    int phase = CompletionLayout.phase(head, log2Entries);
    memory.putIntRelease(offset(head) + CompletionLayout.CONTROL, control & ~1 | phase);
    head++;
    memory.putIntRelease(producer, head);
  }

  /** Empties the ring; the host is not polling, it waits for the answer to its reset command. */
  public void reset() {
    memory.zero(ring, (long) entries * CompletionLayout.BYTES);
    memory.putIntRelease(consumer, 0);
    memory.putIntRelease(producer, 0);
    head = 0;
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
