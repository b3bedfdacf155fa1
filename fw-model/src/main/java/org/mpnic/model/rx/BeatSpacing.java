package org.mpnic.model.rx;

import org.mpnic.model.config.NicConfig;

/**
 * When the beats of a frame enter rx_parser, counted from its first beat.
 *
 * <p>At line rate beat j comes when its last byte has arrived on the wire: floor of the wire time
 * of the bytes after the first beat. Back to back a beat comes every cycle. rx_parser is never
 * stalled, so both are functions of the frame's length alone.
 */
public final class BeatSpacing {
  private final int beatBytes;
  private final int[] wireCycles;

  private BeatSpacing(int beatBytes, int[] wireCycles) {
    this.beatBytes = beatBytes;
    this.wireCycles = wireCycles;
  }

  /** Beats at the rate of the port. */
  public static BeatSpacing lineRate(NicConfig config) {
    int[] cycles = new int[config.maxFrameBytes() + 1];
    for (int bytes = 0; bytes < cycles.length; bytes++) {
      cycles[bytes] = (int) Math.max(config.wireCycles(bytes), spacing(bytes, config.beatBytes()));
    }
    return new BeatSpacing(config.beatBytes(), cycles);
  }

  /** A beat every cycle. */
  public static BeatSpacing backToBack(NicConfig config) {
    int[] cycles = new int[config.maxFrameBytes() + 1];
    for (int bytes = 0; bytes < cycles.length; bytes++) {
      cycles[bytes] = spacing(bytes, config.beatBytes());
    }
    return new BeatSpacing(config.beatBytes(), cycles);
  }

  /** A bus slower than its port still takes one beat per cycle at most. */
  private static int spacing(int bytes, int beatBytes) {
    return (bytes + beatBytes - 1) / beatBytes;
  }

  /** Cycles from the frame's first beat to beat {@code beat}. */
  public int offset(int frameBytes, int beat) {
    int end = Math.min((beat + 1) * beatBytes, frameBytes);
    return beat == 0 ? 0 : wireCycles[end - beatBytes];
  }

  /** Cycles from the frame's first beat to its last. */
  public int lastOffset(int frameBytes) {
    return frameBytes <= beatBytes ? 0 : wireCycles[frameBytes - beatBytes];
  }
}
