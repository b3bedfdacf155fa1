package org.mpnic.model.tx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * When the data of read requests has arrived: each readLatencyCycles after its grant, or when the
 * host link has carried the data of those before, at the link's rate; one a cycle at most.
 */
public final class ReadTiming {
  private final int readLatency;
  private final int[] costTicks;
  private long freeTick;
  private long lastArrival;
  private long busyTicks;
  private long bytes;
  private long requests;

  /** A free link. */
  public ReadTiming(NicConfig config) {
    this.readLatency = config.readLatencyCycles();
    this.costTicks = new int[config.transmit().readRequestBytes() + 1];
    int tlp = config.maxPayloadBytes();
    for (int size = 0; size < costTicks.length; size++) {
      costTicks[size] =
          size <= tlp
              ? Math.max(1, config.linkCostTicks(size))
              : costTicks[size - tlp] + costTicks[tlp];
    }
    reset();
  }

  /** Cycle in which the data of a request has arrived that is granted behind all others. */
  public long arrival(long grantCycle, int requestBytes) {
    int cost = costTicks[requestBytes];
    freeTick = Math.max(freeTick, grantCycle + readLatency << 12) + cost;
    busyTicks += cost;
    bytes += requestBytes;
    requests++;
    lastArrival = Math.max(freeTick - 1 >> 12, lastArrival + 1);
    return lastArrival;
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

  /** Free at cycle 0. */
  public void reset() {
    freeTick = 0;
    lastArrival = CycleHistory.BEFORE;
    busyTicks = 0;
    bytes = 0;
    requests = 0;
  }
}
