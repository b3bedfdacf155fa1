package org.mpnic.model.tx;

import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/**
 * The transmit datapath of one card, exact to the cycle, without threads, files or a wall clock.
 *
 * <p>Results depend on the host's descriptors, memory and tables and on the configuration only.
 * Cycle 0 is the first after reset.
 */
public final class TxTop implements TransmitDatapath {
  private final NicConfig config;
  private final TxEngine engine;

  /** A card at cycle 0, all queues enabled and empty. */
  public TxTop(NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink) {
    this(config, host, receive, sink, null);
  }

  /** The same with a probe, which may be null. */
  public TxTop(
      NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink, TxProbe probe) {
    this.config = config;
    this.engine = new TxEngine(config, host, receive, sink, probe);
  }

  /** Parameters of this card. */
  public NicConfig config() {
    return config;
  }

  @Override
  public TxConnections connections() {
    return engine.connections;
  }

  @Override
  public TxSubflows subflows() {
    return engine.subflows;
  }

  /** Says whether the port's link is up; subflow_scheduler gives no data to one that is not. */
  public void linkUp(int port, boolean up) {
    engine.scheduler.linkUp(port, up);
  }

  /** Cycles in which no slice is granted, no read request is granted, no frame begins. */
  public void stall(StallPattern grants, StallPattern reads, StallPattern frames) {
    engine.segmenter.stall(grants);
    engine.path.link().stall(reads);
    for (int port = 0; port < config.ports(); port++) {
      engine.path.port(port).stall(frames);
    }
  }

  @Override
  public int queueState(int queue) {
    return engine.queueState(queue);
  }

  /** Enables, disables or drains a queue: no descriptor is fetched unless it is enabled. */
  public void queueState(int queue, QueueState state) {
    engine.queueState(queue, state);
  }

  @Override
  public void resetQueue(int queue) {
    engine.resetQueue(queue);
  }

  @Override
  public int advance(long untilCycle) {
    return engine.advance(untilCycle);
  }

  /** Queue that {@link #advance} waits for. */
  public int waitingQueue() {
    return engine.waitingQueue();
  }

  @Override
  public long cycle() {
    return engine.now();
  }

  @Override
  public long reachedCycle() {
    return engine.reached();
  }

  @Override
  public long departureHorizon(int port) {
    return engine.departureHorizon(port);
  }

  @Override
  public long[] counters() {
    engine.collect();
    return engine.counters;
  }

  @Override
  public void reset() {
    engine.reset();
  }
}
