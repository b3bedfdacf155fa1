package org.mpnic.bench.connections;

import java.util.Arrays;
import java.util.Random;
import org.mpnic.bench.EagerHost;
import org.mpnic.bench.LineRateReplay;
import org.mpnic.bench.ManySubflows;
import org.mpnic.bench.ProcessorTime;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * A card with many connections of one subflow each, all programmed, and packets that belong to them
 * in uniformly random order; each carries a DSS mapping of its own with checksum.
 */
final class RandomOrderCard {
  private static final int FCS = 4;
  private static final int DRAIN_CYCLES = 10_000;

  private final int connections;
  private final int frameBytes;
  private final EagerHost host;
  private final RxTop card;
  private final byte[][] frames;
  private final LineRateReplay replay;
  private final int[] nextSsn;
  private final Random random = new Random(1);
  private long start;

  /**
   * A card with its tables programmed.
   *
   * @param size frame size, bytes, FCS included
   * @param packets packets of a run
   */
  RandomOrderCard(int connections, int size, int packets) {
    this.connections = connections;
    this.frameBytes = size - FCS;
    NicConfig config = ManySubflows.config(connections);
    host = new EagerHost(config);
    card = new RxTop(config, host, new ProgrammedSubflows(connections, true), null);
    frames = new byte[packets][];
    replay = new LineRateReplay(config, LineRateReplay.of(card), frames);
    nextSsn = new int[connections];
    Arrays.fill(nextSsn, 1);
    start = RxTop.readyCycle(config) + connections;
  }

  /** Runs new packets; processor time of one, ns. */
  double run() {
    int payload = ReceiveFrames.payloadBytes(frameBytes, true);
    for (int i = 0; i < frames.length; i++) {
      int connection = random.nextInt(connections);
      frames[i] = ReceiveFrames.segment(random, frameBytes, connection, nextSsn[connection], true);
      nextSsn[connection] += payload;
    }
    host.clear();
    long before = ProcessorTime.now();
    start = replay.run(0, frames.length, start, DRAIN_CYCLES);
    double nanoseconds = (double) (ProcessorTime.now() - before) / frames.length;
    if (host.packets != frames.length
        || host.exceptions != 0
        || host.goodVerdicts != frames.length) {
      throw new IllegalStateException(
          connections
              + " connections: packets="
              + host.packets
              + " of "
              + frames.length
              + " exceptions="
              + host.exceptions
              + " goodVerdicts="
              + host.goodVerdicts);
    }
    return nanoseconds;
  }
}
