package org.mpnic.device;

import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.CompletionRingProducer;
import org.mpnic.abi.region.DescriptorRingConsumer;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.WakeWord;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.EventWord;
import org.mpnic.model.top.HostInterface;

/**
 * The host as the datapath sees it, over the region: rings, DMA memory, interrupts.
 *
 * <p>Interrupts are moderated in virtual time. When virtual time stands still they would never
 * come, so {@link #signalAll} wakes the host for everything that it has not been told of.
 */
final class RegionHost implements HostInterface {
  private final RegionMemory memory;
  private final long dmaStart;
  private final long dmaEnd;
  private final DescriptorRingConsumer[] descriptors;
  private final CompletionRingProducer[] completions;
  private final WakeWord[] queueWakes;
  private final boolean[] unsignalled;
  private final int[] fetched;
  private final EventPublisher events;
  private final TableMirror mirror;

  RegionHost(RegionFile region, EventPublisher events, TableMirror mirror) {
    this.memory = region.memory();
    this.events = events;
    this.mirror = mirror;
    dmaStart = region.layout().dmaStart();
    dmaEnd = region.layout().dmaEnd();
    int queues = region.spec().queues();
    descriptors = new DescriptorRingConsumer[queues];
    completions = new CompletionRingProducer[queues];
    queueWakes = new WakeWord[queues];
    unsignalled = new boolean[queues];
    fetched = new int[queues];
    for (int queue = 0; queue < queues; queue++) {
      descriptors[queue] = new DescriptorRingConsumer(region, queue);
      completions[queue] = new CompletionRingProducer(region, queue);
      queueWakes[queue] = new WakeWord(region, WakeLayout.queue(queue));
    }
  }

  /** Empties every ring but the admin queue's. */
  void reset() {
    for (int queue = 0; queue < descriptors.length; queue++) {
      reset(queue);
    }
    events.reset();
  }

  /** Empties the rings of a queue. */
  void reset(int queue) {
    descriptors[queue].reset();
    completions[queue].reset();
    unsignalled[queue] = false;
    fetched[queue] = 0;
  }

  /** Wakes the host for every completion and event that it was not woken for. */
  void signalAll() {
    for (int queue = 0; queue < unsignalled.length; queue++) {
      if (unsignalled[queue]) {
        interrupt(queue, 0);
      }
      descriptors[queue].consumed(fetched[queue]);
    }
    events.signal();
  }

  @Override
  public boolean descriptorReady(int queue, int index) {
    return descriptors[queue].isReady(index);
  }

  @Override
  public long descriptorAddress(int queue, int index) {
    return descriptors[queue].address(index);
  }

  @Override
  public long descriptorLength(int queue, int index) {
    return descriptors[queue].length(index);
  }

  @Override
  public int descriptorIndex(int queue, int index) {
    fetched[queue] = index + 1;
    return descriptors[queue].index(index);
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
  public boolean completionPlacesFree(int queue, int count) {
    return completions[queue].hasPlaces(count);
  }

  @Override
  public boolean eventPlacesFree(int count) {
    return events.hasPlaces(count);
  }

  @Override
  public void write(long address, byte[] source, int offset, int length) {
    if (address < dmaStart || length < 0 || address > dmaEnd - length) {
      throw new IllegalStateException(
          "write of " + length + " bytes at " + address + " leaves DMA memory");
    }
    memory.putBytes(address, source, offset, length);
  }

  @Override
  public void publish(int queue, CompletionWord word, long visibleCycle, boolean last) {
    int control =
        CompletionLayout.control(word.type, word.verdict, word.packetType, word.port, word.flags);
    // In the order of the layout's fields.
    completions[queue].append(
        last,
        pair(control, halves(queue, word.reason)),
        pair(word.bufferIndex, halves(word.bufferCount, word.payloadOffset)),
        pair(word.frameLength, word.payloadLength),
        pair(word.connection, subflowWord(word.subflow, word.subflowGeneration)),
        word.dsn,
        pair(word.ssn, word.rssHash),
        word.cycle,
        pair(halves(word.mappingLength, word.dssChecksum), word.frame));
    unsignalled[queue] = true;
    mirror.count(word);
  }

  private static int halves(int low, int high) {
    return low & 0xffff | high << 16;
  }

  private static long pair(int low, int high) {
    return low & 0xffff_ffffL | (long) high << 32;
  }

  @Override
  public void interrupt(int queue, long cycle) {
    unsignalled[queue] = false;
    queueWakes[queue].signal();
  }

  @Override
  public void event(EventWord event) {
    events.publish(event);
  }

  static int subflowWord(int subflow, int generation) {
    return subflow == CompletionLayout.NO_ID
        ? subflow
        : CompletionLayout.subflow(subflow, generation);
  }
}
