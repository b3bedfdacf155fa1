package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import java.util.TreeMap;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.cosim.twin.MemoryPorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.top.HostInterface;

/**
 * The descriptors that descriptor_fetch reads from the host, and when returned buffers count as
 * posted.
 *
 * <p>The host is looked at as many cycles ahead of the data's arrival as a frame takes from its
 * grant to steering, as in the model: what the control processor commands in a cycle comes behind.
 */
final class DescriptorReads implements RtlPart {
  /** Reasons of bad descriptors by their codes in descriptor_fetch. */
  private static final Reason[] REASONS = {
    Reason.ZERO_LENGTH,
    Reason.BAD_LENGTH,
    Reason.BAD_ADDRESS,
    Reason.BAD_ALIGNMENT,
    Reason.BAD_INDEX
  };

  private static final int CODE_BITS = 3;

  /** A read on its way. */
  private static final class Read {
    final long cycle;
    final int queue;
    final int first;
    final int count;
    final long[] tag;
    long[] descriptors;

    Read(long cycle, int queue, int first, int count, long[] tag) {
      this.cycle = cycle;
      this.queue = queue;
      this.first = first;
      this.count = count;
      this.tag = tag;
    }
  }

  private final NicConfig config;
  private final HostInterface host;
  private final QueueLives lives;
  private final long[] counters;
  private final int lead;
  private final MemoryPorts inputs;
  private final Signal readValid;
  private final Signal readQueue;
  private final Signal readCount;
  private final Signal readTag;
  private final Signal arrive;
  private final Signal arriveQueue;
  private final Signal bad;
  private final Signal badCodes;
  private final int countBits;
  private final ArrayDeque<Read> reads = new ArrayDeque<>();

  /** Buffers of each queue that count as posted behind a cycle. */
  private final TreeMap<Long, int[]> returns = new TreeMap<>();

  private long lastEvent = -1;

  DescriptorReads(
      NicConfig config, StagePorts stage, HostInterface host, QueueLives lives, long[] counters) {
    this.config = config;
    this.host = host;
    this.lives = lives;
    this.counters = counters;
    lead = HeaderStages.steeringCycles(config);
    int queueBits = Bits.ofIndex(config.queues());
    countBits = MemoryPorts.countBits(config);
    inputs = new MemoryPorts(config, stage);
    readValid = stage.output("read_valid_o", 1);
    readQueue = stage.output("read_queue_o", queueBits);
    readCount = stage.output("read_count_o", countBits);
    readTag = stage.output("read_tag_o", MemoryPorts.tagBits(config));
    arrive = stage.output("dut.descriptors.arrive != 0", 1);
    arriveQueue = stage.output("dut.descriptors.data_queue", queueBits);
    bad = stage.output("dut.descriptors.bad_3_q", config.fetchBatch());
    badCodes = stage.output("dut.descriptors.code_3_q", CODE_BITS * config.fetchBatch());
  }

  /** A completion that is visible at a cycle gives buffers back. */
  void giveBack(int queue, int count, long visibleCycle) {
    long cycle = visibleCycle + config.hostLatencyCycles();
    returns.computeIfAbsent(cycle, c -> new int[config.queues()])[queue] += count;
  }

  /**
   * The queue starts from descriptor 0 by a command of this cycle: what was given back before does
   * not count behind the cycle in which the command reaches descriptor_fetch.
   */
  void reset(int queue, long cycle) {
    returns.tailMap(cycle + lead + 1).values().forEach(counts -> counts[queue] = 0);
  }

  /** Cycle of the last fetch or arrival, counted as a frame's grant is; -1 before the first. */
  long lastEvent() {
    return lastEvent;
  }

  @Override
  public int reactionCycles() {
    int data = MemoryPorts.dataCycles(config);
    return Math.min(data, config.hostLatencyCycles() + config.writeLatencyCycles());
  }

  /** Cycle in which the host is looked at. */
  private long lookCycle(Read read) {
    return Math.max(read.cycle + 1, read.cycle + config.readLatencyCycles() + 1 - lead);
  }

  private long dataCycle(Read read) {
    return read.cycle + MemoryPorts.dataCycles(config);
  }

  @Override
  public long drivableTo(long from, long to) {
    for (Read read : reads) {
      long look = Math.min(lookCycle(read), dataCycle(read));
      if (read.descriptors != null) {
        continue;
      }
      if (look >= to) {
        return to;
      }
      if (!look(read)) {
        return Math.max(from, look);
      }
    }
    return to;
  }

  /** Takes the descriptors over; false while the host has not posted them. */
  private boolean look(Read read) {
    boolean isVoid = lives.life(read.queue) != lives.life(read.queue, read.cycle - lead);
    if (!isVoid && !host.descriptorReady(read.queue, read.first + read.count - 1)) {
      return false;
    }
    read.descriptors = new long[inputs.dataWords()];
    for (int i = 0; i < read.count && !isVoid; i++) {
      int index = read.first + i;
      read.descriptors[2 * i] = host.descriptorAddress(read.queue, index);
      read.descriptors[2 * i + 1] =
          host.descriptorLength(read.queue, index)
              | (long) host.descriptorIndex(read.queue, index) << 32;
    }
    return true;
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    inputs.window(stimulus, host.dmaStart(), host.dmaEnd());
    if (!returns.isEmpty() && returns.firstKey() <= cycle) {
      inputs.posted(stimulus, returns.pollFirstEntry().getValue());
    }
    Read read = reads.peek();
    if (read != null && dataCycle(read) == cycle) {
      reads.remove();
      inputs.data(stimulus, read.tag, read.descriptors, read.count);
    }
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (outputs.any(readValid)) {
      int queue = outputs.getInt(readQueue);
      int count = outputs.getInt(readCount);
      long[] tag = new long[readTag.words()];
      for (int word = 0; word < tag.length; word++) {
        tag[word] = outputs.word(readTag, word);
      }
      int first = (int) outputs.bits(readTag, countBits, 32);
      reads.add(new Read(cycle, queue, first, count, tag));
      lastEvent = Math.max(lastEvent, cycle + config.readLatencyCycles() + 1 - lead);
      counters[CounterTable.LINK_READS]++;
      counters[CounterTable.QUEUE_DESCRIPTORS + queue] += count;
    }
    if (outputs.any(arrive) && outputs.any(bad)) {
      int queue = outputs.getInt(arriveQueue);
      for (int i = 0; i < config.fetchBatch(); i++) {
        if ((outputs.get(bad) >>> i & 1) != 0) {
          Reason reason = REASONS[(int) outputs.bits(badCodes, CODE_BITS * i, CODE_BITS)];
          counters[CounterTable.QUEUE_DESCRIPTOR_ERRORS + queue]++;
          counters[CounterTable.REASONS + reason.code()]++;
        }
      }
    }
    return true;
  }

  @Override
  public long nextDrive(long cycle) {
    if (!reads.isEmpty()) {
      return cycle;
    }
    return returns.isEmpty() ? Long.MAX_VALUE : Math.max(cycle, returns.firstKey());
  }
}
