package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;

/**
 * The transmit datapath as a device drives it: tables to be programmed, time forward as far as the
 * host allows. Implementations are the Java model and the RTL twin; both give the same cycles.
 *
 * <p>One thread at a time.
 */
public interface TransmitDatapath extends AutoCloseable {
  /** {@link #advance}: nothing is left to do until the host posts descriptors. */
  int IDLE = 0;

  /** {@link #advance}: the real host is behind virtual time; call again when it has moved. */
  int WAITING_FOR_HOST = 1;

  /** {@link #advance}: every event before the given cycle has happened, more are to come. */
  int REACHED = 2;

  /** Contexts of the transmit connections, to be programmed. */
  TxConnections connections();

  /** Contexts of the transmit subflows, to be programmed. */
  TxSubflows subflows();

  /** State of the queue, a code of {@link QueueState}. */
  int queueState(int queue);

  /**
   * Starts the queue from descriptor 0: what it had posted is void; a frame that the card is just
   * cutting leaves whole first. From now on the card fetches none of that and tells the host of
   * none, also while the frame is cut. Its connections may come by another queue, but what was
   * given to their subflows and is not cut never leaves: program them anew.
   */
  void resetQueue(int queue);

  /**
   * Lets virtual time pass, but not to {@code untilCycle}.
   *
   * @return {@link #IDLE}, {@link #WAITING_FOR_HOST} or {@link #REACHED}
   */
  int advance(long untilCycle);

  /** Cycle of the last event, -1 after reset. */
  long cycle();

  /**
   * Every event before this cycle has happened: how far {@link #advance} has let time pass. A
   * doorbell that is noticed now is answered hostLatencyCycles later.
   */
  long reachedCycle();

  /** No frame that leaves the port later than this call begins before this cycle. */
  long departureHorizon(int port);

  /** Counters by index of {@link CounterTable}; live, to be read only. */
  long[] counters();

  /** Back to cycle 0, as after power-on: tables, counters and rings are empty. */
  void reset();

  /** Frees what is not the garbage collector's. */
  @Override
  default void close() {}
}
