package org.mpnic.device;

import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.EventFlyweight;
import org.mpnic.abi.EventType;
import org.mpnic.abi.WakeLayout;
import org.mpnic.abi.region.EventRingProducer;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.WakeWord;
import org.mpnic.model.top.EventWord;

/** Events of firmware and device on their way to the host. */
final class EventPublisher {
  private final EventRingProducer ring;
  private final TableMirror mirror;
  private final WakeWord wake;
  private long serial;
  private boolean unsignalled;

  EventPublisher(RegionFile region, TableMirror mirror) {
    this.ring = new EventRingProducer(region);
    this.mirror = mirror;
    this.wake = new WakeWord(region, WakeLayout.admin());
  }

  /** Whether so many events fit; never while the host's index makes no sense. */
  boolean hasPlaces(int count) {
    return ring.places() >= count;
  }

  /** Publishes an event of the firmware; there must be a place. */
  void publish(EventWord event) {
    begin(event.type, event.cycle)
        .kind(event.kind)
        .subflow(RegionHost.subflowWord(event.subflow, event.subflowGeneration))
        .connection(event.connection)
        .queue(event.queue)
        .token(event.token)
        .isn(event.isn)
        .idsn(event.idsn)
        .sourceHigh(event.sourceHigh)
        .sourceLow(event.sourceLow)
        .destinationHigh(event.destinationHigh)
        .destinationLow(event.destinationLow)
        .sourcePort(event.sourcePort)
        .destinationPort(event.destinationPort)
        .isIpv6(event.isIpv6 ? 1 : 0)
        .version(event.version)
        .flags(event.flags);
    finish();
    mirror.show(event);
  }

  /** Publishes an event of the device itself; there must be a place. */
  void publish(EventType type, long cycle, AdminStatus status, long... values) {
    EventFlyweight event = begin(type.code(), cycle).status(status.code());
    for (int number = 0; number < values.length; number++) {
      event.value(number, values[number]);
    }
    finish();
  }

  /** Wakes the host if there are events that it was not woken for. */
  void signal() {
    if (unsignalled) {
      unsignalled = false;
      wake.signal();
    }
  }

  /** Empties ring and mirrors. */
  void reset() {
    ring.reset();
    mirror.reset();
    serial = 0;
    unsignalled = false;
  }

  private EventFlyweight begin(int type, long cycle) {
    return ring.next().type(type).cycle(cycle).serial(serial++);
  }

  private void finish() {
    ring.publish();
    unsignalled = true;
  }
}
