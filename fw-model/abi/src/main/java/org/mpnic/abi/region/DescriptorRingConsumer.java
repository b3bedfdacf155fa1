package org.mpnic.abi.region;

import org.mpnic.abi.DescriptorLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;

/**
 * Device side of a queue's descriptor ring. Every access stays in the ring whatever the host
 * stored; the contents of a descriptor are the caller's to check.
 */
public final class DescriptorRingConsumer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final long consumer;
  private final int mask;
  private int published;

  public DescriptorRingConsumer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    memory = region.memory();
    ring = layout.descriptors(queue);
    producer = layout.producerIndex(RingLayout.descriptors(queue));
    consumer = layout.consumerIndex(RingLayout.descriptors(queue));
    mask = region.spec().ringEntries() - 1;
    published = memory.getIntAcquire(producer);
  }

  /** Whether the descriptor of a free-running index, and all before it, are posted. */
  public boolean isReady(int index) {
    if (published - index > 0) {
      return true;
    }
    published = memory.getIntAcquire(producer);
    return published - index > 0;
  }

  /** Free-running index behind the last posted descriptor, loaded with acquire. */
  public int published() {
    published = memory.getIntAcquire(producer);
    return published;
  }

  /** Field address of the descriptor at an index. */
  public long address(int index) {
    return memory.getLong(entry(index) + DescriptorLayout.ADDRESS);
  }

  /** Field length of the descriptor at an index, unsigned. */
  public long length(int index) {
    return memory.getInt(entry(index) + DescriptorLayout.LENGTH) & 0xffff_ffffL;
  }

  /** Field index of the descriptor at an index. */
  public int index(int index) {
    return memory.getInt(entry(index) + DescriptorLayout.INDEX);
  }

  /** Index of the next descriptor to fetch, as the region tells it: after a device's death. */
  public int consumed() {
    return memory.getIntAcquire(consumer);
  }

  /** Tells the host that all descriptors before an index were fetched. */
  public void consumed(int index) {
    memory.putIntRelease(consumer, index);
  }

  /** Empties the ring; the host is not posting, it waits for the answer to its reset command. */
  public void reset() {
    memory.putIntRelease(consumer, 0);
    memory.putIntRelease(producer, 0);
    published = 0;
  }

  private long entry(int index) {
    return ring + (long) (index & mask) * DescriptorLayout.BYTES;
  }
}
