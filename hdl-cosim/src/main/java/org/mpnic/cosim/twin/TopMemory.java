package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeMap;
import org.mpnic.abi.DescriptorLayout;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;

/**
 * The host's memory as rx_top reads it: descriptors come readLatencyCycles after their read, and
 * buffers count as posted hostLatencyCycles after their completion is visible.
 */
final class TopMemory {
  private static final int POSTED_BITS = 8;
  private static final int LIFE_BITS = 4;
  private static final int ADDRESS_BITS = 64;

  /** Cycles in which descriptor_fetch checks descriptors; part of the model's read latency. */
  private static final int CHECK_CYCLES = 3;

  private record Read(long cycle, int queue, int index, int count) {}

  private final NicConfig config;
  private final TopHost host;
  private final Signal stall;
  private final Signal dmaStart;
  private final Signal dmaEnd;
  private final Signal posted;
  private final Signal dataValid;
  private final Signal dataTag;
  private final Signal data;
  private final ArrayDeque<Read> reads = new ArrayDeque<>();
  private final TreeMap<Long, long[]> returns = new TreeMap<>();
  private final long[] descriptors;
  private final long[] known;

  TopMemory(NicConfig config, StagePorts ports, TopHost host) {
    this.config = config;
    this.host = host;
    stall = ports.input("link_stall_i", 1);
    dmaStart = ports.input("dma_start_i", ADDRESS_BITS);
    dmaEnd = ports.input("dma_end_i", ADDRESS_BITS);
    posted = ports.input("posted_i", config.queues() * POSTED_BITS);
    dataValid = ports.input("data_valid_i", 1);
    dataTag = ports.input("data_tag_i", tagBits(config));
    data = ports.input("data_i", config.fetchBatch() * 8 * DescriptorLayout.BYTES);
    descriptors = new long[data.words()];
    known = new long[data.words()];
  }

  /** Bits of a count of descriptors of a fetch. */
  static int countBits(NicConfig config) {
    return 32 - Integer.numberOfLeadingZeros(config.fetchBatch());
  }

  private static int tagBits(NicConfig config) {
    return HeaderStageTwin.indexBits(config.queues()) + LIFE_BITS + 32 + countBits(config);
  }

  /** A read is sent. */
  void read(long cycle, int queue, int index, int count) {
    reads.add(new Read(cycle + config.readLatencyCycles() - CHECK_CYCLES, queue, index, count));
  }

  /** Buffers come back with a completion that is visible at a cycle. */
  void giveBack(int queue, int count, long visibleCycle) {
    long cycle = visibleCycle + config.hostLatencyCycles();
    returns.computeIfAbsent(cycle, c -> new long[posted.words()])[queue * POSTED_BITS >> 6] +=
        (long) count << (queue * POSTED_BITS & 63);
  }

  /** Drives a cycle. */
  void drive(long cycle, Stimulus stimulus, boolean stalls) {
    stimulus.set(stall, stalls);
    stimulus.set(dmaStart, host.dmaStart());
    stimulus.set(dmaEnd, host.dmaEnd());
    if (!returns.isEmpty() && returns.firstKey() == cycle) {
      stimulus.set(posted, returns.pollFirstEntry().getValue());
    }
    Read read = reads.peek();
    if (read != null && read.cycle() == cycle) {
      reads.remove();
      stimulus.set(dataValid, true);
      stimulus.set(dataTag, tag(read));
      for (int i = 0; i < read.count(); i++) {
        int index = read.index() + i;
        descriptors[2 * i] = host.descriptorAddress(read.queue(), index);
        descriptors[2 * i + 1] =
            host.descriptorLength(read.queue(), index)
                | (long) host.descriptorIndex(read.queue(), index) << 32;
      }
      stimulus.set(data, descriptors);
      Arrays.fill(known, 0);
      Arrays.fill(known, 0, 2 * read.count(), -1L);
      stimulus.meaningful(data, known);
    }
  }

  /**
   * What descriptor_fetch sends with the read, from the highest bits: queue, life, first, count.
   */
  private long tag(Read read) {
    int countBits = countBits(config);
    return (long) read.queue() << LIFE_BITS + 32 + countBits
        | (read.index() & 0xffff_ffffL) << countBits
        | read.count();
  }
}
