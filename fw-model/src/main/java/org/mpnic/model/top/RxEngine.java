package org.mpnic.model.top;

import java.util.Arrays;
import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.Reason;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.host.DescriptorFetch;
import org.mpnic.model.host.HostLink;
import org.mpnic.model.host.InterruptModeration;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.rx.CompletionBuilder;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.CompletionWriter;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.PacketBuffer;
import org.mpnic.model.rx.PortArbiter;
import org.mpnic.model.rx.RxDma;
import org.mpnic.model.rx.TlpQueue;

/**
 * The parts of the receive datapath and the order in which their events happen.
 *
 * <p>Events that decide by time step in the order of their cycles: a frame kept or dropped by
 * packet_buffer, a grant, a cycle of the host link, a cycle of the completion writer, a fetch or an
 * arrival of descriptors, an interrupt timer. Each looks only at what was true at the start of its
 * cycle (strict comparisons), and whatever it causes happens a cycle later at the earliest; so
 * everything that an event needs is known once all events of earlier cycles have happened, and the
 * order within a cycle does not matter. Everything else is derived as soon as its operands are
 * known.
 */
final class RxEngine {
  private final NicConfig config;
  private final HostInterface host;
  private final Probe probe;
  private final int portCount;
  private final int ingressCycles;
  private final int decisionCycles;
  final long[] counters = new long[CounterTable.COUNT];
  private final HeaderWord word = new HeaderWord();

  final RxPort[] ports;
  private final PacketBuffer[] buffers;
  private final PortArbiter arbiter;
  final HeaderPipeline pipeline;
  private final FirmwareQueue firmwareQueue;
  final EventBacklog events;
  private final RxDma[] dmas;
  private final CompletionFifo[] fifos;
  final FirmwareCompletionFifo firmwareFifo;
  final CompletionWriter writer;
  final HostLink link;
  final DescriptorFetch descriptors;
  final InterruptModeration interrupts;
  private final RecordLedger ledger;
  private final IngressProbe ingressProbe;

  private long now;
  private int waitingQueue;

  RxEngine(
      NicConfig config,
      HostInterface host,
      FirmwareProgram firmware,
      Probe probe,
      HeaderPipeline.Factory stages) {
    this.config = config;
    this.host = host;
    this.probe = probe;
    this.portCount = config.ports();
    this.events = new EventBacklog(host, counters);
    this.firmwareQueue = new FirmwareQueue(config, firmware, counters, probe);
    this.pipeline = stages.build(config, firmwareQueue, this::takeBuffers, counters, probe);
    this.ingressCycles = pipeline.parserCycles() + pipeline.checksumCycles();
    this.decisionCycles = pipeline.decisionCycles();
    int lead = pipeline.steeringCycles();
    this.firmwareFifo = new FirmwareCompletionFifo(config, lead);
    this.descriptors = new DescriptorFetch(config, host, firmwareFifo, counters, lead, probe);
    this.ports = new RxPort[portCount];
    this.buffers = new PacketBuffer[portCount];
    this.fifos = new CompletionFifo[portCount];
    this.dmas = new RxDma[portCount];
    TlpQueue[] requesters = new TlpQueue[portCount + 1];
    for (int port = 0; port < portCount; port++) {
      ports[port] = new RxPort(config, ingressCycles);
      buffers[port] = new PacketBuffer(config);
      fifos[port] = new CompletionFifo(config, port, probe);
      dmas[port] = new RxDma(config, port, buffers[port], fifos[port], probe);
      requesters[port] = dmas[port].tlps();
    }
    this.arbiter = new PortArbiter(config);
    this.writer = new CompletionWriter(config, fifos, firmwareFifo, probe);
    requesters[portCount] = writer.tlps();
    this.link = new HostLink(config, requesters);
    this.interrupts =
        new InterruptModeration(config, host, counters, CounterTable.QUEUE_INTERRUPTS);
    this.ledger = new RecordLedger(config);
    this.ingressProbe = probe == null ? null : new IngressProbe(config, pipeline, probe);
    reset();
  }

  private int takeBuffers(HeaderWord steered) {
    return descriptors.take(steered);
  }

  long now() {
    return now;
  }

  int waitingQueue() {
    return waitingQueue;
  }

