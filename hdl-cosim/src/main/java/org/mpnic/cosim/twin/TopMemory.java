package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.TreeMap;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;

/**
 * The host's memory as rx_top reads it: descriptors come readLatencyCycles after their read, and
 * buffers count as posted hostLatencyCycles after their completion is visible.
 */
final class TopMemory {
  private record Read(long cycle, int queue, int index, int count) {}

  private final NicConfig config;
  private final TopHost host;
  private final Signal stall;
  private final MemoryPorts inputs;
  private final ArrayDeque<Read> reads = new ArrayDeque<>();
  private final TreeMap<Long, int[]> returns = new TreeMap<>();
  private final long[] descriptors;

  TopMemory(NicConfig config, StagePorts ports, TopHost host) {
    this.config = config;
    this.host = host;
    stall = ports.input("link_stall_i", 1);
    inputs = new MemoryPorts(config, ports);
    descriptors = new long[inputs.dataWords()];
  }

  /** A read is sent. */
  void read(long cycle, int queue, int index, int count) {
    reads.add(new Read(cycle + MemoryPorts.dataCycles(config), queue, index, count));
  }

  /** Buffers come back with a completion that is visible at a cycle. */
  void giveBack(int queue, int count, long visibleCycle) {
    long cycle = visibleCycle + config.hostLatencyCycles();
    returns.computeIfAbsent(cycle, c -> new int[config.queues()])[queue] += count;
  }

  /** Drives a cycle. */
  void drive(long cycle, Stimulus stimulus, boolean stalls) {
    stimulus.set(stall, stalls);
    inputs.window(stimulus, host.dmaStart(), host.dmaEnd());
    if (!returns.isEmpty() && returns.firstKey() == cycle) {
      inputs.posted(stimulus, returns.pollFirstEntry().getValue());
    }
    Read read = reads.peek();
    if (read != null && read.cycle() == cycle) {
      reads.remove();
      for (int i = 0; i < read.count(); i++) {
        int index = read.index() + i;
        descriptors[2 * i] = host.descriptorAddress(read.queue(), index);
        descriptors[2 * i + 1] =
            host.descriptorLength(read.queue(), index)
                | (long) host.descriptorIndex(read.queue(), index) << 32;
      }
      inputs.data(stimulus, new long[] {tag(read)}, descriptors, read.count());
    }
  }

  /** What descriptor_fetch sends with the read of a queue in its first life. */
  private long tag(Read read) {
    return (long) read.queue() << MemoryPorts.tagBits(config) - Bits.ofIndex(config.queues())
        | (read.index() & 0xffff_ffffL) << MemoryPorts.countBits(config)
        | read.count();
  }
}
