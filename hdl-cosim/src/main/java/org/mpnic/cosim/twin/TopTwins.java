package org.mpnic.cosim.twin;

import java.nio.file.Path;
import java.util.Random;
import java.util.function.LongFunction;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.traffic.CaptureTraffic;
import org.mpnic.cosim.traffic.RandomTraffic;
import org.mpnic.cosim.traffic.Traffic;
import org.mpnic.ctl.UserError;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;

/** The whole paths that can be run in lockstep. */
public final class TopTwins {
  private static final int STALL_PERIOD_CYCLES = 1 << 14;

  private TopTwins() {}

  /**
   * Makes twins of a path from seeds.
   *
   * @param name rx; tx; tx_path, all behind a grant of the segmenter
   * @param capture frames, or null for random ones
   * @param packets number of random frames, or most frames of the capture
   * @param maxGapCycles longer pauses of a capture are cut to this; 0 for none, at line rate
   */
  public static LongFunction<StageTwin> maker(
      String name, NicConfig config, Path capture, long packets, long maxGapCycles) {
    if (name.startsWith("tx") && capture != null) {
      throw new UserError("--capture goes with --top rx: what is sent is random");
    }
    return switch (name) {
      case "rx" -> receive(config, capture, packets, maxGapCycles);
      case "tx" -> seed -> new TxTopTwin(config, seed, packets);
      case "tx_path" -> seed -> new TxPathTwin(config, seed, packets);
      default -> throw new UserError("--top " + name + ": there are rx, tx, tx_path");
    };
  }

  private static LongFunction<StageTwin> receive(
      NicConfig config, Path capture, long packets, long maxGapCycles) {
    return seed ->
        new TopTwin(
            config,
            traffic(config, capture, seed, packets, maxGapCycles),
            stalls(seed),
            capture == null ? seed : 0);
  }

  private static Traffic traffic(
      NicConfig config, Path capture, long seed, long packets, long maxGapCycles) {
    return capture == null
        ? new RandomTraffic(config, seed, packets)
        : new CaptureTraffic(config, capture, packets, maxGapCycles);
  }

  /** By seed none, one cycle in ten, one in two, or bursts. */
  static StallPattern stalls(long seed) {
    Random random = new Random(seed);
    boolean[] stalled = new boolean[STALL_PERIOD_CYCLES];
    int percent = new int[] {10, 0, 50, 0}[(int) (seed & 3)];
    boolean bursts = (seed & 3) == 3;
    for (int cycle = 0; cycle < stalled.length; cycle++) {
      if (bursts && random.nextInt(100) == 0) {
        int end = Math.min(stalled.length - 1, cycle + random.nextInt(100));
        while (cycle < end) {
          stalled[cycle++] = true;
        }
      } else {
        stalled[cycle] = random.nextInt(100) < percent;
      }
    }
    stalled[0] = false;
    return new StallPattern(stalled);
  }
}
