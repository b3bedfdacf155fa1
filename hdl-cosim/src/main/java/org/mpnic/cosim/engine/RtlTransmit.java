package org.mpnic.cosim.engine;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.header.RtlParameters;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TransmitHost;
import org.mpnic.model.tx.TransmitSink;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/**
 * tx_top, verilated, as a device's transmit datapath: same frames, same cycles as the Java model.
 *
 * <p>A frame is known when its last beat has left. So that all frames of a time are known with it,
 * the RTL runs on until those that have begun to leave are out: no more than the longest frame
 * takes. Every cycle is run, also idle ones, as the clock of timestamps counts them.
 */
final class RtlTransmit implements TransmitDatapath {
  private static final int STEP_CYCLES = 1024;

  private final Path home;
  private final NicConfig config;
  private final TransmitHost host;
  private final ReceiveState receive;
  private final TransmitSink sink;
  private final TxConnections connections;
  private final TxSubflows subflows;
  private final long[] counters = new long[CounterTable.COUNT];
  private StagePorts ports;
  private TransmitQueues queues;
  private TransmitMemory memory;
  private TransmitPorts wires;
  private TransmitCompletions completions;
  private TransmitGrants grants;
  private RtlRun run;
  private long reached;

  RtlTransmit(
      Path home, NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink) {
    this.home = home;
    this.config = config;
    this.host = host;
    this.receive = receive;
    this.sink = sink;
    connections = new TxConnections(config);
    subflows = new TxSubflows(config, connections);
    open();
  }

  /** Builds the RTL of a configuration, if that was not done yet. */
  static void build(Path home, NicConfig config) {
    new RtlTransmit(home, config, null, null, null).library();
  }

  private void open() {
    ports = new StagePorts("tx_top");
    RtlParameters.ofTransmitTop(config).forEach(ports::parameter);
    ports.include("tx_finish.svh");
    queues = new TransmitQueues(config, ports, host);
    memory = new TransmitMemory(config, ports, host);
    wires = new TransmitPorts(config, ports, sink, counters);
    completions = new TransmitCompletions(config, ports, host, queues, counters);
    grants = new TransmitGrants(config, ports, connections, subflows, receive, counters);
  }

  private Path library() {
    return new VerilatedBuild(home, null).library(ports, false);
  }

  /** The RTL begins to run, from cycle 0 on, when the host has something to send. */
  private boolean isRunning() {
    if (run == null && queues.hasNews()) {
      List<RtlPart> parts = List.of(queues, memory, wires, grants, completions);
      run = new RtlRun(library(), ports, grants.stop(), parts);
      grants.beside(run);
    }
    return run != null;
  }

  @Override
  public TxConnections connections() {
    return connections;
  }

  @Override
  public TxSubflows subflows() {
    return subflows;
  }

  @Override
  public int queueState(int queue) {
    return completions.state(queue);
  }

  @Override
  public void resetQueue(int queue) {
    if (run != null) {
      queues.reset(queue);
      completions.reset(queue);
    }
  }

  @Override
  public int advance(long untilCycle) {
    if (!isRunning()) {
      reached = Math.max(reached, untilCycle < CycleHistory.FAR ? untilCycle : 0);
      return queues.isIdle(untilCycle) ? IDLE : REACHED;
    }
    queues.notice(Math.max(reached, connections.heldCycle()));
    if (untilCycle < CycleHistory.FAR) {
      return runTo(untilCycle);
    }
    int result = REACHED;
    while (result == REACHED) {
      result = runTo(run.cycle() + STEP_CYCLES);
    }
    return result;
  }

  private int runTo(long cycle) {
    if (!run.run(cycle)) {
      reached = Math.max(reached, Math.min(cycle, run.cycle()));
      counters[CounterTable.HOST_WAITS]++;
      return WAITING_FOR_HOST;
    }
    while (wires.isLeaving()) {
      if (!run.run(run.cycle() + 1)) {
        counters[CounterTable.HOST_WAITS]++;
        return WAITING_FOR_HOST;
      }
    }
    reached = Math.max(reached, cycle);
    return queues.isIdle(cycle) ? IDLE : REACHED;
  }

  @Override
  public long cycle() {
    return queues.lastEvent();
  }

  @Override
  public long reachedCycle() {
    return run == null ? reached : Math.max(reached, run.cycle());
  }

  @Override
  public long departureHorizon(int port) {
    return run == null ? reached : run.observedTo();
  }

  @Override
  public long[] counters() {
    counters[CounterTable.TX_LINK_READS] = memory.timing().requests();
    counters[CounterTable.TX_LINK_BYTES] = memory.timing().bytes();
    counters[CounterTable.TX_LINK_BUSY_TICKS] = memory.timing().busyTicks();
    return counters;
  }

  @Override
  public void reset() {
    close();
    Arrays.fill(counters, 0);
    connections.reset();
    subflows.reset();
    reached = 0;
    open();
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
      run = null;
    }
  }
}
