package org.mpnic.abi.region;

import org.mpnic.abi.DescriptorLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;

/**
 * Host side of a queue's descriptor ring: buffers given to the device.
 *
 * <p>Continues from the producer index in the region, so that a successor posts on where its
 * predecessor stopped. Which buffers may be posted is {@link ReceiveBuffers}' to know.
 */
public final class DescriptorRingProducer {
  private final RegionMemory memory;
  private final long ring;
  private final long producer;
  private final int mask;
  private final int bufferBytes;
  private int next;

  public DescriptorRingProducer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    memory = region.memory();
    ring = layout.descriptors(queue);
    producer = layout.producerIndex(RingLayout.descriptors(queue));
    mask = region.spec().ringEntries() - 1;
    bufferBytes = region.spec().bufferBytes();
    resume();
  }

  /** Reads the producer index again: after an attach, or after the device reset the queue. */
  public void resume() {
    next = memory.getIntAcquire(producer);
  }

  /** Free-running index of the next descriptor. */
  public int next() {
    return next;
  }

  /** Writes the next descriptor, for a buffer at an offset of the region; not visible yet. */
  public void post(long address) {
    post(address, bufferBytes, next);
  }

  /** Writes the next descriptor with any contents: for tests of what the device refuses. */
  public void post(long address, int length, int index) {
    long entry = ring + (long) (next & mask) * DescriptorLayout.BYTES;
    memory.putLong(entry + DescriptorLayout.ADDRESS, address);
    memory.putInt(entry + DescriptorLayout.LENGTH, length);
    memory.putInt(entry + DescriptorLayout.INDEX, index);
    next++;
  }

  /** Publishes all descriptors written: one release store. */
  public void publish() {
    memory.putIntRelease(producer, next);
  }
}
