package org.mpnic.model.top;

/** Where the control processor's program puts its events for the host. */
@FunctionalInterface
public interface EventSink {
  /** Takes a copy of the event; it reaches the host before the next grant. */
  void post(EventWord event);
}
