package org.mpnic.device;

import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.TxCompletionRingProducer;
import org.mpnic.abi.region.TxDescriptorRingConsumer;
import org.mpnic.abi.region.WakeWord;
import org.mpnic.model.tx.TransmitHost;

/** The host as the transmit side sees it, over the region: rings, memory, wakes. */
final class RegionTransmitHost implements TransmitHost {
  private final RegionMemory memory;
  private final long dmaStart;
  private final long dmaEnd;
  private final TxDescriptorRingConsumer[] descriptors;
  private final TxCompletionRingProducer[] completions;
  private final WakeWord[] wakes;
  private final boolean[] unsignalled;
  private boolean admitted = true;

  RegionTransmitHost(RegionFile region) {
    memory = region.memory();
    dmaStart = region.layout().dmaStart();
    dmaEnd = region.layout().dmaEnd();
    int queues = region.spec().txQueues();
    descriptors = new TxDescriptorRingConsumer[queues];
    completions = new TxCompletionRingProducer[queues];
    wakes = new WakeWord[queues];
    unsignalled = new boolean[queues];
    for (int queue = 0; queue < queues; queue++) {
      descriptors[queue] = new TxDescriptorRingConsumer(region, queue);
      completions[queue] = new TxCompletionRingProducer(region, queue);
      wakes[queue] = new WakeWord(region, WakeLayout.txQueue(region.spec().queues(), queue));
    }
  }

  /**
   * Whether the card sees doorbells; otherwise every queue looks empty and closed. With a wire, a
   * card looks when its peer can receive.
   */
  void admit(boolean value) {
    admitted = value;
  }

  /** Whether a doorbell rang that the card has not seen. */
  boolean hasNews() {
    if (!admitted) {
      return false;
    }
    for (TxDescriptorRingConsumer ring : descriptors) {
      if (ring.hasNews()) {
        return true;
      }
    }
    return false;
  }

  /** Empties every ring. */
  void reset() {
    for (int queue = 0; queue < descriptors.length; queue++) {
      reset(queue);
    }
  }

  /** Empties the rings of a queue. */
  void reset(int queue) {
    descriptors[queue].reset();
    completions[queue].reset();
    unsignalled[queue] = false;
  }

  /** Wakes the host for every completion that it was not woken for. */
  void signalAll() {
    for (int queue = 0; queue < unsignalled.length; queue++) {
      if (unsignalled[queue]) {
        unsignalled[queue] = false;
        wakes[queue].signal();
      }
    }
  }

  @Override
  public int posted(int queue) {
    return admitted ? descriptors[queue].posted() : 0;
  }

  @Override
  public boolean open(int queue) {
    return admitted && descriptors[queue].open();
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {
    descriptors[queue].read(index, words);
    descriptors[queue].consumed(index + 1);
  }

  @Override
  public long dmaStart() {
    return dmaStart;
  }

  @Override
  public long dmaEnd() {
    return dmaEnd;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    if (address < dmaStart || length < 0 || address > dmaEnd - length) {
      throw new IllegalStateException(
          "read of " + length + " bytes at " + address + " leaves DMA memory");
    }
    memory.getBytes(address, destination, offset, length);
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return completions[queue].hasPlaces(count);
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    completions[queue].publish(type, reason, index, cycle);
    unsignalled[queue] = true;
  }
}
