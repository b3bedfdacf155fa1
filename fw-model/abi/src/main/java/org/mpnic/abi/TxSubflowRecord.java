package org.mpnic.abi;

/**
 * One transmit subflow as admin commands carry it, 256 bytes, little endian: where it leaves, what
 * it may send, and the header that its segments begin with.
 */
public final class TxSubflowRecord {
  /** Most bytes of a header template. */
  public static final int TEMPLATE_BYTES_MAX = 96;

  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "tx_subflow_record", "One transmit subflow, by admin command", Access.READ_WRITE);

  public static final int STATE = FIELDS.u32("state", "", "0 free, 1 programmed; read only");
  public static final int SUBFLOW = FIELDS.u32("subflow", "id", "transmit subflow id");
  public static final int CONNECTION = FIELDS.u32("connection", "id", "its transmit connection");
  public static final int PORT = FIELDS.u32("port", "index", "port that it leaves by");
  public static final int FLAGS = FIELDS.u32("flags", "", "transmit subflow flags");
  public static final int MSS =
      FIELDS.u32("mss", "bytes", "TCP options and payload of a segment together, at most");
  public static final int WEIGHT =
      FIELDS.u32("weight", "", "share under policy weighted, 1 to 255");
  public static final int SRTT =
      FIELDS.u32("srtt", "us", "smoothed round-trip time, for policy lowest_rtt");
  public static final int ISN = FIELDS.u32("isn", "sequence", "initial TCP sequence number");
  public static final int NEXT_SSN =
      FIELDS.u32("next_ssn", "sequence", "SSN of the next new byte, first byte 1");
  public static final int SEND_LIMIT =
      FIELDS.u32(
          "send_limit",
          "sequence",
          "SSN that new data must not reach: the least of window and congestion window");
  public static final int RECEIVE_SUBFLOW =
      FIELDS.u32(
          "receive_subflow", "id", "subflow of the opposite direction, for ACK number and echo");
  public static final int TEMPLATE_BYTES =
      FIELDS.u32(
          "template_bytes",
          "bytes",
          "Ethernet, IP and TCP header with the options before DSS, at most 94");
  public static final int L3_OFFSET = FIELDS.u32("l3_offset", "bytes", "bytes before IP");
  public static final int L4_OFFSET = FIELDS.u32("l4_offset", "bytes", "bytes before TCP");
  public static final int TIMESTAMP_OFFSET =
      FIELDS.u32(
          "timestamp_offset", "bytes", "bytes before TSval in the template; 0: no timestamps");
  public static final int TEMPLATE =
      FIELDS.array("template", 1, TEMPLATE_BYTES_MAX, "", "the header, network byte order");

  public static final int WINDOW_SCALE =
      FIELDS.u32(
          "window_scale", "bits", "shift of the window, as this side's SYN said it: 0 to 14");

  /** Shift of the flag that says that it takes no new data; what it was given is sent. */
  public static final int STOPPED_SHIFT =
      FIELDS.bits("flags", "stopped", 1, "takes no new data; what it was given is sent");

  /** Shift of the flag that says that it is used only when no other is left. */
  public static final int BACKUP_SHIFT =
      FIELDS.bits("flags", "backup", 1, "used only when no other subflow is left");

  /** Shift of the flag that says that all that it was given has left. */
  public static final int DRAINED_SHIFT =
      FIELDS.bits("flags", "drained", 1, "all that it was given is fetched; read only");

  /** Size of a record in bytes. */
  public static final int BYTES = 256;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private TxSubflowRecord() {}
}
