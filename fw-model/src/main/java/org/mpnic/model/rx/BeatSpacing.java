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
    int beatBytes = config.beatBytes();
    for (int bytes = 1; bytes < cycles.length; bytes++) {
      // The last beat may be short, it still comes a cycle after the one before.
      int before = (bytes - 1) / beatBytes * beatBytes;
      cycles[bytes] = (int) Math.max(config.wireCycles(bytes), cycles[before] + 1L);
    }
    return new BeatSpacing(beatBytes, cycles);
  }

  /** A beat every cycle. */
  public static BeatSpacing backToBack(NicConfig config) {
    int[] cycles = new int[config.maxFrameBytes() + 1];
    int beatBytes = config.beatBytes();
    for (int bytes = 0; bytes < cycles.length; bytes++) {
      cycles[bytes] = (bytes + beatBytes - 1) / beatBytes;
    }
    return new BeatSpacing(beatBytes, cycles);
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
