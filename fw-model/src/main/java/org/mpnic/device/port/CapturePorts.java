package org.mpnic.device.port;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

/**
 * What the capture ports of a card keep from one capture to the next: their places on the wire and
 * the frames that the datapath still holds. Memory is bounded whatever a capture's size.
 */
public final class CapturePorts {
  /** Most bytes of a frame that enters a port: jumbograms beyond it are skipped. */
  public static final int MAXIMUM_FRAME_BYTES = 1 << 17;

  private static final int RING_BYTES = 1 << 22;
  private static final int RING_FRAMES = 1 << 13;

  private final ArrivalClock[] clocks;
  private final FrameRing[] rings;
  private final PortMac[] macs;

  /** Ports of a card with this configuration, at cycle 0. */
  public CapturePorts(NicConfig config) {
    clocks = new ArrivalClock[config.ports()];
    rings = new FrameRing[config.ports()];
    macs = new PortMac[config.ports()];
    for (int port = 0; port < config.ports(); port++) {
      clocks[port] =
          new ArrivalClock(config.beatBytes(), config.clockHz(), config.portBitsPerSecond());
      rings[port] = new FrameRing(RING_BYTES, RING_FRAMES);
      macs[port] = new PortMac(config.maxFrameBytes());
    }
  }

  /** Number of ports. */
  public int count() {
    return rings.length;
  }

  /** Frames of a port that the datapath still reads. */
  public FrameRing ring(int port) {
    return rings[port];
  }

  /** Arrival cycles of a port. */
  public ArrivalClock clock(int port) {
    return clocks[port];
  }

  /** What a port lets in. */
  public PortMac mac(int port) {
    return macs[port];
  }

  /**
   * Counts a frame that a port's MAC drops.
   *
   * @param counters by index of {@link CounterTable}
   * @param length bytes of the frame without its check sequence
   * @param reason code of {@link org.mpnic.abi.Reason}
   */
  public static void countDrop(long[] counters, int port, int length, int reason) {
    counters[CounterTable.PORT_FRAMES + port]++;
    counters[CounterTable.PORT_BYTES + port] += length;
    counters[CounterTable.PORT_DROPS + port]++;
    counters[CounterTable.REASONS + reason]++;
    counters[CounterTable.FRAMES_DROPPED]++;
  }

  /** Takes back the memory of frames that the datapath has done with. */
  public void release(FrameSink sink) {
    for (int port = 0; port < rings.length; port++) {
      rings[port].release(sink.released(port));
    }
  }

  /** Back to cycle 0 with no frame held; MAC settings stay. */
  public void reset() {
    for (int port = 0; port < rings.length; port++) {
      clocks[port].reset();
      rings[port].reset();
    }
  }
}
