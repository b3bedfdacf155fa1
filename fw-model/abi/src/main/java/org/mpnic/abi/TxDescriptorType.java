package org.mpnic.abi;

/** What a transmit descriptor gives. */
public enum TxDescriptorType implements Code {
  RAW(0, "a frame as it is; target is the port"),
  OFFLOAD(1, "a frame whose checksum, and with mss whose segmentation, are the card's; port"),
  STREAM(2, "data of a connection, in the order of its descriptors; target is the connection"),
  MAPPING(
      3,
      "data with a DSN and SSN that it had before, or a pure ACK without bytes; target is the "
          + "transmit subflow");

  private static final TxDescriptorType[] BY_CODE = values();
  private final int code;
  private final String meaning;

  TxDescriptorType(int code, String meaning) {
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

  /** The type of that code, or null where this version knows none. */
  public static TxDescriptorType of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
