package org.mpnic.driver;

import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.CompletionRingConsumer;
import org.mpnic.abi.region.DescriptorRingProducer;
import org.mpnic.abi.region.ReceiveBuffers;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.WakeWord;

/**
 * A receive queue: completions out, buffers back in. One thread at a time.
 *
 * <p>The driver keeps all buffers of the queue posted. A completion's buffers go back to the card
 * with {@link CompletionBatch#release}: first the consumer index is published, then the buffers are
 * posted again. So a process that dies in between leaves buffers that are with nobody; its
 * successor finds them in the record that the host keeps of its buffers, and posts them once.
 * Completions that were polled and not released are seen again by the successor, others never.
 */
public final class RxQueue {
  private final Nic nic;
  private final int number;
  private final RegionMemory memory;
  private final int bufferBytes;
  private final CompletionRingConsumer completions;
  private final ReceiveBuffers buffers;
  private final WakeWord wake;
  private final WakeWord deviceWake;

  RxQueue(Nic nic, RegionFile region, int number) {
    this.nic = nic;
    this.number = number;
    this.memory = region.memory();
    this.bufferBytes = region.spec().bufferBytes();
    this.completions = new CompletionRingConsumer(region, number);
    this.buffers =
        new ReceiveBuffers(region, number, new DescriptorRingProducer(region, number), completions);
    this.wake = new WakeWord(region, WakeLayout.queue(number));
    this.deviceWake = new WakeWord(region, WakeLayout.device());
    wake.reset();
    buffers.attach();
  }

  /** Number of the queue, from 0. */
  public int number() {
    return number;
  }

  /** Size of a buffer in bytes; a longer frame takes several. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /**
   * Takes completions that are published, if there are any; never waits, allocates nothing, and
   * reads no register.
   *
   * @param batch empty batch to fill
   * @param max most entries to take; the batch's capacity bounds it too
   * @return entries taken, 0 if there are none
   */
  public int poll(CompletionBatch batch, int max) {
    final int first = completions.taken();
    batch.begin(this, first);
    final int count = completions.available(Math.min(max, batch.capacity()));
    for (int i = 0; i < count; i++) {
      batch.add(memory, completions.offset(first + i));
    }
    completions.take(count);
    return count;
  }

  /**
   * Waits until a completion is published that was not taken: spins a little, then sleeps in the
   * kernel.
   *
   * @param timeoutNs longest wait in ns, above 0
   * @return whether there is one
   * @throws DeviceLostException there is none, and the device is dead
   */
  public boolean await(long timeoutNs) {
    final long deadline = System.nanoTime() + timeoutNs;
    while (true) {
      final int seen = wake.sequence();
      if (completions.available(1) > 0) {
        return true;
      }
      nic.checkDevice();
      final long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wake.await(seen, Math.min(left, Nic.DEATH_CHECK_NS));
    }
  }

  void release(CompletionBatch batch) {
    if (batch.firstIndex() != completions.released()) {
      throw new IllegalStateException(
          "queue "
              + number
              + ": release batches in the order of their polls; an earlier one is still held");
    }
    buffers.release(batch.size());
    batch.clear();
    deviceWake.signal();
  }

  /** The device has emptied the rings: all buffers are posted anew. */
  void reset() {
    buffers.reset();
    deviceWake.signal();
  }

  /** Region offset of the buffer posted under a descriptor index, -1 if there is none. */
  long address(int descriptorIndex) {
    final int buffer = buffers.bufferOf(descriptorIndex);
    return buffer < 0 ? -1 : buffers.address(buffer);
  }

  RegionMemory memory() {
    return memory;
  }
}
