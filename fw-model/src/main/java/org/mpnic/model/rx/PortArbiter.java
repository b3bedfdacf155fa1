package org.mpnic.model.rx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * port_arbiter: gives the shared header pipeline to one header at a time.
 *
 * <p>Contract: a grant in the first cycle T at or after the previous grant plus the header interval
 * in which some port is eligible: its head header is visible (H <= T) and it has a credit (its
 * decision FIFO's place freed before T). Plain round robin among the ports that are eligible at T,
 * from the one after the last granted; port 0 first after reset. The pipeline behind never stalls,
 * because a credit is a place in the decision FIFO at its end: there is no ready signal to wait
 * for.
 */
public final class PortArbiter {
  private final int interval;
  private final int ports;
  private final long[] eligible;
  private long lastGrant;
  private int first;

  /** An arbiter that has granted nothing. */
  public PortArbiter(NicConfig config) {
    this.interval = config.headerIntervalCycles();
    this.ports = config.ports();
    this.eligible = new long[ports];
    reset();
  }

  /** Tells from which cycle on the port is eligible; FAR while it is not known to be. */
  public void eligibleFrom(int port, long cycle) {
    eligible[port] = cycle;
  }

  /** Cycle of the next grant as far as known, FAR without an eligible port. */
  public long nextCycle() {
    long earliest = eligible[0];
    for (int port = 1; port < ports; port++) {
      earliest = Math.min(earliest, eligible[port]);
    }
    return Math.max(earliest, lastGrant + interval);
  }

  /** Grants at {@link #nextCycle} and returns the port. */
  public int grant(long cycle) {
    int port = first;
    while (eligible[port] > cycle) {
      port = port + 1 == ports ? 0 : port + 1;
    }
    first = port + 1 == ports ? 0 : port + 1;
    lastGrant = cycle;
    return port;
  }

  /** Port 0 first; no header is visible. */
  public void reset() {
    for (int port = 0; port < ports; port++) {
      eligible[port] = CycleHistory.FAR;
    }
    lastGrant = CycleHistory.BEFORE;
    first = 0;
  }
}
