package org.mpnic.abi;

import java.util.List;

/** State of a receive queue, in register array queue_state. */
public enum QueueState implements Code {
  ABSENT(0, "not created"),
  ENABLED(1, "takes frames"),
  DISABLED(2, "frames steered to it are dropped, counted"),
  DRAINING(3, "takes no new frames; those on their way are completed"),
  QUARANTINED(4, "too many bad descriptors in a row; frames are dropped until QUEUE_RESET");

  private static final List<QueueState> ALL = List.of(values());
  private final int code;
  private final String meaning;

  QueueState(int code, String meaning) {
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
  public static QueueState of(int code) {
    return Code.find(ALL, code);
  }
}