  int advance(long until) {
    while (true) {
      if (!events.isEmpty() && !events.drain()) {
        return waiting(-1);
      }
      long known = CycleHistory.FAR;
      long decide = CycleHistory.FAR;
      for (int port = 0; port < portCount; port++) {
        RxPort p = ports[port];
        decide = Math.min(decide, p.decideCycle());
        known = Math.min(known, p.knownUntil());
        arbiter.eligibleFrom(port, Math.max(p.headerCycle(), dmas[port].creditCycle()));
      }
      long grant = arbiter.nextCycle();
      long send = link.nextCycle();
      long write = writer.nextCycle();
      long fetch = descriptors.nextKey();
      long timer = interrupts.nextCycle();
      long next = Math.min(Math.min(Math.min(decide, grant), Math.min(send, write)), fetch);
      next = Math.min(next, timer);
      if (next >= until && next < CycleHistory.FAR) {
        return RxTop.REACHED;
      }
      if (next > known || next >= CycleHistory.FAR) {
        return RxTop.IDLE;
      }
      if (fetch == next && !fetch(next) || send == next && !send(next)) {
        return waiting(waitingQueue);
      }
      now = next;
      if (write == next) {
        int port = writer.step(next);
        if (port >= 0) {
          dmas[port].advance();
        }
      }
      if (decide == next) {
        decide(next);
      }
      if (grant == next) {
        grant(next);
      }
      if (timer == next) {
        interrupts.step(next);
      }
    }
  }

  private int waiting(int queue) {
    waitingQueue = queue;
    counters[CounterTable.HOST_WAITS]++;
    return RxTop.WAITING_FOR_HOST;
  }

  private boolean fetch(long key) {
    waitingQueue = descriptors.waitingQueue(key);
    if (waitingQueue >= 0) {
      return false;
    }
    descriptors.step(key);
    return true;
  }

  private void decide(long cycle) {
    for (int port = 0; port < portCount; port++) {
      RxPort p = ports[port];
      if (p.decideCycle() == cycle) {
        decide(port, p, cycle);
      }
    }
  }

  private void decide(int port, RxPort p, long cycle) {
    int place = p.decidePlace();
    int bytes = p.length(place);
    int beats = config.beatsOf(bytes);
    BeatSpacing spacing = p.spacing();
    int result = buffers[port].decide(p.firstBeat(place) + ingressCycles, bytes, beats, spacing);
    counters[CounterTable.PORT_FRAMES + port]++;
    counters[CounterTable.PORT_BYTES + port] += bytes;
    counters[CounterTable.PORT_BEATS + port] += beats;
    if (result == PacketBuffer.KEPT) {
      counters[CounterTable.PORT_FRAMES_KEPT + port]++;
      counters[CounterTable.PACKET_BUFFER_PEAK_BEATS + port] = buffers[port].peakBeats();
    } else {
      countDrop(port, result);
    }
    if (ingressProbe != null) {
      fill(word, port, p, place);
      ingressProbe.frame(word, spacing, cycle, result == PacketBuffer.KEPT);
    }
    p.decided(result == PacketBuffer.KEPT);
  }

  private void countDrop(int port, int result) {
    boolean beats = result == PacketBuffer.NO_BEAT_PLACE;
    Reason reason = beats ? Reason.PACKET_BUFFER_FULL : Reason.HEADER_SLOTS_FULL;
    int counter = beats ? CounterTable.PACKET_BUFFER_DROPS : CounterTable.HEADER_SLOT_DROPS;
    counters[counter + port]++;
    counters[CounterTable.REASONS + reason.code()]++;
    counters[CounterTable.FRAMES_DROPPED]++;
  }

  private void fill(HeaderWord w, int port, RxPort p, int place) {
    w.clear();
    w.buffer = p.buffer(place);
    w.offset = p.offset(place);
    w.frameBytes = p.length(place);
    w.beats = config.beatsOf(w.frameBytes);
    w.port = port;
    w.frame = p.serial(place);
    w.firstBeatCycle = p.firstBeat(place);
    w.lastBeatCycle = w.firstBeatCycle + p.spacing().lastOffset(w.frameBytes);
  }

  private void grant(long cycle) {
    int port = arbiter.grant(cycle);
    RxPort p = ports[port];
    HeaderWord w = word;
    fill(w, port, p, p.headSerial());
    w.grantCycle = cycle;
    pipeline.parse(w);
    if (probe != null) {
      probe.word(Boundary.GRANT, port, cycle, w);
    }
    pipeline.process(w);
    counters[CounterTable.HEADERS_GRANTED]++;
    boolean keep = w.decision == HeaderWord.KEEP;
    if (keep) {
      descriptors.write(w);
    }
    count(w, keep);
    int entries = CompletionBuilder.entries(w);
    if (entries > 0) {
      CompletionBuilder.build(w, fifos[port], descriptors.life(w.queue), descriptors.takenIndex());
      ledger.add(port, w.firstBeatCycle);
    }
    buffers[port].popHeader(cycle);
    p.removeHeader();
    dmas[port].decide(cycle + decisionCycles + 1, w.frameBytes, keep, entries, w.frame);
  }

