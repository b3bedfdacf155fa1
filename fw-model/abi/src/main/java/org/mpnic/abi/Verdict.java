package org.mpnic.abi;

/** The card's judgement of a DSS checksum (RFC 8684 section 3.3.1). */
public enum Verdict implements Code {
  NONE(0, "not judged: no checksum in the mapping, or the card could not sum it; software sums it"),
  GOOD(1, "every byte of the mapping was summed and the checksum holds"),
  BAD(2, "every byte of the mapping was summed and the checksum fails"),
  PENDING(3, "the mapping is not complete yet; its end is a completion of its own");

  private static final Verdict[] BY_CODE = values();
  private final int code;
  private final String meaning;

  Verdict(int code, String meaning) {
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

  /** The verdict of that code, or null where this version knows none. */
  public static Verdict of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
