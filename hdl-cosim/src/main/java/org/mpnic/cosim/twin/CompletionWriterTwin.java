package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.CompletionWriter;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * completion_writer: entries of every port and of the control processor with random gaps, of few
 * queues and of many, in a row and mixed; a link that starts and sends the writes with random
 * delays.
 */
final class CompletionWriterTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 4_000;
  private static final int CREDIT_DELAY_CYCLES = 7;
  private static final int STEP_CYCLES = 1024;

  /** A queue is reset once in so many cycles. */
  private static final int RESET_CYCLES = 5_000;

  /** A write that waits for the link. */
  private record Write(int queue, long place, int entries, long[] data) {}

  private final StagePorts ports = new StagePorts("completion_writer");
  private final Signal entryValid;
  private final Signal entryIn;
  private final Signal firmwareValid;
  private final Signal firmwareEntry;
  private final Signal tlpReady;
  private final Signal sentWrite;
  private final Signal resetValid;
  private final Signal resetQueue;
  private final OutputBoundary gathers = ports.boundary("entry", "gather_valid_o");
  private final Signal gatherSource;
  private final Signal gatherQueue;
  private final Signal gatherFull;
  private final Signal entryReady;
  private final Signal firmwareReady;
  private final OutputBoundary flushes = ports.boundary("write", "flush_valid_o");
  private final Signal flushQueue;
  private final Signal flushEntries;
  private final OutputBoundary tlps = ports.boundary("tlp", "tlp_valid_o");
  private final Signal tlpCost;
  private final Signal tlpBeats;
  private final Signal tlpQueue;
  private final Signal tlpPlace;
  private final Signal tlpData;
  private final OutputBoundary written = ports.boundary("written", "written_valid_o");
  private final Signal writtenQueue;
  private final Signal writtenEntries;

  private final NicConfig config;
  private final Random random;
  private final CompletionFifo[] fifos;
  private final FirmwareCompletionFifo firmware;
  private final CompletionWriter model;
  private final Pauses[] gaps;
  private final SlowLink link;
  private final ArrayDeque<CompletionEntry>[] waiting;
  private final ArrayDeque<CompletionEntry> firmwareWaiting = new ArrayDeque<>();
  private final ArrayDeque<long[]>[] open;
  private final ArrayDeque<Write> writes = new ArrayDeque<>();
  private final ArrayDeque<Write> started = new ArrayDeque<>();
  private Write sentBefore;
  private final long[] rings;
  private final int[] hot;
  private final Happened happened = new Happened();
  private final long[] openPlace;

  /** Every entry is of another queue, instead of a few in a row of one. */
  private boolean mixed;

  private long left;
  private int drain = DRAIN_CYCLES;

  @SuppressWarnings({"unchecked", "rawtypes"})
  CompletionWriterTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    int portCount = config.ports();
    fifos = new CompletionFifo[portCount];
    gaps = new Pauses[portCount + 1];
    waiting = new ArrayDeque[portCount];
    hot = new int[portCount];
    for (int port = 0; port < portCount; port++) {
      fifos[port] = new CompletionFifo(config, port, null);
      waiting[port] = new ArrayDeque<>();
    }
    Arrays.setAll(gaps, i -> new Pauses(random));
    firmware = new FirmwareCompletionFifo(config, CREDIT_DELAY_CYCLES);
    model = new CompletionWriter(config, fifos, firmware, happened);
    link = new SlowLink(random);
    rings = new long[config.queues()];
    open = new ArrayDeque[config.queues()];
    Arrays.setAll(open, queue -> new ArrayDeque<>());
    openPlace = new long[config.queues()];
    left = packets;
    int batch = config.completionBatch();
    int beatsBits = Bits.of(batch);
    ports
        .parameter("PORTS", portCount)
        .parameter("QUEUES", config.queues())
        .parameter("COMPLETION_ENTRIES", config.completionEntries())
        .parameter("COMPLETION_BATCH", batch)
        .parameter("COMPLETION_BATCH_IDLE_CYCLES", config.completionBatchIdleCycles())
        .parameter("TLP_HEADER_BYTES", config.tlpHeaderBytes())
        .parameter("LINK_TICKS_PER_256_BYTES", config.linkTicksPer256Bytes())
        .parameter("LINK_STORE_BEATS", config.linkStoreBeats());
    entryValid = ports.input("entry_valid_i", portCount);
    entryIn = ports.input("entry_i", 512 * portCount);
    firmwareValid = ports.input("firmware_valid_i", 1);
    firmwareEntry = ports.input("firmware_entry_i", 512);
    tlpReady = ports.input("tlp_ready_i", 1);
    sentWrite = ports.input("sent_write_i", 1);
    resetValid = ports.input("queue_reset_valid_i", 1);
    resetQueue = ports.input("queue_reset_queue_i", Bits.ofIndex(config.queues()));
    gatherSource = gathers.data("gather_source_o", Bits.of(portCount));
    gatherQueue = gathers.data("gather_queue_o", Bits.ofIndex(config.queues()));
    gatherFull = gathers.data("gather_full_o", 1);
    firmwareReady = gathers.data("firmware_ready_o", 1);
    entryReady = gathers.data("entry_ready_o", portCount);
    flushQueue = flushes.data("flush_queue_o", Bits.ofIndex(config.queues()));
    flushEntries = flushes.data("flush_entries_o", beatsBits);
    tlpCost = tlps.data("tlp_cost_o", Bits.of(config.linkCostTicks(64 * batch)));
    tlpBeats = tlps.data("tlp_beats_o", beatsBits);
    tlpQueue = tlps.data("tlp_queue_o", Bits.ofIndex(config.queues()));
    tlpPlace = tlps.data("tlp_place_o", Bits.ofIndex(config.completionEntries()));
    tlpData = tlps.data("tlp_data_o", 512 * batch);
    tlps.takenBy(tlpReady);
    writtenQueue = written.data("written_queue_o", Bits.ofIndex(config.queues()));
    writtenEntries = written.data("written_entries_o", beatsBits);
  }

  /** What the model did in the cycle that was stepped. */
  private static final class Happened implements Probe {
    int gatherSource;
    boolean gatherFull;
    int flushQueue;
    int flushEntries;

    void forget() {
      gatherSource = -1;
      flushEntries = 0;
    }

    @Override
    public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
      if (boundary == Boundary.COMPLETION_ENTRY) {
        gatherSource = port;
        gatherFull = last;
      } else if (boundary == Boundary.COMPLETION_WRITE) {
        flushQueue = port;
        flushEntries = beat;
      }
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    tellSent(cycle, stimulus, expectation);
    showEntries(cycle, stimulus);
    happened.forget();
    model.step(cycle);
    flush(cycle, expectation);
    gather(cycle, expectation);
    reset(stimulus);
    send(cycle, stimulus, expectation);
    arrive(cycle);
    return left > 0 || drain-- > 0;
  }

  private void tellSent(long cycle, Stimulus stimulus, Expectation expectation) {
    if (sentBefore == null) {
      return;
    }
    stimulus.set(sentWrite, true);
    expectation.valid(cycle, written);
    expectation.set(cycle, writtenQueue, sentBefore.queue);
    expectation.set(cycle, writtenEntries, sentBefore.entries);
    sentBefore = null;
  }

  private void showEntries(long cycle, Stimulus stimulus) {
    PackedBits all = new PackedBits(entryIn);
    long valid = 0;
    for (int port = 0; port < fifos.length; port++) {
      if (fifos[port].headCycle() <= cycle) {
        valid |= 1L << port;
        put(all, port, CompletionImages.of(waiting[port].peek()));
      }
    }
    stimulus.set(entryValid, valid);
    stimulus.set(entryIn, all.words());
    if (firmware.headCycle() <= cycle) {
      stimulus.set(firmwareValid, true);
      stimulus.set(firmwareEntry, CompletionImages.of(firmwareWaiting.peek()));
    }
  }

  private static void put(PackedBits all, int place, long[] image) {
    for (int i = 0; i < image.length; i++) {
      all.put(place * image.length + i, 64, image[i]);
    }
  }

  private void flush(long cycle, Expectation expectation) {
    int count = happened.flushEntries;
    if (count == 0) {
      return;
    }
    expectation.valid(cycle, flushes);
    expectation.set(cycle, flushQueue, happened.flushQueue);
    expectation.set(cycle, flushEntries, count);
    int queue = happened.flushQueue;
    PackedBits data = new PackedBits(tlpData);
    for (int i = 0; i < count; i++) {
      put(data, i, open[queue].remove());
    }
    writes.add(new Write(queue, openPlace[queue], count, data.words()));
  }

  /** The entry that the model took: it comes behind a flush of the same cycle. */
  private void gather(long cycle, Expectation expectation) {
    int source = happened.gatherSource;
    if (source < 0) {
      return;
    }
    boolean ofFirmware = source == fifos.length;
    expectation.valid(cycle, gathers);
    expectation.set(cycle, gatherSource, source);
    expectation.set(cycle, gatherFull, happened.gatherFull);
    expectation.set(cycle, entryReady, ofFirmware ? 0 : 1L << source);
    expectation.set(cycle, firmwareReady, ofFirmware);
    CompletionEntry entry = (ofFirmware ? firmwareWaiting : waiting[source]).remove();
    long[] image = CompletionImages.of(entry);
    int queue = entry.queue;
    expectation.set(cycle, gatherQueue, queue);
    long index = rings[queue]++;
    image[0] |= index / config.completionEntries() & 1 ^ 1;
    if (open[queue].isEmpty()) {
      openPlace[queue] = index % config.completionEntries();
    }
    open[queue].add(image);
  }

  /** A queue without an open batch starts its ring anew. */
  private void reset(Stimulus stimulus) {
    int queue = random.nextInt(RESET_CYCLES);
    if (queue < rings.length && open[queue].isEmpty()) {
      stimulus.set(resetValid, true);
      stimulus.set(resetQueue, queue);
      model.resetQueue(queue);
      rings[queue] = 0;
    }
  }

  private void send(long cycle, Stimulus stimulus, Expectation expectation) {
    if (model.tlps().headCycle() <= cycle) {
      Write write = writes.peek();
      expectation.valid(cycle, tlps);
      expectation.set(cycle, tlpCost, config.linkCostTicks(64 * write.entries));
      expectation.set(cycle, tlpBeats, write.entries);
      expectation.set(cycle, tlpQueue, write.queue);
      expectation.set(cycle, tlpPlace, write.place);
      expectation.set(
          cycle, tlpData, write.data, 64 * write.entries * CompletionImages.ENTRY_WORDS);
      if (link.takes(cycle)) {
        stimulus.set(tlpReady, true);
        model.tlps().remove();
        link.start(cycle, write.entries, true);
        started.add(writes.remove());
      }
    }
    if (link.sent(cycle) != null) {
      sentBefore = started.remove();
      for (int i = 0; i < sentBefore.entries; i++) {
        CompletionEntry entry = model.published(i);
        if (entry.source < fifos.length) {
          fifos[entry.source].giveBack(entry);
        } else {
          firmware.giveBack(entry);
        }
      }
      model.writeSent(cycle);
    }
  }

  private void arrive(long cycle) {
    boolean together = (cycle / STEP_CYCLES & 1) == 0;
    mixed = (cycle / STEP_CYCLES & 2) == 0;
    boolean first = !gaps[0].next();
    for (int port = 0; port < fifos.length; port++) {
      boolean comes = together || port == 0 ? first : !gaps[port].next();
      int count = 1 + random.nextInt(3);
      if (comes && left > 0 && fifos[port].creditCycle(count) <= cycle) {
        left--;
        for (int i = 0; i < count; i++) {
          int queue = queue(port);
          CompletionEntry entry = fifos[port].prepare(queue);
          fill(entry, queue);
          waiting[port].add(entry);
        }
        fifos[port].reserve(count);
        fifos[port].frameMoved(cycle, false, count);
      }
    }
    if (left > 0 && random.nextInt(40) == 0) {
      CompletionEntry entry = firmware.offer(cycle);
      if (entry != null) {
        fill(entry, queue(random.nextInt(fifos.length)));
        firmwareWaiting.add(entry);
      }
    }
  }

  /** The queue of the port's next entry: the last one's, mostly, where they are not mixed. */
  private int queue(int port) {
    if (mixed || random.nextInt(6) == 0) {
      hot[port] = random.nextInt(config.queues());
    }
    return hot[port];
  }

  private void fill(CompletionEntry entry, int queue) {
    entry.clear();
    entry.queue = queue;
    entry.type = random.nextInt(3);
    entry.flags = random.nextInt(1 << 14);
    entry.dsn = random.nextLong();
    entry.cycle = random.nextLong();
    entry.bufferIndex = random.nextInt();
    entry.frame = random.nextInt();
  }
}
