package org.mpnic.device;

import org.mpnic.model.rx.ConnectionTracker;
import org.mpnic.model.rx.SubflowTracker;
import org.mpnic.model.tx.ReceiveState;

/**
 * The receive contexts as a departing segment sees them: in-order points of subflow and connection,
 * the subflow's TS.Recent (0 before the first, as RFC 7323 has it), the connection's window.
 */
final class ContextReceiveState implements ReceiveState {
  static final int SUBFLOW = 0;
  static final int CONNECTION = 2;

  private final Contexts contexts;

  /** A word of a context of the datapath, 0 if there is none; see {@link Datapath#readContext}. */
  @FunctionalInterface
  interface Contexts {
    long word(int table, int id, int word);
  }

  ContextReceiveState(Contexts contexts) {
    this.contexts = contexts;
  }

  @Override
  public int acknowledgment(int subflow, long cycle) {
    return (int) contexts.word(SUBFLOW, subflow, SubflowTracker.NEXT_WORD);
  }

  @Override
  public int window(int connection, long cycle) {
    return (int)
        (contexts.word(CONNECTION, connection, ConnectionTracker.WINDOW_WORD)
            >>> ConnectionTracker.WINDOW_SHIFT);
  }

  @Override
  public int timestampEcho(int subflow, long cycle) {
    return (int) contexts.word(SUBFLOW, subflow, SubflowTracker.TIMESTAMP_WORD);
  }

  @Override
  public long dataAck(int connection, long cycle) {
    return contexts.word(CONNECTION, connection, ConnectionTracker.NEXT_WORD);
  }
}
