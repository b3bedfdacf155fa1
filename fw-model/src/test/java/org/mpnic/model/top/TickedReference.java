package org.mpnic.model.top;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/**
 * The rules of the receive datapath, one cycle at a time: counters and FIFOs that change at the end
 * of a cycle, nothing clever. The proof of {@link RxTop} is that every handshake agrees with this.
 */
final class TickedReference {
  /** One frame and what is known of it. */
  static final class Frame {
    int port;
    int serial;
    int bytes;
    int queue;
    int control;
    long firstBeat;
    long[] atBuffer;
    boolean keep;
    int bufferCount;
    int bufferIndex;
    int entries;
    boolean lastTlpSent;
  }

  private record Entry(Frame frame, int source, int queue, int type, int index, int buffers) {}

  private record Tlp(int bytes, int beats, Frame lastOf, List<Entry> entries) {}

  private record Later(long cycle, long order, Runnable action) {}

  /** Completions of a queue that are written together. */
  private static final class Batch {
    final List<Entry> entries = new ArrayList<>();
    long opened;
    boolean isFull;
  }

  private final class Port {
    final ArrayDeque<Frame> arriving = new ArrayDeque<>();
    int arrivingBeat;
    int tentative;
    boolean misfit;
    int bufferBeats;
    int headers;
    final TickedFifo<Frame> headerFifo = new TickedFifo<>();
    int decisionCredits = config.decisionFifoDepth();
    final TickedFifo<Frame> decisionFifo = new TickedFifo<>();
    Frame moving;
    int movingBeat;
    int tlpBeats;
    int storeBeats;
    final TickedFifo<Tlp> tlps = new TickedFifo<>();
    int entryCredits = config.completionFifoDepth();
    final TickedFifo<Frame> moved = new TickedFifo<>();
    int records;
    final TickedFifo<Entry> completions = new TickedFifo<>();
  }

  private final class Queue {
    boolean enabled = true;
    int bad;
    long posted = config.ringEntries();
    long fetched;
    long lastFetch = -1;
    int occupied;
    int outstanding;
    final ArrayDeque<Integer> ready = new ArrayDeque<>();
    int unsignalled;
    long timer;
  }

  private final NicConfig config;
  private final BoundaryLog log;
  private final int lead;
  private final int badOf1000;
  private final StallPattern stall;
  private final Port[] ports;
  private final Queue[] queues;
  final LongLog[] published;
  final LongLog[] interrupts;

  private final List<Runnable> endOfCycle = new ArrayList<>();
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(
          (a, b) ->
              a.cycle != b.cycle ? Long.compare(a.cycle, b.cycle) : Long.compare(a.order, b.order));
  private long laterOrder;
  private long cycle;
  private long lastGrant = -1000;
  private int arbiterFirst;

  private final TickedFifo<Tlp> writes = new TickedFifo<>();
  private final Batch[] open;
  private final TickedFifo<Batch> openings = new TickedFifo<>();
  private Batch full;
  private int batches;
  private int writeNumber;
  private final int[] ringPlace;
  private long linkFreeTick;
  private int fetchFirst;

  private final ArrayDeque<Entry> errorSerial = new ArrayDeque<>();
  private final TickedFifo<Entry> errors = new TickedFifo<>();
  private int errorCredits;

  TickedReference(NicConfig config, BoundaryLog log, int lead, int badOf1000, StallPattern stall) {
    this.config = config;
    this.log = log;
    this.lead = lead;
    this.badOf1000 = badOf1000;
    this.stall = stall;
    this.ports = new Port[config.ports()];
    for (int p = 0; p < ports.length; p++) {
      ports[p] = new Port();
    }
    this.queues = new Queue[config.queues()];
    this.published = new LongLog[config.queues()];
    this.interrupts = new LongLog[config.queues()];
    for (int q = 0; q < queues.length; q++) {
      queues[q] = new Queue();
      published[q] = new LongLog();
      interrupts[q] = new LongLog();
    }
    this.ringPlace = new int[config.queues()];
    this.open = new Batch[config.queues()];
    this.errorCredits = config.errorFifoDepth();
  }

  void add(Frame frame) {
    ports[frame.port].arriving.add(frame);
  }

