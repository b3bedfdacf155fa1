package org.mpnic.cosim.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitHost;

/**
 * A host that has planned every queue's random descriptors before: it posts as many as its rings
 * hold, and closes a queue behind the last. So nothing depends on when it acts. It remembers every
 * completion.
 */
public final class TransmitPlan implements TransmitHost {
  private static final int MEMORY_BYTES = 1 << 17;
  private static final int WORDS = TxDescriptorLayout.BYTES / Long.BYTES;

  private final byte[] memory = new byte[MEMORY_BYTES];
  private final List<List<long[]>> descriptors = new ArrayList<>();
  private final int ringEntries;
  private final int[] done;

  /** Completions by queue: type, reason, index, cycle. */
  public final List<List<String>> completions = new ArrayList<>();

  private boolean admitted;

  /** A plan of so many frames or more of each queue. */
  public TransmitPlan(NicConfig config, long seed, TransmitControl control, int framesOfQueue) {
    Random random = new Random(seed);
    random.nextBytes(memory);
    ringEntries = config.transmit().ringEntries();
    done = new int[config.transmit().queues()];
    TransmitFrames frames =
        new TransmitFrames(config, random, control.connections(), control.subflows(), MEMORY_BYTES);
    for (int queue = 0; queue < done.length; queue++) {
      List<long[]> list = new ArrayList<>();
      for (int made = 0; made < framesOfQueue; made += frames.packets()) {
        int count = frames.make(queue);
        for (int i = 0; i < count; i++) {
          long[] words = new long[WORDS];
          frames.words(i, list.size(), words, 0);
          list.add(words);
        }
      }
      descriptors.add(list);
      completions.add(new ArrayList<>());
    }
  }

  /** Rings the doorbells. */
  public void admit() {
    admitted = true;
  }

  /** The queue starts anew: all that was planned is posted in it once more. */
  public void reset(int queue) {
    done[queue] = 0;
    completions.get(queue).clear();
  }

  /** Everything was given back. */
  public boolean isDone() {
    for (int queue = 0; queue < done.length; queue++) {
      if (done[queue] != descriptors.get(queue).size()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int posted(int queue) {
    return admitted ? Math.min(descriptors.get(queue).size(), done[queue] + ringEntries) : 0;
  }

  @Override
  public boolean open(int queue) {
    return admitted && posted(queue) < descriptors.get(queue).size();
  }

  @Override
  public void descriptor(int queue, int index, long[] words) {
    System.arraycopy(descriptors.get(queue).get(index), 0, words, 0, WORDS);
  }

  @Override
  public long dmaStart() {
    return TransmitTraffic.DMA_START;
  }

  @Override
  public long dmaEnd() {
    return TransmitTraffic.DMA_START + MEMORY_BYTES;
  }

  @Override
  public void read(long address, byte[] destination, int offset, int length) {
    System.arraycopy(
        memory, (int) (address - TransmitTraffic.DMA_START), destination, offset, length);
  }

  @Override
  public boolean completionPlacesFree(int queue, int count) {
    return true;
  }

  @Override
  public void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    done[queue] = type == 0 ? index : index + 1;
    completions.get(queue).add(type + " " + reason + " " + index + " " + cycle);
  }
}
