package org.mpnic.abi.region;

import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.TxCompletionLayout;

/**
 * Device side of a transmit queue's completion ring; published by the phase bit, as receive
 * completions are.
 */
public final class TxCompletionRingProducer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final long consumer;
  private final int entries;
  private final int log2Entries;
  private int head;
  private int released;

  /** Continues behind the last published entry. */
  public TxCompletionRingProducer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    RegionSpec spec = region.spec();
    memory = region.memory();
    ring = layout.txCompletions(queue);
    int number = RingLayout.txCompletions(spec.queues(), queue);
    producer = layout.producerIndex(number);
    consumer = layout.consumerIndex(number);
    entries = spec.txRingEntries();
    log2Entries = Integer.numberOfTrailingZeros(entries);
    head = memory.getIntAcquire(producer);
    released = memory.getIntAcquire(consumer);
  }

  /** Whether so many entries can be published; never if the host stored an impossible index. */
  public boolean hasPlaces(int count) {
    if (places() >= count) {
      return true;
    }
    released = memory.getIntAcquire(consumer);
    return places() >= count;
  }

  private int places() {
    int used = head - released;
    return used < 0 || used > entries ? 0 : entries - used;
  }

  /**
   * Publishes an entry; there must be a place.
   *
   * @param type 0 done, 1 error
   * @param reason code of {@link org.mpnic.abi.Reason}
   * @param index type done: all descriptors before it are done; else the refused one
   * @param cycle when the device knew
   */
  public void publish(int type, int reason, int index, long cycle) {
    long entry = ring + (long) (head & entries - 1) * TxCompletionLayout.BYTES;
    memory.putInt(entry + TxCompletionLayout.INDEX, index);
    memory.putLong(entry + TxCompletionLayout.CYCLE, cycle);
    int phase = CompletionLayout.phase(head, log2Entries) << TxCompletionLayout.PHASE_SHIFT;
    int control =
        phase | type << TxCompletionLayout.TYPE_SHIFT | reason << TxCompletionLayout.REASON_SHIFT;
    memory.putIntRelease(entry + TxCompletionLayout.CONTROL, control);
    head++;
    memory.putIntRelease(producer, head);
  }

  /** Empties the ring; the host is not polling, it waits for the answer to its reset command. */
  public void reset() {
    memory.zero(ring, (long) entries * TxCompletionLayout.BYTES);
    memory.putIntRelease(consumer, 0);
    memory.putIntRelease(producer, 0);
    head = 0;
    released = 0;
  }
}