  private void atEnd(Runnable action) {
    endOfCycle.add(action);
  }

  /** Runs at the start of a later cycle, before anything else of it. */
  private void at(long when, Runnable action) {
    later.add(new Later(when, laterOrder++, action));
  }

  /** One cycle. */
  void tick() {
    while (!later.isEmpty() && later.peek().cycle <= cycle) {
      later.poll().action.run();
    }
    for (int q = 0; q < queues.length; q++) {
      timer(q);
    }
    for (int i = 0; i < queues.length; i++) {
      int q = (fetchFirst + i) % queues.length;
      if (fetch(q)) {
        fetchFirst = (q + 1) % queues.length;
        break;
      }
    }
    for (int p = 0; p < ports.length; p++) {
      arrive(p);
      moveBeat(p);
      enterRecord(p);
    }
    grant();
    link();
    writer();
    if (!errorSerial.isEmpty()) {
      errors.push(errorSerial.poll());
    }
    endOfCycle.forEach(Runnable::run);
    endOfCycle.clear();
    for (Port port : ports) {
      port.headerFifo.clock();
      port.decisionFifo.clock();
      port.tlps.clock();
      port.moved.clock();
      port.completions.clock();
    }
    writes.clock();
    openings.clock();
    errors.clock();
    cycle++;
  }

  /**
   * From the cycle after the next on: fetches are found in a cycle and sent in the one after it.
   */
  private void countLater(Runnable action) {
    at(cycle + 1, () -> atEnd(action));
  }

  private void arrive(int p) {
    Port port = ports[p];
    Frame frame = port.arriving.peek();
    if (frame == null || frame.atBuffer[port.arrivingBeat] != cycle) {
      return;
    }
    boolean last = port.arrivingBeat == frame.atBuffer.length - 1;
    if (port.bufferBeats + port.tentative >= config.packetBufferBeats()) {
      port.misfit = true;
    } else {
      port.tentative++;
    }
    port.arrivingBeat++;
    if (!last) {
      return;
    }
    boolean kept = !port.misfit && port.headers < config.packetBufferHeaders();
    log.word(kept ? Boundary.BUFFER_HEADER : Boundary.BUFFER_DROP, p, cycle, frame.serial);
    if (kept) {
      int beats = port.tentative;
      atEnd(() -> port.bufferBeats += beats);
      atEnd(() -> port.headers++);
      port.headerFifo.push(frame);
    }
    atEnd(() -> port.tentative = 0);
    port.misfit = false;
    port.arrivingBeat = 0;
    port.arriving.remove();
  }

  private void grant() {
    if (cycle < lastGrant + config.headerIntervalCycles()) {
      return;
    }
    for (int i = 0; i < ports.length; i++) {
      int p = (arbiterFirst + i) % ports.length;
      Port port = ports[p];
      if (port.headerFifo.hasHead() && port.decisionCredits > 0) {
        Frame frame = port.headerFifo.pop();
        log.word(Boundary.GRANT, p, cycle, frame.serial);
        log.word(Boundary.STEERING, p, cycle + lead + 3, frame.serial);
        atEnd(() -> port.headers--);
        atEnd(() -> port.decisionCredits--);
        at(cycle + lead, () -> steer(frame));
        at(cycle + lead + 3, () -> port.decisionFifo.push(frame));
        arbiterFirst = (p + 1) % ports.length;
        lastGrant = cycle;
        return;
      }
    }
  }

  private void steer(Frame frame) {
    Queue queue = queues[frame.queue];
    int count = (frame.bytes + config.bufferBytes() - 1) / config.bufferBytes();
    boolean wanted = (frame.control & SyntheticStages.DROPPED) == 0;
    frame.keep = wanted && queue.enabled && queue.ready.size() >= count;
    frame.entries = Integer.bitCount(frame.control & 3) + (frame.keep ? 1 : 0);
    if (frame.keep) {
      frame.bufferCount = count;
      frame.bufferIndex = queue.ready.peek();
      for (int i = 0; i < count; i++) {
        queue.ready.remove();
      }
      countLater(() -> queue.occupied -= count);
    }
  }

