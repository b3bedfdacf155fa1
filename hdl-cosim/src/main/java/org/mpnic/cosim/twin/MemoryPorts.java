package org.mpnic.cosim.twin;

import java.util.Arrays;
import org.mpnic.abi.DescriptorLayout;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;

/**
 * rx_top's inputs from host memory: where DMA may go, buffers that count as posted, descriptors
 * that were read.
 */
public final class MemoryPorts {
  private static final int POSTED_BITS = 8;
  private static final int LIFE_BITS = 4;
  private static final int ADDRESS_BITS = 64;

  /** Cycles in which descriptor_fetch checks descriptors; part of the model's read latency. */
  private static final int CHECK_CYCLES = 3;

  private final Signal dmaStart;
  private final Signal dmaEnd;
  private final Signal posted;
  private final Signal dataValid;
  private final Signal dataTag;
  private final Signal data;
  private final long[] postedWords;
  private final long[] known;

  /** Declares the inputs. */
  public MemoryPorts(NicConfig config, StagePorts ports) {
    dmaStart = ports.input("dma_start_i", ADDRESS_BITS);
    dmaEnd = ports.input("dma_end_i", ADDRESS_BITS);
    posted = ports.input("posted_i", config.queues() * POSTED_BITS);
    dataValid = ports.input("data_valid_i", 1);
    dataTag = ports.input("data_tag_i", tagBits(config));
    data = ports.input("data_i", config.fetchBatch() * 8 * DescriptorLayout.BYTES);
    postedWords = new long[posted.words()];
    known = new long[data.words()];
  }

  /** Cycles from a read to its descriptors at the input. */
  public static int dataCycles(NicConfig config) {
    return config.readLatencyCycles() - CHECK_CYCLES;
  }

  /** Bits of a count of descriptors of a fetch. */
  public static int countBits(NicConfig config) {
    return Bits.of(config.fetchBatch());
  }

  /** Bits of a read's tag, from the highest: queue, life, first descriptor, count. */
  public static int tagBits(NicConfig config) {
    return Bits.ofIndex(config.queues()) + LIFE_BITS + 32 + countBits(config);
  }

  /** Addresses from {@code start} to below {@code end} are the host's. */
  public void window(Stimulus stimulus, long start, long end) {
    stimulus.set(dmaStart, start);
    stimulus.set(dmaEnd, end);
  }

  /** So many buffers of each queue count as posted from the next cycle on. */
  public void posted(Stimulus stimulus, int[] counts) {
    Arrays.fill(postedWords, 0);
    for (int queue = 0; queue < counts.length; queue++) {
      int at = queue * POSTED_BITS;
      postedWords[at >> 6] |= (long) counts[queue] << (at & 63);
    }
    stimulus.set(posted, postedWords);
  }

  /** 64-bit words of the descriptors of a read. */
  public int dataWords() {
    return data.words();
  }

  /** The {@code count} descriptors of a read, with the tag that came with it. */
  public void data(Stimulus stimulus, long[] tag, long[] descriptors, int count) {
    stimulus.set(dataValid, true);
    stimulus.set(dataTag, tag);
    stimulus.set(data, descriptors);
    Arrays.fill(known, 0);
    Arrays.fill(known, 0, count * DescriptorLayout.BYTES / 8, -1L);
    stimulus.meaningful(data, known);
  }
}
