package org.mpnic.bench.linerate;

import org.mpnic.model.config.NicConfig;

/** Whether the wire of one port was ever idle between two frames, from one cycle to another. */
final class WireTime {
  private final NicConfig config;
  private final long from;
  private final long to;
  private long first = -1;
  private long last;
  private long lastBytes;
  private long bytes;
  private long frames;

  WireTime(NicConfig config, long from, long to) {
    this.config = config;
    this.from = from;
    this.to = to;
  }

  /** A frame begins that takes so many bytes of the wire's time. */
  void frame(long wireBytes, long cycle) {
    if (cycle < from || cycle >= to) {
      return;
    }
    frames++;
    first = first < 0 ? cycle : first;
    bytes += lastBytes;
    lastBytes = wireBytes;
    last = cycle;
  }

  /** Frames that began. */
  long frames() {
    return frames;
  }

  /** Share of the time for which the wire was busy; 1 if it never was idle. */
  double share() {
    if (frames < 2) {
      return 0;
    }
    // Frames begin in whole cycles: two instants are rounded.
    long busy = config.wireCycles(bytes);
    return last - first <= busy + 1 ? 1 : (double) busy / (last - first);
  }
}