  private void moveBeat(int p) {
    Port port = ports[p];
    if (port.moving == null) {
      Frame next = port.decisionFifo.head();
      boolean begins =
          next != null
              && port.entryCredits >= next.entries
              && (!next.keep || port.storeBeats < config.linkStoreBeats());
      if (!begins) {
        return;
      }
      port.moving = port.decisionFifo.pop();
      port.movingBeat = 0;
      port.tlpBeats = 0;
      port.entryCredits -= next.entries;
      atEnd(() -> port.decisionCredits++);
    }
    Frame frame = port.moving;
    if (frame.keep && port.storeBeats >= config.linkStoreBeats()) {
      return;
    }
    boolean last = port.movingBeat == frame.atBuffer.length - 1;
    log.beat(Boundary.BUFFER_BEAT, p, cycle, frame.serial, port.movingBeat, last);
    atEnd(() -> port.bufferBeats--);
    port.movingBeat++;
    if (frame.keep) {
      atEnd(() -> port.storeBeats++);
      port.tlpBeats++;
      if (last || port.tlpBeats * config.beatBytes() == config.maxPayloadBytes()) {
        int start = (port.movingBeat - port.tlpBeats) * config.beatBytes();
        int bytes = Math.min(frame.bytes - start, config.maxPayloadBytes());
        port.tlps.push(new Tlp(bytes, port.tlpBeats, last ? frame : null, null));
        port.tlpBeats = 0;
      }
    }
    if (last) {
      port.moving = null;
      if (frame.entries > 0) {
        port.moved.push(frame);
      }
    }
  }

  private void enterRecord(int p) {
    Port port = ports[p];
    Frame frame = port.moved.head();
    if (frame == null || frame.keep && !frame.lastTlpSent) {
      return;
    }
    port.moved.pop();
    log.beat(Boundary.COMPLETION_RECORD, p, cycle, port.records++, frame.entries, true);
    if (frame.keep) {
      port.completions.push(
          new Entry(frame, p, frame.queue, 0, frame.bufferIndex, frame.bufferCount));
    }
    for (int i = 0; i < Integer.bitCount(frame.control & 3); i++) {
      port.completions.push(new Entry(frame, p, frame.queue, 1, 0, 0));
    }
  }

  private void link() {
    if (stall.stalls(cycle)) {
      return;
    }
    if (linkFreeTick >= (cycle + 1) * 4096) {
      return;
    }
    for (int r = 0; r <= ports.length; r++) {
      TickedFifo<Tlp> fifo = r == ports.length ? writes : ports[r].tlps;
      if (!fifo.hasHead()) {
        continue;
      }
      Tlp tlp = fifo.pop();
      linkFreeTick = Math.max(linkFreeTick, cycle * 4096) + config.linkCostTicks(tlp.bytes);
      int requester = r;
      long sent = Math.max(cycle + 1, linkFreeTick / 4096);
      boolean last = tlp.lastOf != null || r == ports.length;
      log.beat(Boundary.LINK_START, r, cycle, 0, tlp.bytes, last);
      log.beat(Boundary.LINK_SENT, r, sent, 0, tlp.bytes, last);
      if (r == ports.length) {
        at(sent + 1, () -> batches--);
        tlp.entries.forEach(entry -> publish(entry, sent + config.writeLatencyCycles()));
      } else {
        at(sent + 1, () -> ports[requester].storeBeats -= tlp.beats);
        if (tlp.lastOf != null) {
          at(sent + 1, () -> tlp.lastOf.lastTlpSent = true);
        }
      }
    }
  }

  private void publish(Entry entry, long visible) {
    published[entry.queue].add(visible);
    published[entry.queue].add(
        (long) (entry.frame == null ? 0 : entry.frame.serial) << 32
            | (long) entry.type << 24
            | (long) (entry.frame == null ? 0 : entry.source) << 16
            | entry.buffers);
    published[entry.queue].add(entry.index);
    Queue queue = queues[entry.queue];
    at(visible + config.hostLatencyCycles() + 2, () -> queue.posted += entry.buffers);
    at(visible, () -> atEnd(() -> signal(entry.queue, visible)));
  }

  private void timer(int q) {
    if (queues[q].unsignalled > 0 && queues[q].timer == cycle) {
      queues[q].unsignalled = 0;
      interrupts[q].add(cycle);
    }
  }

