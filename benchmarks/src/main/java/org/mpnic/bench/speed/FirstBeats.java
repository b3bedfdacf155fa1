package org.mpnic.bench.speed;

import org.mpnic.bench.LineRateReplay;

/** Notes the cycles in which a replay's frames begin. */
final class FirstBeats implements LineRateReplay.Card {
  private final long[] cycles;
  private int count;

  /** For so many frames. */
  FirstBeats(int frames) {
    cycles = new long[frames];
  }

  @Override
  public void offer(int port, byte[] bytes, long cycle) {
    cycles[count++] = cycle;
  }

  @Override
  public void horizon(int port, long cycle) {}

  @Override
  public void advance(long cycle) {}

  /** Of each frame, in the order of the offers. */
  long[] cycles() {
    return cycles;
  }
}
