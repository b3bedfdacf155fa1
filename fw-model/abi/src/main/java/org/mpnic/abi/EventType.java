package org.mpnic.abi;

import java.util.List;

/** What an event tells the host. */
public enum EventType implements Code {
  SUBFLOW_PROGRAMMED(1, "a receive subflow is in the tables from this cycle on"),
  SUBFLOW_CLOSED(2, "FIN in both directions, RST or FASTCLOSE was seen; delivery goes on"),
  SUBFLOW_REMOVED(3, "its entry is gone: removed, or its place given to another flow"),
  CONNECTION_FALLBACK(4, "the connection goes on as plain TCP"),
  ADDRESS_ADDED(5, "ADD_ADDR seen; values: address id, HMAC 0 bad 1 good 2 unknown"),
  ADDRESS_REMOVED(6, "REMOVE_ADDR seen; value: address id"),
  CAPTURE_DONE(
      7,
      "every frame of the capture is through; values: frames, beats, last cycle, records skipped"),
  PORT_ERROR(8, "a port failed; the text stands in the device's half of admin data"),
  QUEUE_QUARANTINED(9, "a queue was quarantined for bad descriptors"),
  DEVICE_ERROR(10, "the device failed; the text stands in the device's half of admin data"),
  MP_FAIL_SEEN(11, "MP_FAIL seen; value: DSN"),
  FASTCLOSE_SEEN(12, "MP_FASTCLOSE seen"),
  CONNECTION_PROGRAMMED(13, "a connection was programmed by an admin command"),
  CONNECTION_REMOVED(14, "a connection was removed by an admin command");

  private static final List<EventType> ALL = List.of(values());
  private final int code;
  private final String meaning;

  EventType(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  @Override
  public int code() {
    return code;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** The constant of that code, or null where this version knows none. */
  public static EventType of(int code) {
    return Code.find(ALL, code);
  }
}
