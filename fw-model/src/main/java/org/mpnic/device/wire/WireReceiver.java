package org.mpnic.device.wire;

import org.mpnic.device.port.CapturePorts;
import org.mpnic.device.port.FrameRing;
import org.mpnic.device.port.FrameSink;

/** Gives frames that arrive on a wire to the ports of a card, in the order of their cycles. */
public final class WireReceiver {
  private final WireEnd wire;
  private final CapturePorts ports;
  private final long[] counters;
  private final FrameTap tap;
  private long offered;

  /**
   * A receiver.
   *
   * @param counters of the card, for frames that a port's MAC drops
   * @param tap sees every frame that arrives
   */
  public WireReceiver(WireEnd wire, CapturePorts ports, long[] counters, FrameTap tap) {
    this.wire = wire;
    this.ports = ports;
    this.counters = counters;
    this.tap = tap;
  }

  /** Frames given to the datapath. */
  public long offered() {
    return offered;
  }

  /**
   * Offers the frames of a port that arrive before a cycle, as many as there is room for.
   *
   * @return cycle before which no frame is missing: {@code until}, or the arrival of a frame that
   *     must wait for room
   */
  public long offer(FrameSink sink, int port, long until) {
    WireRing ring = wire.arriving(port);
    FrameRing frames = ports.ring(port);
    while (ring.peek() && ring.arrival() < until) {
      int length = ring.length();
      int offset = frames.reserve(length);
      if (offset < 0) {
        return ring.arrival();
      }
      long arrival = ring.arrival();
      ring.copy(frames.bytes(), offset);
      int reason = ports.mac(port).judge(frames.bytes(), offset, length);
      if (reason == 0) {
        int result = sink.offer(port, frames.bytes(), offset, length, arrival);
        if (result == FrameSink.QUEUE_FULL) {
          return arrival;
        }
        if (result != FrameSink.ACCEPTED) {
          throw new IllegalStateException(
              "datapath refuses a frame of "
                  + length
                  + " bytes at cycle "
                  + arrival
                  + " of port "
                  + port
                  + ": code "
                  + result);
        }
        frames.commit(offset, length);
        offered++;
      } else {
        CapturePorts.countDrop(counters, port, length, reason);
      }
      tap.frame(port, frames.bytes(), offset, length, arrival, false);
      ring.take();
    }
    return until;
  }
}
