package org.mpnic.abi;

import java.util.List;

/** How an admin command ended. */
public enum AdminStatus implements Code {
  OK(0, "done"),
  UNKNOWN_COMMAND(1, "this device does not know the command"),
  NOT_SUPPORTED(2, "known, but this device or mode cannot do it"),
  BAD_ARGUMENT(3, "an argument is out of range; the text names it and its value"),
  NO_SUCH_QUEUE(4, "the queue does not exist or is not created"),
  NO_SUCH_PORT(5, "the card has no such port"),
  NO_SUCH_ENTRY(6, "no flow, subflow or connection of that id"),
  TABLE_FULL(7, "no place for the entry, not even after moves"),
  WRONG_STATE(8, "not now: the device or queue is in another state; the text names it"),
  FILE_ERROR(9, "a file could not be opened, read or written; the text says why"),
  NOT_A_CAPTURE(10, "the file is neither pcap nor pcapng, or damaged; the text says where"),
  INTERNAL_ERROR(11, "the device failed in the command; the text says how"),
  ENTRY_EXISTS(12, "the id, the addresses and ports, or the token has an entry already");

  private static final List<AdminStatus> ALL = List.of(values());
  private final int code;
  private final String meaning;

  AdminStatus(int code, String meaning) {
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
  public static AdminStatus of(int code) {
    return Code.find(ALL, code);
  }
}
