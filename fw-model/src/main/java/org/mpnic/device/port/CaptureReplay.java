package org.mpnic.device.port;

import java.io.Closeable;
import java.io.IOException;
import org.mpnic.model.config.NicConfig;

/**
 * A capture on its way into the ports of a card.
 *
 * <p>Frames keep the capture's order by (cycle, port), whatever ports they enter: a frame never
 * begins before the one that stands before it in the file. One port alone is back to back.
 */
public final class CaptureReplay implements Closeable {
  private final NicConfig config;
  private final CaptureOptions options;
  private final CapturePorts ports;
  private final CaptureFrames frames;
  private final CaptureTime time;
  private final long[] counters;
  private final CaptureTotals totals = new CaptureTotals();
  private long startCycle;
  private boolean ready;
  private int readyPort;
  private long readySerial;
  private long lastCycle;
  private boolean exhausted;
  private boolean stopped;

  /**
   * Opens a capture.
   *
   * @param counters of the card, in the order of the ABI's counter table
   * @throws IOException if the file cannot be read or is no capture, with a message of one line
   */
  public CaptureReplay(
      NicConfig config, CapturePorts ports, CaptureOptions options, long[] counters)
      throws IOException {
    this.config = config;
    this.options = options;
    this.ports = ports;
    this.counters = counters;
    this.time = new CaptureTime(config.clockHz());
    this.frames = new CaptureFrames(options, ports, counters, totals);
  }

  /** Sets the cycle before which no frame arrives; only before the first frame. */
  public void start(long cycle) {
    startCycle = cycle;
    lastCycle = cycle;
  }

  /** How the capture enters the card. */
  public CaptureOptions options() {
    return options;
  }

  /** What was read and offered so far. */
  public CaptureTotals totals() {
    return totals;
  }

  /** Interfaces of the file that are known so far. */
  public int interfaces() {
    return frames.interfaces();
  }

  /** What is wrong with the end of the file, one line, or null. */
  public String warning() {
    return frames.warning();
  }

  /** Whether every frame of the capture was offered. */
  public boolean exhausted() {
    return exhausted;
  }

  /** Takes no more frames from the capture; one that has its cycle already still comes. */
  public void stop() {
    exhausted = !ready;
    stopped = true;
  }

  /** Every frame of this capture that begins before this cycle, on any port, was offered. */
  public long horizonCycle() {
    return lastCycle;
  }

  /** Whether frames of this capture may enter a port. */
  public boolean enters(int port) {
    return options.port() < 0 || options.port() == port;
  }

  /**
   * Offers the next frames.
   *
   * @param limit most frames to offer
   * @return frames offered; fewer than the limit when the sink is full or the capture has ended
   * @throws IOException if the file is damaged from here on, with a message of one line
   */
  public int offer(FrameSink sink, int limit) throws IOException {
    int offered = 0;
    while (offered < limit && prepare()) {
      FrameRing ring = ports.ring(readyPort);
      int length = ring.length(readySerial);
      int result = sink.offer(readyPort, ring.bytes(), ring.offset(readySerial), length, lastCycle);
      if (result == FrameSink.QUEUE_FULL) {
        return offered;
      }
      if (result != FrameSink.ACCEPTED) {
        throw new IllegalStateException(
            "datapath refuses a frame of "
                + length
                + " bytes at cycle "
                + lastCycle
                + " of port "
                + readyPort
                + ": code "
                + result);
      }
      ready = false;
      totals.framesOffered++;
      totals.bytesOffered += length;
      totals.beatsOffered += config.beatsOf(length);
      offered++;
    }
    return offered;
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }

  /** Has the next frame in its ring with its cycle; false when there is no room, or no frame. */
  private boolean prepare() throws IOException {
    while (!ready) {
      if (exhausted || stopped || !frames.available()) {
        exhausted = true;
        return false;
      }
      int port = frames.port();
      FrameRing ring = ports.ring(port);
      int offset = ring.reserve(frames.maximumBytes());
      if (offset < 0) {
        return false;
      }
      long timestampNs = frames.timestampNs();
      int length = frames.write(ring.bytes(), offset);
      int lastPort = readyPort;
      readyPort = port;
      lastCycle = arrival(port, lastPort, length, timestampNs);
      int reason = ports.mac(port).judge(ring.bytes(), offset, length);
      if (reason == 0) {
        readySerial = ring.commit(offset, length);
        ready = true;
      } else {
        totals.framesDropped++;
        CapturePorts.countDrop(counters, port, length, reason);
      }
    }
    return true;
  }

  private long arrival(int port, int lastPort, int length, long timestampNs) {
    ArrivalClock clock = ports.clock(port);
    clock.notBefore(port < lastPort ? lastCycle + 1 : lastCycle, length);
    if (options.captureTiming()) {
      clock.notBefore(startCycle + time.cycleOf(timestampNs), length);
    }
    return clock.arrive(length);
  }
}
