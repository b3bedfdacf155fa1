package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.PortArbiter;

/**
 * port_arbiter: headers arrive on every port with random gaps, decisions are popped with random
 * stalls; by turns both ports in step and each for itself.
 */
final class PortArbiterTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 5_000;
  private static final int STEP_CYCLES = 1024;

  private final StagePorts ports = new StagePorts("port_arbiter");
  private final Signal headerValid;
  private final Signal decisionPop;
  private final OutputBoundary grant = ports.boundary("grant", "grant_valid_o");
  private final Signal grantOut;
  private final Signal grantPort;

  private final int portCount;
  private final int depth;
  private final PortArbiter model;
  private final CycleHistory[] pops;
  private final ArrayDeque<Long>[] headers;
  private final Pauses[] gaps;
  private final Pauses[] stalls;
  private final long[] grants;
  private final long[] lastGrant;
  private long left;
  private int drain = DRAIN_CYCLES;

  @SuppressWarnings({"unchecked", "rawtypes"})
  PortArbiterTwin(NicConfig config, long seed, long packets) {
    portCount = config.ports();
    depth = config.decisionFifoDepth();
    model = new PortArbiter(config);
    Random random = new Random(seed);
    pops = new CycleHistory[portCount];
    headers = new ArrayDeque[portCount];
    gaps = new Pauses[portCount];
    stalls = new Pauses[portCount];
    grants = new long[portCount];
    lastGrant = new long[portCount];
    for (int port = 0; port < portCount; port++) {
      pops[port] = new CycleHistory(depth);
      headers[port] = new ArrayDeque<>();
      gaps[port] = new Pauses(random);
      stalls[port] = new Pauses(random);
    }
    left = packets;
    ports
        .parameter("PORTS", portCount)
        .parameter("HEADER_INTERVAL_CYCLES", config.headerIntervalCycles())
        .parameter("DECISION_FIFO_DEPTH", depth);
    headerValid = ports.input("header_valid_i", portCount);
    decisionPop = ports.input("decision_pop_i", portCount);
    grantOut = grant.data("grant_o", portCount);
    grantPort = grant.data("grant_port_o", Bits.ofIndex(portCount));
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    arrive(cycle);
    long visible = 0;
    for (int port = 0; port < portCount; port++) {
      visible |= headers[port].isEmpty() ? 0 : 1L << port;
      model.eligibleFrom(port, eligible(port));
    }
    stimulus.set(headerValid, visible);
    if (model.nextCycle() <= cycle) {
      int port = model.grant(cycle);
      headers[port].remove();
      grants[port]++;
      lastGrant[port] = cycle;
      expectation.valid(cycle, grant);
      expectation.set(cycle, grantOut, 1L << port);
      expectation.set(cycle, grantPort, port);
    }
    long popped = 0;
    for (int port = 0; port < portCount; port++) {
      if (pops[port].count() < grants[port] && !stalls[port].next() && isOld(port, cycle)) {
        pops[port].append(cycle);
        popped |= 1L << port;
      }
    }
    stimulus.set(decisionPop, popped);
    return left > 0 || drain-- > 0;
  }

  /** A decision is popped some cycles after its grant at the earliest: not in the very cycle. */
  private boolean isOld(int port, long cycle) {
    return cycle > lastGrant[port] || pops[port].count() + 1 < grants[port];
  }

  private void arrive(long cycle) {
    boolean inStep = (cycle / STEP_CYCLES & 1) == 0;
    boolean first = !gaps[0].next();
    for (int port = 0; port < portCount; port++) {
      boolean comes = inStep || port == 0 ? first : !gaps[port].next();
      if (comes && left > 0 && headers[port].size() < 64) {
        left--;
        headers[port].add(cycle);
      }
    }
  }

  private long eligible(int port) {
    if (headers[port].isEmpty()) {
      return CycleHistory.FAR;
    }
    return Math.max(headers[port].peek(), pops[port].freeCycle(grants[port] - depth));
  }
}
