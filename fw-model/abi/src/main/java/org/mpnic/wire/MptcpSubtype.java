package org.mpnic.wire;

/** MPTCP option subtypes and the flag bits in them (RFC 8684 section 3, RFC 6824 section 3). */
public final class MptcpSubtype {
  /** Connection initiation. */
  public static final int MP_CAPABLE = 0;

  /** Subflow initiation. */
  public static final int MP_JOIN = 1;

  /** Data sequence signal. */
  public static final int DSS = 2;

  /** Address advertisement. */
  public static final int ADD_ADDR = 3;

  /** Address withdrawal. */
  public static final int REMOVE_ADDR = 4;

  /** Subflow priority. */
  public static final int MP_PRIO = 5;

  /** Checksum failure, fallback. */
  public static final int MP_FAIL = 6;

  /** Abrupt end of the connection. */
  public static final int MP_FASTCLOSE = 7;

  /** Reason of a subflow's reset. */
  public static final int MP_TCPRST = 8;

  /** MP_CAPABLE flag A: DSS checksum required. */
  public static final int CAPABLE_CHECKSUM = 0x80;

  /** MP_CAPABLE flag B: extensibility, must be 0. */
  public static final int CAPABLE_EXTENSIBILITY = 0x40;

  /** MP_CAPABLE flag C: no join to this address and port. */
  public static final int CAPABLE_NO_JOIN = 0x20;

  /** MP_CAPABLE flag H: HMAC-SHA1 in version 0, HMAC-SHA256 in version 1. */
  public static final int CAPABLE_HMAC = 0x01;

  /** DSS flag A: data acknowledgment present. */
  public static final int DSS_ACK = 0x01;

  /** DSS flag a: data acknowledgment of 8 bytes. */
  public static final int DSS_ACK_64 = 0x02;

  /** DSS flag M: mapping present. */
  public static final int DSS_MAPPING = 0x04;

  /** DSS flag m: data sequence number of 8 bytes. */
  public static final int DSS_DSN_64 = 0x08;

  /** DSS flag F: DATA_FIN. */
  public static final int DSS_DATA_FIN = 0x10;

  private static final String[] NAMES = {
    "MP_CAPABLE",
    "MP_JOIN",
    "DSS",
    "ADD_ADDR",
    "REMOVE_ADDR",
    "MP_PRIO",
    "MP_FAIL",
    "MP_FASTCLOSE",
    "MP_TCPRST"
  };

  private MptcpSubtype() {}

  /** Name as in the RFC; "subtype n" for a number that has none. */
  public static String name(int subtype) {
    return subtype >= 0 && subtype < NAMES.length ? NAMES[subtype] : "subtype " + subtype;
  }
}
