package org.mpnic.abi.region;

import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.abi.TxDescriptorType;

/**
 * Host side of a transmit queue's descriptor ring: frames and data given to the device. Which
 * places are free is the caller's to know; nothing is visible before the doorbell.
 */
public final class TxDescriptorRingProducer {
  private final RegionMemory memory;
  private final long ring;
  private final long doorbell;
  private final int mask;
  private int next;

  public TxDescriptorRingProducer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    RegionSpec spec = region.spec();
    memory = region.memory();
    ring = layout.txDescriptors(queue);
    doorbell = layout.producerIndex(RingLayout.txDescriptors(spec.queues(), queue));
    mask = spec.txRingEntries() - 1;
    resume();
  }

  /** Reads the producer index again: after an attach, or after the device reset the queue. */
  public void resume() {
    next = memory.getIntAcquire(doorbell);
  }

  /** Free-running index of the next descriptor. */
  public int next() {
    return next;
  }

  /** Entries of the ring. */
  public int entries() {
    return mask + 1;
  }

  /**
   * Writes the next descriptor.
   *
   * @param address bytes from the region's start
   * @param length bytes of this buffer
   * @param flags of the control word: more, data_fin, in their places
   * @param target port, connection or transmit subflow, by type
   * @param offload word of that name
   * @param header word of that name
   */
  public void post(
      long address,
      int length,
      TxDescriptorType type,
      int flags,
      int target,
      int offload,
      long header) {
    int control =
        type.code() << TxDescriptorLayout.TYPE_SHIFT
            | flags
            | target << TxDescriptorLayout.TARGET_SHIFT;
    post(address, length, next, control, offload, header);
  }

  /** Writes the next descriptor with any contents: for tests of what the device refuses. */
  public void post(long address, int length, int index, int control, int offload, long header) {
    long entry = ring + (long) (next & mask) * TxDescriptorLayout.BYTES;
    memory.putLong(entry + TxDescriptorLayout.ADDRESS, address);
    memory.putInt(entry + TxDescriptorLayout.LENGTH, length);
    memory.putInt(entry + TxDescriptorLayout.INDEX, index);
    memory.putInt(entry + TxDescriptorLayout.CONTROL, control);
    memory.putInt(entry + TxDescriptorLayout.OFFLOAD, offload);
    memory.putLong(entry + TxDescriptorLayout.HEADER, header);
    next++;
  }

  /**
   * Publishes all descriptors written, and says whether more will come: one release store.
   *
   * @param open virtual time waits for the next descriptor rather than pass it by
   */
  public void ring(boolean open) {
    memory.putLongRelease(doorbell, RingLayout.doorbell(next, open));
  }
}
