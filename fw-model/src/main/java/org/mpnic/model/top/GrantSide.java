package org.mpnic.model.top;

import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.host.DescriptorFetch;
import org.mpnic.model.host.FrameWrites;
import org.mpnic.model.rx.CompletionBuilder;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.PacketBuffer;
import org.mpnic.model.rx.PortArbiter;

/**
 * The events up to the decision on a frame: packet_buffer keeps or drops it, port_arbiter grants,
 * descriptor_fetch asks and gets.
 *
 * <p>This side runs ahead of {@link LinkSide} as far as nothing that happens there can matter: up
 * to the cycle in which a buffer that is given back there can first be fetched again, up to a frame
 * about which packet_buffer cannot decide without a pop that is not known yet, and up to the head
 * of a port whose next credit is not known yet. Then the link side follows, and what is still not
 * known is later.
 */
final class GrantSide {
  /** {@link #stop}: ran as far as it may. */
  static final int NONE = 0;

  /** {@link #stop}: the descriptors of {@link #waitingQueue} are not posted yet. */
  static final int HOST = 1;

  /** {@link #stop}: the control processor has posted events. */
  static final int EVENTS = 2;

  private final NicConfig config;
  private final Probe probe;
  private final RxParts parts;
  private final long[] counters;
  private final int portCount;
  private final RxPort[] ports;
  private final PacketBuffer[] buffers;
  private final PortArbiter arbiter;
  private final DescriptorFetch descriptors;
  private final IngressProbe ingressProbe;
  private final int ingressCycles;
  private final int decisionCycles;
  private final HeaderWord word = new HeaderWord();
  private final FrameWrites writes;
  private final HeadersAhead[] ahead;

  private long nextFetch;

  /** Why the last run ended. */
  int stop;

  /** Queue whose descriptors are waited for. */
  int waitingQueue;

  /** Cycle of the last event here. */
  long now;

  GrantSide(RxParts parts) {
    this.parts = parts;
    this.config = parts.config;
    this.probe = parts.probe;
    this.counters = parts.counters;
    this.ports = parts.ports;
    this.portCount = ports.length;
    this.buffers = parts.buffers;
    this.descriptors = parts.descriptors;
    this.arbiter = new PortArbiter(config);
    this.writes = new FrameWrites(parts.host);
    this.ingressProbe = probe == null ? null : new IngressProbe(config, parts.pipeline, probe);
    this.ingressCycles = parts.pipeline.parserCycles() + parts.pipeline.checksumCycles();
    this.ahead = new HeadersAhead[portCount];
    for (int port = 0; port < portCount; port++) {
      ahead[port] = new HeadersAhead(parts, port);
    }
    this.decisionCycles = parts.pipeline.decisionCycles();
    reset();
  }

  /** Cycle of the next event as far as known, FAR without one. */
  long nextCycle() {
    long next = findGrant();
    nextFetch = descriptors.nextKey();
    next = Math.min(next, nextFetch);
    for (int port = 0; port < portCount; port++) {
      next = Math.min(next, ports[port].decideCycle());
    }
    return next;
  }

  /** Events up to this cycle do not depend on frames that are yet to be offered. */
  long known() {
    long known = CycleHistory.FAR;
    for (int port = 0; port < portCount; port++) {
      known = Math.min(known, ports[port].knownUntil());
    }
    return known;
  }

  /**
   * Does the events up to a cycle, or as many as it may before the link side has followed.
   *
   * @param end last cycle; no buffer given back after {@code linkDone} can be fetched by then
   * @param linkDone cycle up to which the link side has done everything
   * @return the cycle up to which everything is done here, more than {@code linkDone} if there was
   *     anything to do and {@link #stop} is not HOST
   */
  long run(long end, long linkDone) {
    long reached = runAhead(end, linkDone);
    writes.flush();
    return reached;
  }

  private long runAhead(long end, long linkDone) {
    stop = NONE;
    nextFetch = descriptors.nextKey();
    while (true) {
      long blocked = decide(end);
      long bound = Math.min(Math.min(end, blocked), known());
      for (int port = 0; port < portCount; port++) {
        bound = Math.min(bound, creditBound(port, linkDone));
      }
      long grant = findGrant();
      for (long next = Math.min(grant, nextFetch);
          next <= bound;
          next = Math.min(grant, nextFetch)) {
        now = next;
        if (nextFetch == next) {
          if (linkDone < next - 1 && !descriptors.canStep(next)) {
            return next - 1;
          }
          if (!fetch(next)) {
            return next - 1;
          }
          continue;
        }
        int port = arbiter.grant(next);
        grant(port, next);
        if (!parts.events.isEmpty()) {
          stop = EVENTS;
          return next;
        }
        bound = Math.min(bound, Math.max(next, creditBound(port, linkDone)));
        findEligible(port);
        grant = arbiter.nextCycle();
      }
      if (bound < blocked) {
        return bound;
      }
      if (linkDone < blocked - 1) {
        return blocked - 1;
      }
      decideLate(blocked);
    }
  }

