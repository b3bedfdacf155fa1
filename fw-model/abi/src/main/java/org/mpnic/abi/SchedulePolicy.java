package org.mpnic.abi;

/** How subflow_scheduler chooses the transmit subflow of the next data of a connection. */
public enum SchedulePolicy implements Code {
  ROUND_ROBIN(0, "the next subflow that may send"),
  WEIGHTED(1, "bytes in the proportion of the subflows' weights"),
  LOWEST_RTT(2, "the subflow of the lowest smoothed round-trip time that may send"),
  REDUNDANT(3, "the same data on every subflow that may send");

  private static final SchedulePolicy[] BY_CODE = values();
  private final int code;
  private final String meaning;

  SchedulePolicy(int code, String meaning) {
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

  /** The policy of that code, or null where this version knows none. */
  public static SchedulePolicy of(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
