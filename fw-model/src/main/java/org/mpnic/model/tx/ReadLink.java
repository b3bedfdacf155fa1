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
  private final int readLatency;
  private final int[] costTicks;
  private StallPattern stall = StallPattern.NONE;
  private long freeTick;
  private long lastGrant;
  private long lastArrival;
  private int first;
  private long busyTicks;
  private long bytes;
  private long requests;

  /** A free link. */
  public ReadLink(NicConfig config, TxDma[] ports, TxCompletion completion) {
    this.ports = ports;
    this.completion = completion;
    this.readLatency = config.readLatencyCycles();
    this.costTicks = new int[config.transmit().readRequestBytes() + 1];
    int tlp = config.maxPayloadBytes();
    for (int bytes = 0; bytes < costTicks.length; bytes++) {
      costTicks[bytes] =
          bytes <= tlp
              ? Math.max(1, config.linkCostTicks(bytes))
              : costTicks[bytes - tlp] + costTicks[tlp];
    }
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

  /** Grants the request of this cycle, if there is one. */
  public void step(long cycle) {
    for (int i = 0; i < ports.length; i++) {
      int p = first + i < ports.length ? first + i : first + i - ports.length;
      if (ports[p].requestCycle() <= cycle) {
        first = p + 1 == ports.length ? 0 : p + 1;
        grant(ports[p], cycle);
        return;
      }
    }
  }

  private void grant(TxDma port, long cycle) {
    int cost = costTicks[port.requestBytes()];
    freeTick = Math.max(freeTick, cycle + readLatency << 12) + cost;
    busyTicks += cost;
    bytes += port.requestBytes();
    requests++;
    lastGrant = cycle;
    lastArrival = Math.max(freeTick - 1 >> 12, lastArrival + 1);
    TxSlice slice = port.slice();
    if (slice.lastOfDescriptor
        && port.requestIsLast()
        && slice.queueLife == completion.life(slice.queue)) {
      completion.done(slice.queue, slice.descriptorIndex, lastArrival);
    }
    port.granted(cycle, lastArrival);
  }

  /** Requests granted, those without bytes too. */
  public long requests() {
    return requests;
  }

  /** Bytes of all requests granted. */
  public long bytes() {
    return bytes;
  }

  /** Ticks for which the link was busy, 4096 a cycle. */
  public long busyTicks() {
    return busyTicks;
  }

  /** Free at cycle 0; the stall pattern stays. */
  public void reset() {
    freeTick = 0;
    lastGrant = CycleHistory.BEFORE;
    lastArrival = CycleHistory.BEFORE;
    first = 0;
    busyTicks = 0;
    bytes = 0;
    requests = 0;
  }
}
