package org.mpnic.model.top;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * The order in which the events of the receive datapath happen.
 *
 * <p>Each event looks only at what was true at the start of its cycle (strict comparisons), and
 * whatever it causes happens a cycle later at the earliest; so everything that an event needs is
 * known once all events of earlier cycles have happened, and the order within a cycle does not
 * matter. Everything else is derived as soon as its operands are known.
 *
 * <p>The events are of two sides, {@link GrantSide} and {@link LinkSide}, each in the order of its
 * cycles. The link side never passes the grant side; the grant side runs ahead by as many cycles as
 * nothing on the link side can matter to it. Work of one kind at a time is what processors predict
 * well, and the host's caches keep.
 */
final class RxEngine {
  /** Cycles by which the grant side runs ahead at most: what it leaves behind stays in cache. */
  private static final int RUN_AHEAD_CYCLES = 1024;

  final RxParts parts;
  final GrantSide grants;
  final LinkSide links;
  private final long runAhead;

  /** Everything up to this cycle has happened on both sides. */
  private long done;

  /** Last cycle that has passed whether anything happened in it or not. */
  private long passed;

  private int waitingQueue;

  RxEngine(
      NicConfig config,
      HostInterface host,
      FirmwareProgram firmware,
      Probe probe,
      HeaderPipeline.Factory stages) {
    this.parts = new RxParts(config, host, firmware, probe, stages);
    this.grants = new GrantSide(parts);
    this.links = new LinkSide(parts);
    // A buffer is fetched again hostLatency + writeLatency after its completion was sent, and
    // fetches are decided ahead of their cycle.
    long untilFetchedAgain =
        config.hostLatencyCycles()
            + config.writeLatencyCycles()
            + 1L
            - parts.descriptors.leadCycles();
    this.runAhead = Math.min(RUN_AHEAD_CYCLES, untilFetchedAgain);
    reset();
  }

  /** Cycle of the last event, -1 after reset. */
  long now() {
    return Math.max(grants.now, links.now());
  }

  /**
   * Cycle of what the control processor does now: everything up to it has happened, and what it
   * commands holds from the next cycle on.
   */
  long controlCycle() {
    return Math.max(0, Math.max(passed, now()));
  }

  /** Time passes up to a cycle, as far as the ports have promised that no frame comes before. */
  private void pass(long until) {
    long end = until;
    for (RxPort port : parts.ports) {
      end = Math.min(end, port.promisedCycle());
    }
    if (end < CycleHistory.FAR) {
      passed = Math.max(passed, end - 1);
    }
  }

  int waitingQueue() {
    return waitingQueue;
  }

  int advance(long until) {
    if (!parts.events.isEmpty() && !parts.events.drain()) {
      return waiting(-1);
    }
    while (true) {
      long next = Math.min(grants.nextCycle(), links.nextCycle());
      long known = grants.known();
      if (next >= until && next < CycleHistory.FAR) {
        pass(until);
        return RxTop.REACHED;
      }
      if (next > known || next >= CycleHistory.FAR) {
        pass(until);
        return RxTop.IDLE;
      }
      done = Math.max(done, next - 1);
      long end = Math.min(Math.min(known, until - 1), done + runAhead);
      long reached = grants.run(end, done);
      if (!links.run(reached)) {
        return waiting(links.waitingQueue);
      }
      done = Math.max(done, reached);
      notePeaks();
      if (grants.stop == GrantSide.HOST) {
        return waiting(grants.waitingQueue);
      }
      if (grants.stop == GrantSide.EVENTS && !parts.events.drain()) {
        return waiting(-1);
      }
    }
  }

  private int waiting(int queue) {
    waitingQueue = queue;
    parts.counters[CounterTable.HOST_WAITS]++;
    return RxTop.WAITING_FOR_HOST;
  }

  private void notePeaks() {
    for (int port = 0; port < parts.buffers.length; port++) {
      parts.buffers[port].popsKnownTo(done);
      parts.counters[CounterTable.PACKET_BUFFER_PEAK_BEATS + port] =
          parts.buffers[port].peakBeats();
    }
  }

  long completedCycle() {
    long completed = CycleHistory.FAR;
    for (int port = 0; port < parts.ports.length; port++) {
      completed =
          Math.min(completed, Math.min(parts.ledger.oldest(port), parts.ports[port].oldestCycle()));
    }
    return completed == CycleHistory.FAR ? Long.MAX_VALUE : completed;
  }

  void reset() {
    parts.reset();
    grants.reset();
    links.reset();
    done = CycleHistory.BEFORE;
    passed = CycleHistory.BEFORE;
    waitingQueue = -1;
  }
}
