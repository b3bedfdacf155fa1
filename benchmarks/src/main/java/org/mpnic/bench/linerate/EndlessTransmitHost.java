package org.mpnic.bench.linerate;

import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitHost;

/**
 * A host that never runs out: once it has begun, the rings of its first queues are full at any
 * time. A descriptor's bytes begin at any place of a beat.
 */
final class EndlessTransmitHost implements TransmitHost {
  /** Bytes of address space of a place in a ring. */
  private static final int PLACE_BYTES = 1 << 15;

  private static final int ALIGNMENTS = 64;
  private static final int ALIGNMENT_STEP = 13;
  private static final long START = PLACE_BYTES;

  private final int ringEntries;
  private final int queues;
  private final int allQueues;
  private final TransmitFrames frames;
  private final int[] returned;
  private boolean begun;

  /** A host that uses so many of the card's queues. */
  EndlessTransmitHost(NicConfig config, int queues, TransmitFrames frames) {
    this.ringEntries = config.transmit().ringEntries();
    this.allQueues = config.transmit().queues();
    this.queues = queues;
    this.frames = frames;
    this.returned = new int[allQueues];
  }

  /** A descriptor's first two words, as {@link TxDescriptorLayout} says. */
  static void place(long[] words, int index, long address, int length) {
    words[TxDescriptorLayout.ADDRESS / 8] = address;
    words[TxDescriptorLayout.LENGTH / 8] = length & 0xffff_ffffL | (long) index << 32;
  }

  /** From now on descriptors are posted. */
  void begin() {
    begun = true;
  }

  @Override
  public int posted(int queue) {
    return open(queue) ? returned[queue] + ringEntries : 0;
  }

  @Override
  public boolean open(int queue) {
    return begun && queue < queues;
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {
    frames.next(queue, index, address(queue, index), words);
  }

  private long address(int queue, int index) {
    long place = (long) queue * ringEntries + (index & ringEntries - 1);
    return START + place * PLACE_BYTES + index * ALIGNMENT_STEP % ALIGNMENTS;
  }

  @Override
  public long dmaStart() {
    return START;
  }

  @Override
  public long dmaEnd() {
    return START + (long) allQueues * ringEntries * PLACE_BYTES;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    int place = (int) ((address - START) / PLACE_BYTES);
    int queue = place / ringEntries;
    int inRing = place % ringEntries;
    // The only index that is posted and stands at this place of the ring.
    int index = returned[queue] + (inRing - returned[queue] & ringEntries - 1);
    int from = (int) (address - address(queue, index));
    frames.read(queue, index, from, destination, offset, length);
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    if (type != 0) {
      throw new IllegalStateException(
          "queue=" + queue + " index=" + index + ": descriptor refused, reason " + reason);
    }
    returned[queue] = index;
  }
}
