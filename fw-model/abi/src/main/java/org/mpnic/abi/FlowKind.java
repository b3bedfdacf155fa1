package org.mpnic.abi;

import java.util.List;

/** What a connection or flow turned out to be. */
public enum FlowKind implements Code {
  UNKNOWN(0, "not decided yet"),
  MPTCP(1, "MPTCP with known keys"),
  FALLBACK(2, "began as MPTCP and went on as plain TCP (RFC 8684 section 3.7)"),
  TCP(3, "plain TCP from the handshake on"),
  PARTIAL(4, "its handshake is not in the capture");

  private static final List<FlowKind> ALL = List.of(values());
  private final int code;
  private final String meaning;

  FlowKind(int code, String meaning) {
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
  public static FlowKind of(int code) {
    return Code.find(ALL, code);
  }
}
