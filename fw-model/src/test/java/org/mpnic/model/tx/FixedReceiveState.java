package org.mpnic.model.tx;

/** Receive contexts that tell subflows and connections apart and do not change. */
public class FixedReceiveState implements ReceiveState {
  @Override
  public int acknowledgment(int subflow, long cycle) {
    return 0x5000_0000 + subflow;
  }

  @Override
  public int window(int connection, long cycle) {
    return 0x0012_3400 + connection;
  }

  @Override
  public int timestampEcho(int subflow, long cycle) {
    return 0x7000_0000 + subflow;
  }

  @Override
  public long dataAck(int connection, long cycle) {
    return 0x1122_3344_5566_7700L + connection;
  }
}
