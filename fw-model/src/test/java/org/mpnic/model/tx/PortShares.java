package org.mpnic.model.tx;

import org.mpnic.model.config.NicConfig;

/** Share of each port's wire time that frames take, from the first frame counted to the last. */
final class PortShares implements TransmitSink {
  private final double byteCycles;
  private final long[] first;
  private final long[] last;
  private final long[] wireBytes;
  private final int[] lastBytes;
  private final int warmFrames;
  final int[] frames;

  /** Counts from the {@code warmFrames}-th frame of each port on. */
  PortShares(NicConfig config, int warmFrames) {
    this.byteCycles = 8.0 * config.clockHz() / config.portBitsPerSecond();
    this.warmFrames = warmFrames;
    this.first = new long[config.ports()];
    this.last = new long[config.ports()];
    this.wireBytes = new long[config.ports()];
    this.lastBytes = new int[config.ports()];
    this.frames = new int[config.ports()];
  }

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    frames[port]++;
    if (frames[port] == warmFrames) {
      first[port] = firstBeatCycle;
    } else if (frames[port] > warmFrames) {
      wireBytes[port] += lastBytes[port];
    }
    lastBytes[port] = length + WireClock.OVERHEAD_BYTES;
    last[port] = firstBeatCycle;
  }

  /** 1.0 when the wire was never idle. */
  double share(int port) {
    return wireBytes[port] * byteCycles / (last[port] - first[port]);
  }
}
