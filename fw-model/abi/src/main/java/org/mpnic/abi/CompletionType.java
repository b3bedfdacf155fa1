package org.mpnic.abi;

/** What a completion entry reports. */
public enum CompletionType implements Code {
  PACKET(0, "a received frame, in bufferCount buffers from bufferIndex on"),
  MAPPING_END(1, "the end of a DSS mapping, with its verdict; it holds no buffer"),
  DESCRIPTOR_ERROR(2, "a descriptor that the device refused; the buffer goes back unused");

  private static final CompletionType[] BY_CODE = values();
  private final int code;
  private final String meaning;

  CompletionType(int code, String meaning) {
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
  public static CompletionType of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
