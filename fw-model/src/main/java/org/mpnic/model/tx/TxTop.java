package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/**
 * The transmit datapath of one card, exact to the cycle, without threads, files or a wall clock.
 *
 * <p>Results depend on the host's descriptors, memory and tables and on the configuration only.
 * Cycle 0 is the first after reset.
 */
public final class TxTop {
  /** {@link #advance}: nothing is left to do until the host posts descriptors. */
  public static final int IDLE = 0;

  /** {@link #advance}: the real host is behind virtual time; call again when it has moved. */
  public static final int WAITING_FOR_HOST = 1;

  /** {@link #advance}: every event before the given cycle has happened, more are to come. */
  public static final int REACHED = 2;

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

  /** Contexts of the transmit connections, to be programmed. */
  public TxConnections connections() {
    return engine.connections;
  }

  /** Contexts of the transmit subflows, to be programmed. */
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

  /** State of the queue, a code of {@link QueueState}. */
  public int queueState(int queue) {
    return engine.queueState(queue);
  }

  /** Enables, disables or drains a queue: no descriptor is fetched unless it is enabled. */
  public void queueState(int queue, QueueState state) {
    engine.queueState(queue, state);
  }

  /**
   * Starts the queue from descriptor 0: what it had posted is void; a frame that the card is just
   * cutting leaves whole first. Its connections may come by another queue, but what was given to
   * their subflows and is not cut never leaves: program them anew.
   */
  public void resetQueue(int queue) {
    engine.resetQueue(queue);
  }

  /**
   * Lets virtual time pass, but not to {@code untilCycle}.
   *
   * @return {@link #IDLE}, {@link #WAITING_FOR_HOST} or {@link #REACHED}
   */
  public int advance(long untilCycle) {
    return engine.advance(untilCycle);
  }

  /** Queue that {@link #advance} waits for. */
  public int waitingQueue() {
    return engine.waitingQueue();
  }

  /** Cycle of the last event, -1 after reset. */
  public long cycle() {
    return engine.now();
  }

  /**
   * Every event before this cycle has happened: how far {@link #advance} has let time pass. A
   * doorbell that is noticed now is answered hostLatencyCycles later.
   */
  public long reachedCycle() {
    return engine.reached();
  }

  /** No frame that leaves the port later than this call begins before this cycle. */
  public long departureHorizon(int port) {
    return engine.departureHorizon(port);
  }

  /** Counters by index of {@link CounterTable}; live, to be read only. */
  public long[] counters() {
    engine.collect();
    return engine.counters;
  }

  /** Back to cycle 0, as after power-on: tables, counters and rings are empty. */
  public void reset() {
    engine.reset();
  }
}
