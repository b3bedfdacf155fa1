package org.mpnic.device;

import org.mpnic.model.tx.ReceiveState;

/** The receive contexts of the datapath that a card has now: it gets a new one at each reset. */
final class CardReceiveState implements ReceiveState {
  private ReceiveState state;

  /** The card has a new datapath. */
  void of(Datapath datapath) {
    state = datapath.receiveState();
  }

  @Override
  public int acknowledgment(int subflow, long cycle) {
    return state.acknowledgment(subflow, cycle);
  }

  @Override
  public int window(int connection, long cycle) {
    return state.window(connection, cycle);
  }

  @Override
  public int timestampEcho(int subflow, long cycle) {
    return state.timestampEcho(subflow, cycle);
  }

  @Override
  public long dataAck(int connection, long cycle) {
    return state.dataAck(connection, cycle);
  }
}
