package org.mpnic.model.host;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.TlpQueue;

/**
 * The host link in the card's writing direction: one TLP at a time, round robin among the
 * requesters' heads, work-conserving.
 *
 * <p>Contract: time on the link is counted in ticks of 1/4096 cycle; a TLP takes linkCostTicks of
 * its payload. In a cycle c that does not stall, requesters are looked at once each, from the one
 * after the last served; one whose head is eligible (stored before c) starts at max(link free, c)
 * if that is still within c. So several TLPs may start in one cycle, at most one per requester. A
 * TLP is sent in the cycle in which its last tick falls; its places in the store are free in the
 * next cycle (B = 1), and it is in host memory writeLatencyCycles later. A TLP that has started is
 * not held up by a stall.
 */
public final class HostLink {
  private final int requesters;
  private final TlpQueue[] heads;
  private final int[] costTicks;
  private StallPattern stall = StallPattern.NONE;
  private long freeTick;
  private long stepped;
  private int first;
  private int looked;
  private int next;

  private long startCycle;
  private long sentCycle;
  private int sentBytes;
  private int sentBeats;
  private boolean sentLast;
  private long busyTicks;

  /** A free link; the requesters in the order of round robin. */
  public HostLink(NicConfig config, TlpQueue[] heads) {
    this.requesters = heads.length;
    this.heads = heads;
    this.costTicks = new int[config.maxPayloadBytes() + 1];
    for (int bytes = 0; bytes < costTicks.length; bytes++) {
      costTicks[bytes] = config.linkCostTicks(bytes);
    }
    reset();
  }

  /** Cycles in which no TLP may start. */
  public void stall(StallPattern pattern) {
    this.stall = pattern;
  }

  /** Next cycle in which a TLP starts as far as known, FAR when none waits. */
  public long nextCycle() {
    long earliest = CycleHistory.FAR;
    for (int r = 0; r < requesters; r++) {
      earliest = Math.min(earliest, heads[r].headCycle());
    }
    if (earliest == CycleHistory.FAR) {
      return earliest;
    }
    return stall.next(Math.max(Math.max(earliest, stepped + 1), freeTick >> 12));
  }

  /** Opens a cycle; then {@link #start} until it answers -1. */
  public void begin(long cycle) {
    stepped = cycle;
    looked = 0;
    next = first;
  }

  /** Starts the next TLP of this cycle and returns its requester, or -1. */
  public int start() {
    while (looked < requesters && freeTick >> 12 <= stepped) {
      int r = next;
      looked++;
      next = r + 1 == requesters ? 0 : r + 1;
      TlpQueue queue = heads[r];
      if (queue.headCycle() <= stepped) {
        first = next;
        send(queue);
        return r;
      }
    }
    return -1;
  }

  private void send(TlpQueue queue) {
    sentBytes = queue.headBytes();
    sentBeats = queue.headBeats();
    sentLast = queue.headIsLast();
    queue.remove();
    int cost = costTicks[sentBytes];
    busyTicks += cost;
    freeTick = Math.max(freeTick, stepped << 12) + cost;
    startCycle = stepped;
    sentCycle = freeTick - 1 >> 12;
  }

  /** Cycle in which the TLP just started began. */
  public long startCycle() {
    return startCycle;
  }

  /** Cycle in which its last byte is sent. */
  public long sentCycle() {
    return sentCycle;
  }

  /** Its payload in bytes. */
  public int sentBytes() {
    return sentBytes;
  }

  /** Its beats in the requester's store. */
  public int sentBeats() {
    return sentBeats;
  }

  /** It was its frame's last. */
  public boolean sentLast() {
    return sentLast;
  }

  /** Ticks for which the link was busy, 4096 a cycle. */
  public long busyTicks() {
    return busyTicks;
  }

  /** Free at cycle 0; the stall pattern stays. */
  public void reset() {
    freeTick = 0;
    stepped = CycleHistory.BEFORE;
    first = 0;
    looked = 0;
    next = 0;
    busyTicks = 0;
  }
}
