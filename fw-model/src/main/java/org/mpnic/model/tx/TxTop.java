package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
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
  private final long[] counters = new long[CounterTable.COUNT];
  private final TxConnections connections;
  private final TxSubflows subflows;

  /** A card at cycle 0, all queues enabled and empty. */
  public TxTop(NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink) {
    this.config = config;
    this.connections = new TxConnections(config);
    this.subflows = new TxSubflows(config, connections);
  }

  /** Contexts of the transmit connections, to be programmed. */
  public TxConnections connections() {
    return connections;
  }

  /** Contexts of the transmit subflows, to be programmed. */
  public TxSubflows subflows() {
    return subflows;
  }

  /** Says whether the port's link is up; subflow_scheduler gives no data to one that is not. */
  public void linkUp(int port, boolean up) {}

  /** State of the queue, a code of {@link org.mpnic.abi.QueueState}. */
  public int queueState(int queue) {
    return 0;
  }

  /** Enables, disables or drains a queue: no descriptor is fetched unless it is enabled. */
  public void queueState(int queue, org.mpnic.abi.QueueState state) {}

  /**
   * Starts the queue from descriptor 0: what it had posted is void, frames that the card has begun
   * leave whole. Its connections may come by another queue.
   */
  public void resetQueue(int queue) {}

  /** Parameters of this card. */
  public NicConfig config() {
    return config;
  }

  /**
   * Lets virtual time pass, but not to {@code untilCycle}.
   *
   * @return {@link #IDLE}, {@link #WAITING_FOR_HOST} or {@link #REACHED}
   */
  public int advance(long untilCycle) {
    return IDLE;
  }

  /** Queue that {@link #advance} waits for. */
  public int waitingQueue() {
    return -1;
  }

  /** Cycle of the last event, -1 after reset. */
  public long cycle() {
    return -1;
  }

  /** No frame that leaves the port later than this call begins before this cycle. */
  public long departureHorizon(int port) {
    return 0;
  }

  /** Counters by index of {@link CounterTable}; live, to be read only. */
  public long[] counters() {
    return counters;
  }

  /** Back to cycle 0, as after power-on: tables, counters and rings are empty. */
  public void reset() {}
}