  private void signal(int q, long visible) {
    Queue queue = queues[q];
    if (queue.unsignalled++ == 0) {
      queue.timer = visible + config.interruptCycles();
    }
    if (queue.unsignalled == config.interruptCount()) {
      queue.unsignalled = 0;
      interrupts[q].add(visible);
    }
  }

  private void writer() {
    boolean flushes = full != null;
    if (flushes) {
      flush(full);
      full = null;
    }
    Batch first = openings.head();
    if (first != null && first.isFull) {
      openings.pop();
    } else if (first != null
        && !flushes
        && cycle >= first.opened + config.completionBatchIdleCycles()) {
      openings.pop();
      open[first.entries.get(0).queue] = null;
      flush(first);
    }
    if (batches >= config.linkStoreBeats()) {
      return;
    }
    if (cycle % 64 == 63 && errors.hasHead()) {
      gather(errors.pop());
      at(cycle + lead, () -> errorCredits++);
      return;
    }
    Port port = ports[(int) (cycle % ports.length)];
    if (port.completions.hasHead()) {
      gather(port.completions.pop());
      atEnd(() -> port.entryCredits++);
    }
  }

  private void gather(Entry entry) {
    int queue = entry.queue;
    Batch batch = open[queue];
    boolean opens = batch == null;
    if (opens) {
      batch = new Batch();
      batch.opened = cycle;
      open[queue] = batch;
      atEnd(() -> batches++);
    }
    batch.entries.add(entry);
    ringPlace[queue]++;
    batch.isFull =
        batch.entries.size() == config.completionBatch()
            || ringPlace[queue] % config.completionBatch() == 0;
    if (batch.isFull) {
      open[queue] = null;
      full = batch;
    } else if (opens) {
      openings.push(batch);
    }
    int serial = entry.frame == null ? 0 : entry.frame.serial;
    log.beat(Boundary.COMPLETION_ENTRY, entry.source, cycle, serial, entry.type, batch.isFull);
  }

  private void flush(Batch batch) {
    int count = batch.entries.size();
    int queue = batch.entries.get(0).queue;
    log.beat(Boundary.COMPLETION_WRITE, queue, cycle, writeNumber++, count, true);
    at(cycle + 1, () -> writes.push(new Tlp(64 * count, count, null, batch.entries)));
  }

  private boolean fetch(int q) {
    Queue queue = queues[q];
    if (!queue.enabled
        || queue.outstanding >= config.fetchOutstanding()
        || cycle < queue.lastFetch + 2) {
      return false;
    }
    long toEnd = config.ringEntries() - queue.fetched % config.ringEntries();
    long wanted = Math.min(queue.posted - queue.fetched, config.fetchBatch());
    int count = (int) Math.min(Math.min(wanted, toEnd), config.descriptorCache() - queue.occupied);
    int longest = (config.maxFrameBytes() + config.bufferBytes() - 1) / config.bufferBytes();
    boolean low = queue.occupied < Math.max(config.descriptorCache() / 2, longest);
    if (count <= 0 || count < Math.min(config.fetchBatch(), toEnd) && !low) {
      return false;
    }
    int first = (int) queue.fetched;
    queue.lastFetch = cycle;
    log.beat(Boundary.DESCRIPTOR_FETCH, q, cycle, first, count, true);
    queue.fetched += count;
    atEnd(() -> queue.occupied += count);
    atEnd(() -> queue.outstanding++);
    at(cycle + config.readLatencyCycles(), () -> atEnd(() -> data(q, first, count)));
    return true;
  }

  private void data(int q, int first, int count) {
    Queue queue = queues[q];
    countLater(() -> queue.outstanding--);
    for (int index = first; index < first + count; index++) {
      if (!FakeHost.isBad(q, index, badOf1000)) {
        queue.bad = 0;
        queue.ready.add(index);
        continue;
      }
      countLater(() -> queue.occupied--);
      queue.bad++;
      boolean reported = errorCredits > 0;
      if (reported) {
        errorCredits--;
        errorSerial.add(new Entry(null, ports.length, q, 2, index, 1));
      }
      if (!reported || queue.bad >= config.quarantineErrors()) {
        queue.enabled = false;
      }
    }
  }
}
