package org.mpnic.cosim.traffic;

import java.util.Arrays;
import java.util.Random;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitHost;

/**
 * A host that posts random descriptors to all transmit queues of a card: raw frames, frames with a
 * partial checksum, large frames to be cut, stream data, mappings, and bad ones; one descriptor a
 * frame or several, at every alignment. By turns a queue is never empty, has a little now and then,
 * or rests. Queues may be reset. Seeded; memory does not change.
 */
public final class TransmitTraffic implements TransmitHost {
  /** First byte offset of host memory. */
  public static final long DMA_START = 4096;

  private static final int MEMORY_BYTES = 1 << 17;
  private static final int WORDS = TxDescriptorLayout.BYTES / Long.BYTES;
  private static final int PHASE_STEPS = 40;

  private final Random random;
  private final int queues;
  private final int ringEntries;
  private final byte[] memory = new byte[MEMORY_BYTES];
  private final long[][] rings;
  private final int[] posted;
  private final int[] done;
  private final boolean[] open;
  private final int[] phase;
  private final int[] phaseLeft;
  private final TransmitFrames frames;
  private long framesLeft;
  private long returned;

  /**
   * Nothing is posted yet.
   *
   * @param connections transmit connections that are programmed, from 0 on; queue q has those whose
   *     number is q modulo the number of queues
   * @param subflows transmit subflows that are programmed, from 0 on
   * @param packets frames to be made, about
   */
  public TransmitTraffic(NicConfig config, long seed, int connections, int subflows, long packets) {
    random = new Random(seed);
    queues = config.transmit().queues();
    ringEntries = config.transmit().ringEntries();
    rings = new long[queues][ringEntries * WORDS];
    posted = new int[queues];
    done = new int[queues];
    open = new boolean[queues];
    phase = new int[queues];
    phaseLeft = new int[queues];
    frames = new TransmitFrames(config, random, connections, subflows, MEMORY_BYTES);
    framesLeft = packets;
    random.nextBytes(memory);
    for (int i = 0; i < memory.length; i++) {
      // The version of an IPv6 header, and runs of zeros and ones, more often than by chance.
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> memory[i] = (byte) (0x60 | memory[i] & 15);
        case 3 -> memory[i] = 0;
        case 4 -> memory[i] = -1;
        default -> {}
      }
    }
  }

  /** The queue to which the host does something before the next step of virtual time. */
  public int next() {
    return random.nextInt(queues);
  }

  /** Does what the host does between two steps of virtual time, to one queue. */
  public void act(int queue) {
    if (phaseLeft[queue]-- <= 0) {
      phaseLeft[queue] = random.nextInt(PHASE_STEPS);
      phase[queue] = random.nextInt(5);
    }
    if (phase[queue] < 3) {
      post(queue, 1 + random.nextInt(ringEntries));
    } else if (phase[queue] == 3 && random.nextInt(4) == 0) {
      post(queue, 1 + random.nextInt(4));
    }
    open[queue] = framesLeft > 0 && phase[queue] < 2;
  }

  /** Virtual time waits for this queue: there is more at once, or the host has closed it. */
  public void answer(int queue) {
    int before = posted[queue];
    post(queue, 1 + random.nextInt(ringEntries));
    if (posted[queue] == before || random.nextInt(8) == 0) {
      open[queue] = false;
      phase[queue] = 4;
    }
  }

  /**
   * The queue starts anew: nothing is posted in it, or the first frames of its new life already.
   */
  public void reset(int queue, boolean postsAtOnce) {
    posted[queue] = 0;
    done[queue] = 0;
    open[queue] = false;
    if (postsAtOnce && framesLeft > 0) {
      phase[queue] = random.nextInt(3);
      phaseLeft[queue] = random.nextInt(PHASE_STEPS);
      post(queue, 1 + random.nextInt(ringEntries));
      open[queue] = phase[queue] < 2;
    }
  }

  /** No more frames will be made. */
  public boolean isPosted() {
    return framesLeft <= 0;
  }

  /** Everything is posted and was given back. */
  public boolean isDone() {
    return framesLeft <= 0 && Arrays.equals(posted, done);
  }

  /** Descriptors that were given back. */
  public long returned() {
    return returned;
  }

  private void post(int queue, int descriptors) {
    int end = posted[queue] + descriptors;
    while (framesLeft > 0 && posted[queue] - end < 0) {
      int count = frames.make(queue);
      if (count > ringEntries - (posted[queue] - done[queue])) {
        return;
      }
      framesLeft -= frames.packets();
      for (int i = 0; i < count; i++) {
        int place = (posted[queue] & ringEntries - 1) * WORDS;
        frames.words(i, posted[queue]++, rings[queue], place);
      }
    }
  }

  @Override
  public int posted(int queue) {
    return posted[queue];
  }

  @Override
  public boolean open(int queue) {
    return open[queue];
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {
    System.arraycopy(rings[queue], (index & ringEntries - 1) * WORDS, words, 0, WORDS);
  }

  @Override
  public long dmaStart() {
    return DMA_START;
  }

  @Override
  public long dmaEnd() {
    return DMA_START + MEMORY_BYTES;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    System.arraycopy(memory, (int) (address - DMA_START), destination, offset, length);
  }

  /** Copies bytes of memory; those outside are 0. */
  public void readAny(long address, byte[] destination, int length) {
    Arrays.fill(destination, 0, length, (byte) 0);
    long from = Math.max(address, DMA_START);
    long to = Math.min(address + length, dmaEnd());
    if (from < to) {
      read(from, destination, (int) (from - address), (int) (to - from));
    }
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    int end = type == 0 ? index : index + 1;
    returned += end - done[queue];
    done[queue] = end;
  }
}
