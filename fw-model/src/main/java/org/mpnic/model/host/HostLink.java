package org.mpnic.model.host;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.TlpQueue;

/**
 * The host link in the card's writing direction: serves the requesters in rounds, work-conserving.
 *
 * <p>Contract: time on the link is counted in ticks of 1/4096 cycle; a TLP takes linkCostTicks of
 * its payload. A round starts in a cycle c that does not stall and in which the link is free or
 * comes free: every requester whose head is eligible (stored before c) hands it over, and they go
 * one after the other from max(link free, c) on, the first requester first. So nobody waits for
 * more than one TLP of each of the others. A TLP is sent in the cycle in which the link comes free
 * behind it, in the cycle after its start at the earliest; its places in the store are free in the
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
  private int next;

  private long startCycle;
  private long sentCycle;
  private int sentBytes;
  private int sentBeats;
  private boolean sentLast;
  private long busyTicks;

  /** A free link; the requesters in the order of a round. */
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
    next = freeTick >> 12 <= cycle ? 0 : requesters;
  }

  /** Starts the next TLP of this cycle's round and returns its requester, or -1. */
  public int start() {
    while (next < requesters) {
      int r = next++;
      if (heads[r].headCycle() <= stepped) {
        send(heads[r]);
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
    sentCycle = Math.max(stepped + 1, freeTick >> 12);
  }

  /** Cycle in which the TLP just started began. */
  public long startCycle() {
    return startCycle;
  }

  /** Cycle in which it is sent. */
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
    next = requesters;
    busyTicks = 0;
  }
}
