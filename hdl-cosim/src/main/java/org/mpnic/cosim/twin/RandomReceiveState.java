package org.mpnic.cosim.twin;

import org.mpnic.model.tx.ReceiveState;

/** Receive contexts that hold something else in every cycle, and remember what was last asked. */
final class RandomReceiveState implements ReceiveState {
  private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

  /** What was held in the cycle of a segment. */
  record Held(int acknowledgment, int window, int timestampEcho, long dataAck) {}

  private final long seed;
  private int acknowledgment;
  private int window;
  private int timestampEcho;
  private long dataAck;

  RandomReceiveState(long seed) {
    this.seed = seed;
  }

  /** What was last asked for. */
  Held held() {
    return new Held(acknowledgment, window, timestampEcho, dataAck);
  }

  private long mix(int id, long cycle) {
    long value = (seed * STEP + cycle) * STEP + id;
    value = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    value = (value ^ value >>> 27) * 0x94d0_49bb_1331_11ebL;
    return value ^ value >>> 31;
  }

  @Override
  public int acknowledgment(int subflow, long cycle) {
    acknowledgment = (int) mix(subflow, cycle);
    return acknowledgment;
  }

  @Override
  public int window(int connection, long cycle) {
    long value = mix(~connection, cycle);
    window = (int) (value >>> 34) >>> (int) value;
    return window;
  }

  @Override
  public int timestampEcho(int subflow, long cycle) {
    timestampEcho = (int) (mix(subflow, cycle) >>> 16);
    return timestampEcho;
  }

  @Override
  public long dataAck(int connection, long cycle) {
    dataAck = mix(~connection, cycle);
    return dataAck;
  }
}
