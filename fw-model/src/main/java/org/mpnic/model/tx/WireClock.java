package org.mpnic.model.tx;

import org.mpnic.model.config.NicConfig;

/**
 * When the wire of one port is free for the next frame, exact in integers.
 *
 * <p>A byte takes numerator / denominator cycles, 33/1280 for 100 Gbit/s at 322.265625 MHz. A frame
 * takes the time of its preamble and start delimiter (8 bytes), its own, that of its check sequence
 * (4) and of the gap (12). It may start in a cycle in which the wire becomes free; what is left of
 * that cycle counts.
 */
public final class WireClock {
  /** Bytes of the wire's time beside those of a frame without its check sequence. */
  public static final int OVERHEAD_BYTES = 24;

  /** Shortest frame without its check sequence, in bytes (IEEE 802.3 clause 4A.4.2). */
  public static final int LEAST_FRAME_BYTES = 60;

  private final long numerator;
  private final long denominator;
  private long freeCycle;
  private long freeFraction;

  /** A free wire. */
  public WireClock(NicConfig config) {
    this.numerator = config.wireNumerator();
    this.denominator = config.wireDenominator();
  }

  /** First cycle in which a frame may start. */
  public long freeCycle() {
    return freeCycle;
  }

  /** A frame of so many bytes, without its check sequence, starts in {@code cycle}. */
  public void start(long cycle, int frameBytes) {
    if (cycle > freeCycle) {
      freeCycle = cycle;
      freeFraction = 0;
    }
    long ticks = freeFraction + (frameBytes + OVERHEAD_BYTES) * numerator;
    freeCycle += ticks / denominator;
    freeFraction = ticks % denominator;
  }

  /** Free at cycle 0. */
  public void reset() {
    freeCycle = 0;
    freeFraction = 0;
  }
}
