package org.mpnic.device;

import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.EventType;
import org.mpnic.device.wire.WireEnd;

/** Drives a card whose ports a wire joins to another card's, and shows the host what it does. */
final class WireDrive {
  private final Card card;
  private final WireEnd wire;
  private final RegionHost host;
  private final EventPublisher events;
  private final StatusBoard board;
  private final WireRounds rounds;
  private final WireStop stop = new WireStop();
  private final Datapath datapath;

  /** A drive for a card whose datapath is never built anew. */
  WireDrive(Card card, WireEnd wire, RegionHost host, EventPublisher events, StatusBoard board) {
    this.card = card;
    this.wire = wire;
    this.host = host;
    this.events = events;
    this.board = board;
    datapath = card.datapath();
    rounds =
        new WireRounds(
            wire,
            card.ports(),
            card.transmit(),
            datapath,
            card.counters(),
            card.config().firmwareEventCycles(),
            () -> card.become(DeviceState.RUNNING));
    board.wire(wire.delayCycles());
  }

  /** CAPTURE_STOP. */
  void stop() {
    stop.begin();
    rounds.keepGoing(true);
  }

  /** Goes a step; whether there is more to do at once. */
  boolean step() {
    WireRounds.Outcome outcome = rounds.step();
    board.cycles(datapath, rounds.offered(), 0);
    board.transmit(card.transmit().top());
    switch (outcome) {
      case BUSY -> {
        events.signal();
        card.showCountersAtTimes();
        endWhenDone();
        return true;
      }
      case WAITING_FOR_HOST -> card.waitForHost();
      case IDLE -> rest();
      default -> events.signal();
    }
    return false;
  }

  private void rest() {
    if (card.state() != DeviceState.IDLE) {
      card.showCounters();
      card.become(DeviceState.IDLE);
      host.signalAll();
    }
  }

  private void endWhenDone() {
    if (stop.isDone(rounds, datapath) && events.hasPlaces(1)) {
      stop.end();
      rounds.keepGoing(false);
      card.showCounters();
      long beats = 0;
      for (int port = 0; port < card.ports().count(); port++) {
        beats += datapath.counters()[CounterTable.PORT_BEATS + port];
      }
      long cycle = datapath.cycle();
      events.publish(
          EventType.CAPTURE_DONE, cycle, AdminStatus.OK, rounds.offered(), beats, cycle, 0);
      host.signalAll();
    }
  }

  /** Counts what the wire did to frames that left this card. */
  void count(long[] counters) {
    for (int port = 0; port < card.ports().count(); port++) {
      counters[CounterTable.WIRE_LOST + port] = wire.lost(port);
      counters[CounterTable.WIRE_REORDERED + port] = wire.reordered(port);
      counters[CounterTable.WIRE_DUPLICATED + port] = wire.duplicated(port);
    }
  }

  /** Lets the wire do more than delay frames that leave this card, or not. */
  void disturb(boolean value) {
    wire.disturb(value);
  }

  void close() {
    wire.close();
  }
}
