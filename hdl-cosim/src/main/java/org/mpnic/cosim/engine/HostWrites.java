package org.mpnic.cosim.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.HostInterface;

/**
 * What the RTL writes to the host: bytes of frames, completions, interrupts.
 *
 * <p>A completion is given to the host when its write was sent. Entries of a queue's former life
 * are written as well, and dropped here.
 */
final class HostWrites implements RtlPart {
  /** A completion entry on the link. */
  private record Sending(CompletionWord word, FrameLedger.Entry entry, boolean isVoid) {}

  /** A write of completions on the link. */
  private static final class Write {
    final int queue;
    final List<Sending> entries = new ArrayList<>();

    Write(int queue) {
      this.queue = queue;
    }

    /** Entries that come to the host. */
    int count() {
      int count = 0;
      for (Sending sending : entries) {
        count += sending.isVoid ? 0 : 1;
      }
      return count;
    }
  }

  private final NicConfig config;
  private final HostInterface host;
  private final FrameLedger ledger;
  private final QueueLives lives;
  private final DescriptorReads descriptors;
  private final long[] counters;
  private final int lead;
  private final Signal writeValid;
  private final Signal writeAddress;
  private final Signal writeBytes;
  private final Signal writeData;
  private final Signal completionValid;
  private final Signal completionQueue;
  private final Signal completionEntries;
  private final CompletionReader entries;
  private final Signal written;
  private final Signal flush;
  private final Signal interruptValid;
  private final Signal interruptCount;
  private final int bytesBits;
  private final int raisedBits;
  private final byte[] tlp;
  private final ArrayDeque<Write> onLink = new ArrayDeque<>();

  /** Of the queue's last visible completion and its last interrupt. */
  private final long[] lastVisible;

  private final long[] lastRaised;

  /** Longest moderation of each queue so far, cycles. */
  private final int[] longestTimer;

  /** Entries of the control processor's own that the writer has taken. */
  private long ownTaken;

  private long lastEvent = -1;

  HostWrites(
      NicConfig config,
      StagePorts stage,
      HostInterface host,
      FrameLedger ledger,
      QueueLives lives,
      DescriptorReads descriptors,
      long[] counters) {
    this.config = config;
    this.host = host;
    this.ledger = ledger;
    this.lives = lives;
    this.descriptors = descriptors;
    this.counters = counters;
    lead = HeaderStages.steeringCycles(config);
    int ports = config.ports();
    bytesBits = Bits.of(config.maxPayloadBytes());
    int batchBits = Bits.of(config.completionBatch());
    raisedBits = batchBits + 1;
    tlp = new byte[config.maxPayloadBytes()];
    writeValid = stage.output("dut.write_valid_o", ports);
    writeAddress = stage.output("dut.write_address_o", 64 * ports);
    writeBytes = stage.output("dut.write_bytes_o", bytesBits * ports);
    writeData = stage.output("dut.write_data_o", 8 * config.maxPayloadBytes() * ports);
    completionValid = stage.output("dut.completion_valid_o", 1);
    int queueBits = Bits.ofIndex(config.queues());
    completionQueue = stage.output("dut.completion_queue_o", queueBits);
    completionEntries = stage.output("dut.completion_entries_o", batchBits);
    int entriesBits = 8 * CompletionLayout.BYTES * config.completionBatch();
    entries = new CompletionReader(stage.output("dut.completion_data_o", entriesBits));
    written = stage.output("dut.written_valid", 1);
    flush = stage.output("dut.flush_valid", 1);
    interruptValid = stage.output("dut.interrupt_valid_o", config.queues());
    interruptCount = stage.output("dut.interrupt_count_o", config.queues() * raisedBits);
    lastVisible = new long[config.queues()];
    lastRaised = new long[config.queues()];
    longestTimer = new int[config.queues()];
    Arrays.fill(lastVisible, Long.MIN_VALUE / 2);
    Arrays.fill(lastRaised, Long.MIN_VALUE / 4);
    Arrays.fill(longestTimer, config.interruptCycles());
  }

  /** A queue's interrupts come so many cycles behind a completion at the latest. */
  void timer(int queue, int cycles) {
    longestTimer[queue] = Math.max(longestTimer[queue], cycles);
  }

  /** What was written by now is the host's; buffers of a queue's former life do not come back. */
  void finish(int queue) {
    for (Write write : onLink) {
      if (write.queue == queue && host.completionPlacesFree(queue, write.entries.size())) {
        publish(write, Long.MAX_VALUE);
        write.entries.clear();
      }
    }
  }

  /** Entries of the control processor's own that the writer has taken so far. */
  long ownTaken() {
    return ownTaken;
  }

  /** Cycle of the last event here, -1 before the first. */
  long lastEvent() {
    return lastEvent;
  }

  @Override
  public int reactionCycles() {
    return config.writeLatencyCycles() + config.hostLatencyCycles();
  }

