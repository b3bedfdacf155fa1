package org.mpnic.abi;

/**
 * One receive subflow (one direction of a TCP connection) as tools read it, and as admin commands
 * carry it, 128 bytes, little endian.
 */
public final class SubflowRecord {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "subflow_record", "One receive subflow, mirrored by the firmware", Access.READ_ONLY);

  public static final int STATE =
      FIELDS.u32("state", "", "0 free, 1 programmed, 2 closed, 3 being replaced");
  public static final int KIND = FIELDS.u32("kind", "code", "kind of the flow");
  public static final int SUBFLOW = FIELDS.u32("subflow", "id", "subflow word as in completions");
  public static final int CONNECTION = FIELDS.u32("connection", "id", "connection id, or NO_ID");
  public static final int QUEUE = FIELDS.u32("queue", "index", "queue of the connection");
  public static final int REVERSE =
      FIELDS.u32("reverse", "id", "subflow word of the other direction, or NO_ID");
  public static final int ISN = FIELDS.u32("isn", "sequence", "initial TCP sequence number");
  public static final int RCV_NXT_SSN =
      FIELDS.u32("rcv_nxt_ssn", "sequence", "in-order point, relative to the ISN");
  public static final int SOURCE_HIGH =
      FIELDS.u64("source_high", "", "IPv6 source address, first half; 0 for IPv4");
  public static final int SOURCE_LOW =
      FIELDS.u64("source_low", "", "second half; IPv4 in its low 32 bits");
  public static final int DESTINATION_HIGH =
      FIELDS.u64("destination_high", "", "IPv6 destination address, first half; 0 for IPv4");
  public static final int DESTINATION_LOW =
      FIELDS.u64("destination_low", "", "second half; IPv4 in its low 32 bits");
  public static final int SOURCE_PORT = FIELDS.u16("source_port", "", "TCP source port");
  public static final int DESTINATION_PORT =
      FIELDS.u16("destination_port", "", "TCP destination port");
  public static final int IS_IPV6 = FIELDS.u8("is_ipv6", "", "1 for IPv6, 0 for IPv4");
  public static final int ADDRESS_ID = FIELDS.u8("address_id", "", "address id of its MP_JOIN");
  public static final int MSS = FIELDS.u16("mss", "bytes", "MSS of the SYN; 0 if unknown");
  public static final int FIRST_CYCLE =
      FIELDS.u64("first_cycle", "cycles", "cycle at which it was programmed");
  public static final int CLOSED_CYCLE =
      FIELDS.u64("closed_cycle", "cycles", "cycle at which it was marked closed, or 0");
  public static final int FRAMES =
      FIELDS.u64("frames", "frames", "frames completed that hit its entry");
  public static final int PAYLOAD_BYTES =
      FIELDS.u64("payload_bytes", "bytes", "TCP payload of those frames");
  public static final int FLAGS = FIELDS.u32("flags", "", "subflow flags");
  public static final int TS_RECENT =
      FIELDS.u32("ts_recent", "", "TSval that departing segments echo (RFC 7323)");

  /** Shift of the flag that says that the sender opened the TCP connection. */
  public static final int IS_INITIATOR_SHIFT =
      FIELDS.bits("flags", "is_initiator", 1, "the sender opened the TCP connection");

  /** Shift of the flag that says that an admin command programmed it. */
  public static final int BY_HAND_SHIFT =
      FIELDS.bits("flags", "by_hand", 1, "programmed by an admin command");

  /** Shift of the flag that says that the initial sequence number is a stand-in. */
  public static final int ISN_UNKNOWN_SHIFT =
      FIELDS.bits("flags", "isn_unknown", 1, "isn stands in for one that was not seen");

  /** Shift of the flag that says that the card maps the payload. */
  public static final int IS_MAPPED_SHIFT =
      FIELDS.bits("flags", "is_mapped", 1, "the card maps its payload to DSNs");

  /** Shift of the flag that says that there is a TSval to echo. */
  public static final int HAS_TS_RECENT_SHIFT =
      FIELDS.bits("flags", "has_ts_recent", 1, "ts_recent is valid");

  /** Size of a record in bytes. */
  public static final int BYTES = 128;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private SubflowRecord() {}
}
