package org.mpnic.model.tx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/**
 * read_link: the host link in the card's reading direction, for the payload of all ports.
 *
 * <p>Contract: one request a cycle is granted, round robin among the ports whose next request is
 * ready, in cycles that do not stall. Its data starts readLatencyCycles after the grant, or when
 * the link has carried the data of the grants before; it takes linkCostTicks of each TLP of
 * maxPayloadBytes, in ticks of 1/4096 cycle. It has arrived in the cycle of its last tick, a cycle
 * after the request before at the earliest, and can be gathered in the next.
 *
 * <p>What the requests themselves, reads of descriptors and completions cost is not charged.
 */
public final class ReadLink {
  private final TxDma[] ports;
  private final TxCompletion completion;
  private final ReadTiming timing;
  private StallPattern stall = StallPattern.NONE;
  private long lastGrant;
  private int first;

  /** A free link. */
  public ReadLink(NicConfig config, TxDma[] ports, TxCompletion completion) {
    this.ports = ports;
    this.completion = completion;
    this.timing = new ReadTiming(config);
    reset();
  }

  /** Cycles in which no request is granted. */
  public void stall(StallPattern pattern) {
    this.stall = pattern;
  }

  /** Next cycle in which a request is granted as far as known, FAR when none waits. */
  public long nextCycle() {
    long earliest = CycleHistory.FAR;
    for (TxDma port : ports) {
      earliest = Math.min(earliest, port.requestCycle());
    }
    if (earliest == CycleHistory.FAR) {
      return earliest;
    }
    return stall.next(Math.max(earliest, lastGrant + 1));
  }

  /**
   * Grants the request of this cycle, if there is one.
   *
   * @return a slice has left its port's FIFO
   */
  public boolean step(long cycle) {
    for (int i = 0; i < ports.length; i++) {
      int p = first + i < ports.length ? first + i : first + i - ports.length;
      if (ports[p].requestCycle() <= cycle) {
        first = p + 1 == ports.length ? 0 : p + 1;
        return grant(ports[p], cycle);
      }
    }
    return false;
  }

  private boolean grant(TxDma port, long cycle) {
    long arrival = timing.arrival(cycle, port.requestBytes());
    lastGrant = cycle;
    TxSlice slice = port.slice();
    if (slice.lastOfDescriptor
        && port.requestIsLast()
        && slice.queueLife == completion.life(slice.queue)) {
      completion.done(slice.queue, slice.descriptorIndex, arrival);
    }
    return port.granted(cycle, arrival);
  }

  /** What the link has carried. */
  public ReadTiming timing() {
    return timing;
  }

  /** Free at cycle 0; the stall pattern stays. */
  public void reset() {
    timing.reset();
    lastGrant = CycleHistory.BEFORE;
    first = 0;
  }
}
