package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ReadTiming;
import org.mpnic.model.tx.TransmitHost;

/**
 * The host's memory as tx_top reads it: descriptors come readLatencyCycles after their fetch, one a
 * cycle; payload when the link has carried it, as {@link ReadTiming} says.
 */
final class TransmitMemory implements RtlPart {
  private static final int DESCRIPTOR_WORDS = 4;

  /** Something that comes in a cycle. */
  private record Data(long cycle, int queue, boolean last, long[] words) {}

  private final NicConfig config;
  private final TransmitHost host;
  private final ReadTiming timing;
  private final Signal dmaStart;
  private final Signal dmaEnd;
  private final Signal descriptorValid;
  private final Signal descriptorQueue;
  private final Signal descriptor;
  private final Signal descriptorLast;
  private final Signal answerValid;
  private final Signal answer;
  private final Signal fetchValid;
  private final Signal fetchQueue;
  private final Signal fetchIndex;
  private final Signal fetchCount;
  private final Signal readValid;
  private final Signal readAddress;
  private final Signal readBytes;
  private final ArrayDeque<Data> fetches = new ArrayDeque<>();
  private final ArrayDeque<Data> answers = new ArrayDeque<>();
  private final byte[] bytes;
  private long lastDescriptor = -1;

  TransmitMemory(NicConfig config, StagePorts ports, TransmitHost host) {
    this.config = config;
    this.host = host;
    timing = new ReadTiming(config);
    int queueBits = Bits.ofIndex(config.transmit().queues());
    int lanes = config.transmit().readRequestBytes() / config.beatBytes() + 1;
    bytes = new byte[lanes * config.beatBytes()];
    dmaStart = ports.input("dma_start_i", 64);
    dmaEnd = ports.input("dma_end_i", 64);
    descriptorValid = ports.input("descriptor_valid_i", 1);
    descriptorQueue = ports.input("descriptor_queue_i", queueBits);
    descriptor = ports.input("descriptor_i", 64 * DESCRIPTOR_WORDS);
    descriptorLast = ports.input("descriptor_last_i", 1);
    ports.input("descriptor_void_i", 1);
    answerValid = ports.input("answer_valid_i", 1);
    answer = ports.input("answer_i", 8 * bytes.length);
    fetchValid = ports.output("dut.fetch_valid_o", 1);
    fetchQueue = ports.output("dut.fetch_queue_o", queueBits);
    fetchIndex = ports.output("dut.fetch_index_o", 32);
    fetchCount = ports.output("dut.fetch_count_o", Bits.of(config.transmit().fetchBatch()));
    readValid = ports.output("dut.read_valid_o", 1);
    readAddress = ports.output("dut.read_address_o", 64);
    readBytes = ports.output("dut.read_bytes_o", Bits.of(config.transmit().readRequestBytes()));
  }

  /** What the link has carried. */
  ReadTiming timing() {
    return timing;
  }

  @Override
  public int reactionCycles() {
    return config.readLatencyCycles();
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    stimulus.set(dmaStart, host.dmaStart());
    stimulus.set(dmaEnd, host.dmaEnd());
    Data next = fetches.peek();
    if (next != null && next.cycle == cycle) {
      fetches.remove();
      stimulus.set(descriptorValid, true);
      stimulus.set(descriptorQueue, next.queue);
      stimulus.set(descriptor, next.words);
      stimulus.set(descriptorLast, next.last);
    }
    next = answers.peek();
    if (next != null && next.cycle == cycle) {
      answers.remove();
      stimulus.set(answerValid, true);
      stimulus.set(answer, next.words);
    }
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (outputs.any(fetchValid)) {
      int queue = outputs.getInt(fetchQueue);
      int count = outputs.getInt(fetchCount);
      for (int i = 0; i < count; i++) {
        lastDescriptor = Math.max(cycle + config.readLatencyCycles(), lastDescriptor + 1);
        long[] words = new long[DESCRIPTOR_WORDS];
        host.descriptor(queue, outputs.getInt(fetchIndex) + i, words);
        fetches.add(new Data(lastDescriptor, queue, i + 1 == count, words));
      }
    }
    if (outputs.any(readValid)) {
      read(cycle, outputs.get(readAddress), outputs.getInt(readBytes));
    }
    return true;
  }

  private void read(long cycle, long address, int count) {
    int offset = (int) address & config.beatBytes() - 1;
    if (count > 0) {
      host.read(address, bytes, offset, count);
    }
    long[] words = new long[answer.words()];
    for (int i = 0; i < count; i++) {
      int at = offset + i;
      words[at >> 3] |= (bytes[at] & 0xffL) << 8 * (at & 7);
    }
    answers.add(new Data(timing.arrival(cycle, count), 0, true, words));
  }
}