  /**
   * Last cycle up to which grants do not depend on a credit of the port that is not known yet: it
   * is usable two cycles after the link side's next event at the earliest.
   */
  private long creditBound(int port, long linkDone) {
    return parts.dmas[port].creditCycle() == CycleHistory.FAR
        ? Math.max(ports[port].headerCycle() - 1, linkDone + 1)
        : CycleHistory.FAR;
  }

  private long findGrant() {
    for (int port = 0; port < portCount; port++) {
      findEligible(port);
    }
    return arbiter.nextCycle();
  }

  private void findEligible(int port) {
    arbiter.eligibleFrom(port, Math.max(ports[port].headerCycle(), parts.dmas[port].creditCycle()));
  }

  private boolean fetch(long key) {
    waitingQueue = descriptors.waitingQueue(key);
    if (waitingQueue >= 0) {
      stop = HOST;
      return false;
    }
    descriptors.step(key);
    nextFetch = descriptors.nextKey();
    return true;
  }

  /**
   * Decides about the frames up to a cycle whose operands are known.
   *
   * @return cycle of the first frame about which nothing can be said yet, FAR without one
   */
  private long decide(long end) {
    long blocked = CycleHistory.FAR;
    for (int port = 0; port < portCount; port++) {
      RxPort p = ports[port];
      while (p.decideCycle() <= end) {
        int beats = config.beatsOf(p.decideLength());
        if (!buffers[port].canDecide(beats)) {
          blocked = Math.min(blocked, p.decideCycle());
          break;
        }
        decide(port, p, beats);
      }
    }
    return blocked;
  }

  /** Decides about the frames of a cycle up to which everything else has happened. */
  private void decideLate(long cycle) {
    for (int port = 0; port < portCount; port++) {
      RxPort p = ports[port];
      if (p.decideCycle() == cycle) {
        decide(port, p, config.beatsOf(p.decideLength()));
      }
    }
  }

  private void decide(int port, RxPort p, int beats) {
    int bytes = p.decideLength();
    long cycle = p.decideCycle();
    int result =
        buffers[port].decide(p.decideFirstBeat() + ingressCycles, bytes, beats, p.spacing());
    boolean kept = result == PacketBuffer.KEPT;
    now = Math.max(now, cycle);
    counters[CounterTable.PORT_FRAMES + port]++;
    counters[CounterTable.PORT_BYTES + port] += bytes;
    counters[CounterTable.PORT_BEATS + port] += beats;
    if (kept) {
      counters[CounterTable.PORT_FRAMES_KEPT + port]++;
    } else {
      countDrop(port, result);
    }
    if (ingressProbe != null) {
      word.clear();
      p.fillUndecided(word);
      ingressProbe.frame(word, p.spacing(), cycle, kept);
    }
    p.decided(kept);
  }

  private void countDrop(int port, int result) {
    boolean beats = result == PacketBuffer.NO_BEAT_PLACE;
    Reason reason = beats ? Reason.PACKET_BUFFER_FULL : Reason.HEADER_SLOTS_FULL;
    int counter = beats ? CounterTable.PACKET_BUFFER_DROPS : CounterTable.HEADER_SLOT_DROPS;
    counters[counter + port]++;
    counters[CounterTable.REASONS + reason.code()]++;
    counters[CounterTable.FRAMES_DROPPED]++;
  }

  private void grant(int port, long cycle) {
    HeaderWord w = ahead[port].take();
    w.grantCycle = cycle;
    if (probe != null) {
      probe.word(Boundary.GRANT, port, cycle, w);
    }
    parts.pipeline.process(w);
    counters[CounterTable.HEADERS_GRANTED]++;
    boolean keep = w.decision == HeaderWord.KEEP;
    if (keep) {
      descriptors.place(w, writes);
    }
    count(w, keep);
    int entries = CompletionBuilder.entries(w);
    if (entries > 0) {
      int life = descriptors.life(w.queue);
      CompletionEntry last =
          CompletionBuilder.build(w, parts.fifos[port], life, descriptors.takenIndex());
      last.record = parts.ledger.add(port, w.firstBeatCycle);
    }
    buffers[port].popHeader(cycle);
    parts.dmas[port].decide(cycle + decisionCycles + 1, w.frameBytes, keep, entries, w.frame);
    nextFetch = descriptors.nextKey();
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

  /** No grant yet; the parts are reset by their owner. */
  void reset() {
    arbiter.reset();
    for (HeadersAhead port : ahead) {
      port.reset();
    }
    stop = NONE;
    waitingQueue = -1;
    now = -1;
  }
}
