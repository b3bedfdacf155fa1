package org.mpnic.abi.region;

/**
 * Watches a side's heartbeat register. It says 'hung', never 'dead': death is told by {@link
 * SideLock}.
 */
public final class Heartbeat {
  private final RegionFile region;
  private final int register;
  private final long limitNs;
  private long seen;
  private long seenAtNs;

  /** A watch over a side that is called hung after so many ns without a beat. */
  public Heartbeat(RegionFile region, Side side, long limitNs) {
    this.region = region;
    this.register = side.heartbeatRegister();
    this.limitNs = limitNs;
    this.seen = region.register(register);
    this.seenAtNs = System.nanoTime();
  }

  /** One beat of this process's own side. */
  public static void beat(RegionFile region, Side side) {
    region.register(side.heartbeatRegister(), region.register(side.heartbeatRegister()) + 1);
  }

  /** Whether the register has stood still for longer than the limit, at a System.nanoTime(). */
  public boolean isHung(long nowNs) {
    long now = region.register(register);
    if (now != seen) {
      seen = now;
      seenAtNs = nowNs;
    }
    return nowNs - seenAtNs > limitNs;
  }
}
