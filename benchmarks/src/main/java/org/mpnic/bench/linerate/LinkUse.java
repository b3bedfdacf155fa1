package org.mpnic.bench.linerate;

import org.mpnic.model.config.NicConfig;

/**
 * What the host link carries, by arithmetic: every TLP with its header, those too that the model
 * lets pass without time of their own. Not counted: what the host's processor writes and reads.
 *
 * @param toHostBytesPerSecond writes of frames and completions, interrupts, read requests
 * @param toCardBytesPerSecond data read: descriptors, frames, streams
 * @param capacityBytesPerSecond of each way
 */
public record LinkUse(
    double toHostBytesPerSecond, double toCardBytesPerSecond, double capacityBytesPerSecond) {
  private static final int TLP = 256;

  static LinkUse of(NicConfig config, LinkLoad load, LinkLoad other) {
    return new LinkUse(
        (load.toHostPerCycle() + other.toHostPerCycle()) * config.clockHz(),
        (load.toCardPerCycle() + other.toCardPerCycle()) * config.clockHz(),
        (double) TLP
            * NicConfig.TICKS_PER_CYCLE
            / config.linkTicksPer256Bytes()
            * config.clockHz());
  }

  /** Share of the way to the host that is used; above 1 it is asked for more than it has. */
  public double toHost() {
    return toHostBytesPerSecond / capacityBytesPerSecond;
  }

  /** The same of the way to the card. */
  public double toCard() {
    return toCardBytesPerSecond / capacityBytesPerSecond;
  }

  /** The busier of both. */
  public double busiest() {
    return Math.max(toHost(), toCard());
  }
}