  @Override
  public long nextDrive(long cycle) {
    if (!onLink.isEmpty()) {
      return cycle;
    }
    for (int queue = 0; queue < lastVisible.length; queue++) {
      boolean all = lastRaised[queue] > lastVisible[queue];
      if (!all && cycle <= lastVisible[queue] + longestTimer[queue] + 2) {
        return cycle;
      }
    }
    return Long.MAX_VALUE;
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    if (!publishSent(cycle, outputs)) {
      return false;
    }
    if (outputs.any(writeValid)) {
      writeFrames(cycle, outputs);
    }
    if (outputs.any(completionValid)) {
      start(cycle, outputs);
    }
    if (outputs.any(flush)) {
      lastEvent = cycle;
    }
    if (outputs.any(interruptValid)) {
      interrupt(cycle, outputs);
    }
    return true;
  }

  /** Publishes the write that was sent in the cycle before; false while the host has no place. */
  private boolean publishSent(long cycle, Outputs outputs) {
    if (!outputs.any(written)) {
      return true;
    }
    Write write = onLink.peek();
    int places = write.count();
    if (places > 0 && !host.completionPlacesFree(write.queue, places)) {
      return false;
    }
    onLink.remove();
    publish(write, cycle - 1 + config.writeLatencyCycles());
    return true;
  }

  /** Hands a write to the host, visible at a cycle; Long.MAX_VALUE for one that ends its life. */
  private void publish(Write write, long visible) {
    int queue = write.queue;
    int left = write.count();
    for (Sending sending : write.entries) {
      if (!sending.isVoid) {
        counters[CounterTable.QUEUE_COMPLETIONS + queue]++;
        host.publish(queue, sending.word, visible, --left == 0);
        if (visible != Long.MAX_VALUE && sending.word.bufferCount > 0) {
          descriptors.giveBack(queue, sending.word.bufferCount, visible);
        }
      }
      if (sending.entry.isLastOfRecord()) {
        ledger.published(sending.entry);
      }
    }
    if (visible != Long.MAX_VALUE) {
      lastVisible[queue] = Math.max(lastVisible[queue], visible);
    }
  }

  private void start(long cycle, Outputs outputs) {
    int queue = outputs.getInt(completionQueue);
    int count = outputs.getInt(completionEntries);
    lastEvent = cycle;
    count(count * CompletionLayout.BYTES);
    counters[CounterTable.COMPLETION_BATCHES]++;
    counters[CounterTable.COMPLETION_ENTRIES] += count;
    counters[CounterTable.QUEUE_COMPLETION_WRITES + queue]++;
    Write write = new Write(queue);
    boolean isAbsent = lives.state(queue) == QueueState.ABSENT;
    for (int i = 0; i < count; i++) {
      CompletionWord word = entries.read(outputs, i);
      FrameLedger.Entry entry = ledger.nextEntry(queue);
      boolean isOld = lives.life(queue, born(word, entry)) != lives.life(queue);
      write.entries.add(new Sending(word, entry, isAbsent || isOld));
    }
    onLink.add(write);
  }

  /** Cycle by which an entry belongs to a life of its queue. */
  private long born(CompletionWord word, FrameLedger.Entry entry) {
    if (entry.port() < config.ports()) {
      return entry.bornCycle();
    }
    boolean isError = word.type == CompletionType.DESCRIPTOR_ERROR.code();
    ownTaken += isError ? 0 : 1;
    return word.cycle - lead - (isError ? 0 : 1);
  }

  private void writeFrames(long cycle, Outputs outputs) {
    lastEvent = cycle;
    for (int port = 0; port < config.ports(); port++) {
      if ((outputs.get(writeValid) >>> port & 1) != 0) {
        int bytes = (int) outputs.bits(writeBytes, bytesBits * port, bytesBits);
        outputs.bytes(writeData, tlp.length * port, tlp, bytes);
        host.write(outputs.word(writeAddress, port), tlp, 0, bytes);
        count(bytes);
      }
    }
  }

  private void count(int bytes) {
    counters[CounterTable.LINK_WRITES]++;
    counters[CounterTable.LINK_BYTES] += bytes;
    counters[CounterTable.LINK_BUSY_TICKS] += config.linkCostTicks(bytes);
  }

  private void interrupt(long cycle, Outputs outputs) {
    lastEvent = cycle;
    long valid = outputs.get(interruptValid);
    for (int queue = 0; queue < config.queues(); queue++) {
      if ((valid >>> queue & 1) != 0) {
        long times = outputs.bits(interruptCount, raisedBits * queue, raisedBits);
        lastRaised[queue] = cycle;
        counters[CounterTable.QUEUE_INTERRUPTS + queue] += times;
        for (; times > 0; times--) {
          host.interrupt(queue, cycle);
        }
      }
    }
  }
}
