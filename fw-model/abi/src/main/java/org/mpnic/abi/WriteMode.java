package org.mpnic.abi;

import java.util.List;

/** How a queue writes payload. */
public enum WriteMode implements Code {
  WRITE_WHOLE_FRAME(0, "header and payload together, from the buffer's start"),
  SPLIT(1, "header and payload in buffers of their own"),
  DIRECT(2, "payload at the address that its DSN names");

  private static final List<WriteMode> ALL = List.of(values());
  private final int code;
  private final String meaning;

  WriteMode(int code, String meaning) {
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
  public static WriteMode of(int code) {
    return Code.find(ALL, code);
  }
}
