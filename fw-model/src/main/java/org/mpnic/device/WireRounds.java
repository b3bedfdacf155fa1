package org.mpnic.device;

import org.mpnic.abi.CounterTable;
import org.mpnic.device.port.CapturePorts;
import org.mpnic.device.wire.WireEnd;
import org.mpnic.device.wire.WireReceiver;
import org.mpnic.model.tx.TransmitDatapath;

/**
 * Time on a card with a wire: in rounds of the wire's delay, side by side with the card at the
 * other end; see {@link WireEnd}.
 *
 * <p>A round receives first and transmits then. Rounds go on while something is under way: a frame
 * on the wire or in the card, data in a transmit queue. They stop otherwise, at a cycle that
 * depends on neither process' speed; a doorbell is then seen at that cycle.
 */
final class WireRounds {
  /** What came of a step. */
  enum Outcome {
    /** Something was done: step again. */
    BUSY,
    /** A round of the other end, or an event of the host, must come first. */
    WAITING_FOR_PEER,
    /** The host must post or release something. */
    WAITING_FOR_HOST,
    /** Nothing is under way on either card. */
    IDLE
  }

  private final WireEnd wire;
  private final WireReceiver receiver;
  private final CapturePorts ports;
  private final TransmitSide transmit;
  private final long roundCycles;
  private final Datapath datapath;
  private final Runnable begun;
  private boolean inRound;
  private boolean received;
  private boolean transmitIdle = true;
  private boolean keepGoing;
  private final int firmwareEventCycles;
  private long firmwareEvents;
  private long firmwareBusyUntil;
  private long until;

  /**
   * Rounds of a card.
   *
   * @param counters of the card, for frames that a port's MAC drops
   * @param firmwareEventCycles cycles of the control processor for one event
   * @param begun is told at the start of each round, before anything of it is visible to the host
   */
  WireRounds(
      WireEnd wire,
      CapturePorts ports,
      TransmitSide transmit,
      Datapath datapath,
      long[] counters,
      int firmwareEventCycles,
      Runnable begun) {
    this.wire = wire;
    this.begun = begun;
    this.firmwareEventCycles = firmwareEventCycles;
    this.ports = ports;
    this.transmit = transmit;
    this.datapath = datapath;
    this.receiver = new WireReceiver(wire, ports, counters, transmit);
    this.roundCycles = wire.delayCycles();
    transmit.host().admit(false);
  }

  /** Frames that arrived. */
  long offered() {
    return receiver.offered();
  }

  /** Cycle at which the last round ended. */
  long cycle() {
    return wire.done() * roundCycles;
  }

  /** Whether no round is under way. */
  boolean isAtEnd() {
    return !inRound;
  }

  /** Whether rounds go on although nothing is under way: the card has work of its own to end. */
  void keepGoing(boolean value) {
    keepGoing = value;
  }

  /** Computes a part of a round, or begins one, or finds that none is to be done. */
  Outcome step() {
    if (!inRound) {
      if (!wire.mayBegin()) {
        return Outcome.WAITING_FOR_PEER;
      }
      if (!wire.isWanted()) {
        if (!hasWork()) {
          return Outcome.IDLE;
        }
        wire.want();
      }
      begin();
    }
    if (!received && !receive()) {
      return Outcome.WAITING_FOR_HOST;
    }
    if (!received) {
      return Outcome.BUSY;
    }
    int result = transmit.advance(until);
    if (result == TransmitDatapath.WAITING_FOR_HOST) {
      return Outcome.WAITING_FOR_HOST;
    }
    transmitIdle = result == TransmitDatapath.IDLE;
    finish();
    return Outcome.BUSY;
  }

  private void begin() {
    begun.run();
    inRound = true;
    received = false;
    until = cycle() + roundCycles;
  }

  /** Receives a part of the round; false while the host must act first. */
  private boolean receive() {
    long least = until;
    for (int port = 0; port < ports.count(); port++) {
      long horizon = receiver.offer(datapath, port, until);
      datapath.horizon(port, horizon);
      least = Math.min(least, horizon);
    }
    int result = datapath.advance(until);
    ports.release(datapath);
    if (result == Datapath.WAITING_FOR_HOST) {
      return false;
    }
    received = least == until;
    return true;
  }

  private void finish() {
    inRound = false;
    for (int port = 0; port < ports.count(); port++) {
      if (transmit.top().departureHorizon(port) < until) {
        throw new IllegalStateException("port " + port + " may still send before cycle " + until);
      }
    }
    transmit.flushCapture(until);
    transmit.host().admit(until >= datapath.readyCycle());
    boolean firmwareBusy = isFirmwareBusy();
    boolean more =
        keepGoing
            || firmwareBusy
            || !transmitIdle
            || wire.isCarrying(until)
            || datapath.completedCycle() < until
            || until < datapath.readyCycle();
    wire.finish(more);
  }

  /**
   * Whether the control processor may still have events of this round or those before to handle.
   */
  private boolean isFirmwareBusy() {
    long events = datapath.counters()[CounterTable.FIRMWARE_EVENTS];
    if (events > firmwareEvents) {
      firmwareBusyUntil =
          Math.max(firmwareBusyUntil, until) + (events - firmwareEvents) * firmwareEventCycles;
      firmwareEvents = events;
    }
    return until < firmwareBusyUntil;
  }

  /** What only this moment shows: the first rounds, doorbells, work of the card itself. */
  private boolean hasWork() {
    return keepGoing || cycle() < datapath.readyCycle() || transmit.host().hasNews();
  }
}
