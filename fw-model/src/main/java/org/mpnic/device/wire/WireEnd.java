package org.mpnic.device.wire;

import org.mpnic.abi.WireOptions;
import org.mpnic.device.port.ArrivalClock;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitSink;

/**
 * One card's end of a wire: frames that leave its ports, and frames that arrive.
 *
 * <p>Time on both ends goes in rounds of the wire's delay: what leaves in one round arrives in the
 * next at the earliest, so the ends compute a round side by side when both have done the one
 * before. Rounds stop when neither end wants another: that depends on what has happened on the
 * cards only, not on how fast the processes are.
 */
public final class WireEnd implements TransmitSink, AutoCloseable {
  private final WireFile wire;
  private final int end;
  private final WireLane[] lanes;
  private final WireRing[] arriving;
  private final Runnable wakePeer;

  /**
   * An end.
   *
   * @param end 0 or 1
   * @param wakePeer wakes the device at the other end
   * @throws IllegalArgumentException if the wire does not fit the card
   */
  public WireEnd(WireFile wire, int end, WireOptions options, NicConfig config, Runnable wakePeer) {
    if (wire.ports() != config.ports() || wire.clockHz() != config.clockHz()) {
      throw new IllegalArgumentException(
          "the wire joins cards of "
              + wire.ports()
              + " ports and "
              + wire.clockHz()
              + " Hz, this card has "
              + config.ports()
              + " and "
              + config.clockHz());
    }
    this.wire = wire;
    this.end = end;
    this.wakePeer = wakePeer;
    lanes = new WireLane[config.ports()];
    arriving = new WireRing[config.ports()];
    ArrivalClock rate = rate(config);
    for (int port = 0; port < lanes.length; port++) {
      WireRing ring = new WireRing(wire, end, port);
      lanes[port] = new WireLane(ring, options, rate, wire.delayCycles(), 8 * end + port);
      arriving[port] = new WireRing(wire, 1 - end, port);
    }
  }

  private static ArrivalClock rate(NicConfig config) {
    return new ArrivalClock(config.beatBytes(), config.clockHz(), config.portBitsPerSecond());
  }

  /** Bytes of a ring that is large enough for a wire between such cards. */
  public static int ringBytes(WireOptions options, NicConfig config) {
    return WireLane.ringBytes(options, options.delayCycles(config.clockHz()), rate(config));
  }

  /** Cycles from departure to arrival, and of a round. */
  public long delayCycles() {
    return wire.delayCycles();
  }

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    lanes[port].frame(frame, offset, length, firstBeatCycle);
  }

  /** Frames that arrive at a port. */
  WireRing arriving(int port) {
    return arriving[port];
  }

  /** Rounds that this end has done. */
  public long done() {
    return wire.roundsDone(end);
  }

  /** Whether the other end has done as many, so that the next round can begin. */
  public boolean mayBegin() {
    return wire.roundsDone(1 - end) >= done();
  }

  /** Whether one of the ends wants another round. */
  public boolean isWanted() {
    return Math.max(wire.roundsWanted(0), wire.roundsWanted(1)) > done();
  }

  /** This end wants one round more. */
  public void want() {
    wire.roundsWanted(end, done() + 1);
    wakePeer.run();
  }

  /**
   * Ends a round: all departures before its end were put on the wire.
   *
   * @param more whether this end wants another one
   */
  public void finish(boolean more) {
    long rounds = done() + 1;
    long arrival = (rounds + 1) * wire.delayCycles();
    for (WireLane lane : lanes) {
      lane.flush(arrival);
    }
    if (more) {
      wire.roundsWanted(end, rounds + 1);
    }
    wire.roundsDone(end, rounds);
    wakePeer.run();
  }

  /** Whether frames that left are still on their way at this cycle, or are held back. */
  public boolean isCarrying(long cycle) {
    for (WireLane lane : lanes) {
      if (lane.isHolding() || lane.lastArrival() >= cycle) {
        return true;
      }
    }
    return false;
  }

  /** Lets the wire do more than delay frames that leave here, or not, from the next one on. */
  public void disturb(boolean value) {
    for (WireLane lane : lanes) {
      lane.disturb(value);
    }
  }

  /** Frames that the wire took away. */
  public long lost(int port) {
    return lanes[port].lost();
  }

  /** Frames that others have passed. */
  public long reordered(int port) {
    return lanes[port].reordered();
  }

  /** Frames that came twice. */
  public long duplicated(int port) {
    return lanes[port].duplicated();
  }

  @Override
  public void close() {
    wire.close();
  }
}
