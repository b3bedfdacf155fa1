package org.mpnic.driver;

import org.mpnic.abi.EventFlyweight;

/** Takes the firmware's events. */
@FunctionalInterface
public interface EventListener {
  /**
   * One event.
   *
   * @param event view of the ring's entry; not valid after the call
   */
  void event(EventFlyweight event);
}
