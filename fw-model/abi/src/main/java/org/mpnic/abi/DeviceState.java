package org.mpnic.abi;

import java.util.List;

/** What the device process is doing, in register device_state. */
public enum DeviceState implements Code {
  STARTING(0, "the region is made, the device does not serve yet"),
  IDLE(1, "serves admin commands; no frames are on their way in"),
  RUNNING(2, "frames enter the ports"),
  WAITING_FOR_HOST(
      3, "virtual time stands still until the host posts buffers or releases completions"),
  FAILED(4, "an internal error; the error event tells it; RESET brings the device back"),
  STOPPED(5, "ended on request; the process is gone or going");

  private static final List<DeviceState> ALL = List.of(values());
  private final int code;
  private final String meaning;

  DeviceState(int code, String meaning) {
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
  public static DeviceState of(int code) {
    return Code.find(ALL, code);
  }
}
