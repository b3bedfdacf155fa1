package org.mpnic.abi.region;

import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.TxDescriptorLayout;

/**
 * Device side of a transmit queue's descriptor ring. Every access stays in the ring whatever the
 * host stored; the contents of a descriptor are the caller's to check.
 */
public final class TxDescriptorRingConsumer {
  private static final int WORDS = TxDescriptorLayout.BYTES / Long.BYTES;

  private final RegionMemory memory;
  private final long ring;
  private final long doorbell;
  private final long consumer;
  private final int mask;
  private long seen;

  public TxDescriptorRingConsumer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    RegionSpec spec = region.spec();
    memory = region.memory();
    ring = layout.txDescriptors(queue);
    int number = RingLayout.txDescriptors(spec.queues(), queue);
    doorbell = layout.producerIndex(number);
    consumer = layout.consumerIndex(number);
    mask = spec.txRingEntries() - 1;
  }

  /**
   * Index behind the last posted descriptor, loaded with acquire. Ask {@link #open} before it: what
   * is posted after the queue was closed is all there is.
   */
  public int posted() {
    seen = memory.getLongAcquire(doorbell);
    return (int) seen;
  }

  /** Whether the doorbell rang since the last {@link #posted} or {@link #open}. */
  public boolean hasNews() {
    return memory.getLongAcquire(doorbell) != seen;
  }

  /** Whether the host will post more, loaded with acquire. */
  public boolean open() {
    seen = memory.getLongAcquire(doorbell);
    return (seen >>> 32 + RingLayout.OPEN_SHIFT & 1) != 0;
  }

  /** Copies the descriptor at a free-running index: 4 words. */
  public void read(int index, long[] words) {
    long entry = ring + (long) (index & mask) * TxDescriptorLayout.BYTES;
    for (int word = 0; word < WORDS; word++) {
      words[word] = memory.getLong(entry + (long) word * Long.BYTES);
    }
  }

  /** Tells tools that all descriptors before an index were read. */
  public void consumed(int index) {
    memory.putIntRelease(consumer, index);
  }

  /** Empties the ring; the host is not posting, it waits for the answer to its reset command. */
  public void reset() {
    memory.putIntRelease(consumer, 0);
    memory.putLongRelease(doorbell, 0);
    seen = 0;
  }
}