  private void count(HeaderWord w, boolean keep) {
    if (w.reason != 0) {
      counters[CounterTable.REASONS + w.reason]++;
    }
    if (!keep) {
      counters[CounterTable.FRAMES_DROPPED]++;
      return;
    }
    boolean slow = (w.completionFlags & CompletionFlags.SLOW_PATH) != 0;
    counters[slow ? CounterTable.FRAMES_SLOW_PATH : CounterTable.FRAMES_FAST_PATH]++;
    counters[CounterTable.PORT_FRAMES_DELIVERED + w.port]++;
    counters[CounterTable.QUEUE_FRAMES + w.queue]++;
    counters[CounterTable.QUEUE_BYTES + w.queue] += w.frameBytes;
  }

  private boolean send(long cycle) {
    if (writer.tlps().headCycle() <= cycle) {
      waitingQueue = writer.headQueue();
      if (descriptors.state(waitingQueue) != QueueState.ABSENT.code()
          && !host.completionPlacesFree(waitingQueue, writer.tlps().headBeats())) {
        return false;
      }
    }
    link.begin(cycle);
    for (int requester = link.start(); requester >= 0; requester = link.start()) {
      long sent = link.sentCycle();
      int beats = link.sentBeats();
      counters[CounterTable.LINK_WRITES]++;
      counters[CounterTable.LINK_BYTES] += link.sentBytes();
      if (probe != null) {
        boolean last = link.sentLast();
        probe.beat(Boundary.LINK_START, requester, cycle, 0, link.sentBytes(), last);
        probe.beat(Boundary.LINK_SENT, requester, sent, 0, link.sentBytes(), last);
      }
      if (requester == portCount) {
        publish(sent, beats);
      } else {
        if (link.sentLast()) {
          fifos[requester].frameSent(sent);
        }
        dmas[requester].beatsSent(sent, beats);
      }
    }
    counters[CounterTable.LINK_BUSY_TICKS] = link.busyTicks();
    return true;
  }

  private void publish(long sent, int count) {
    int queue = writer.headQueue();
    long visible = sent + config.writeLatencyCycles();
    counters[CounterTable.COMPLETION_BATCHES]++;
    counters[CounterTable.COMPLETION_ENTRIES] += count;
    counters[CounterTable.QUEUE_COMPLETION_WRITES + queue]++;
    for (int i = 0; i < count; i++) {
      CompletionEntry entry = writer.nextPublished();
      if (entry.queueLife == descriptors.life(queue)
          && descriptors.state(queue) != QueueState.ABSENT.code()) {
        counters[CounterTable.QUEUE_COMPLETIONS + queue]++;
        host.publish(queue, entry.word, visible);
        if (entry.word.bufferCount > 0) {
          descriptors.giveBack(queue, entry.queueLife, entry.word.bufferCount, visible);
        }
        interrupts.completion(queue, visible);
      }
      if (entry.source < portCount) {
        if (entry.lastOfRecord) {
          ledger.done(entry.source);
        }
        fifos[entry.source].giveBack(entry);
      }
    }
    writer.writeSent(sent, count);
  }

  long completedCycle() {
    long completed = CycleHistory.FAR;
    for (int port = 0; port < portCount; port++) {
      completed = Math.min(completed, Math.min(ledger.oldest(port), ports[port].oldestCycle()));
    }
    return completed == CycleHistory.FAR ? Long.MAX_VALUE : completed;
  }

  void reset() {
    Arrays.fill(counters, 0);
    for (int port = 0; port < portCount; port++) {
      ports[port].reset();
      buffers[port].reset();
      fifos[port].reset();
      dmas[port].reset();
    }
    arbiter.reset();
    pipeline.reset();
    firmwareQueue.reset();
    events.reset();
    firmwareFifo.reset();
    writer.reset();
    link.reset();
    descriptors.reset();
    interrupts.reset();
    ledger.reset();
    now = -1;
    waitingQueue = -1;
  }
}
