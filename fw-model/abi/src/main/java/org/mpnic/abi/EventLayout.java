package org.mpnic.abi;

/**
 * One event of the firmware, 128 bytes, little endian; published by the ring's producer index.
 *
 * <pre>
 *   0 type | 2 kind    4 subflow    8 connection   12 queue    16 cycle   24 token   28 ISN
 *  32 IDSN            40 source address (16)       56 destination address (16)
 *  72 ports           76 IPv6  77 version  78 flags            80 values (4 x 8)
 * 112 serial         120 port    124 status
 * </pre>
 */
public final class EventLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder("event", "Event: what the firmware tells the host", Access.READ_ONLY);

  public static final int TYPE = FIELDS.u16("type", "code", "event type");
  public static final int KIND = FIELDS.u16("kind", "code", "kind of the flow");
  public static final int SUBFLOW = FIELDS.u32("subflow", "id", "subflow word as in completions");
  public static final int CONNECTION = FIELDS.u32("connection", "id", "connection id, or NO_ID");
  public static final int QUEUE = FIELDS.u32("queue", "index", "queue of the connection");
  public static final int CYCLE = FIELDS.u64("cycle", "cycles", "cycle at which it happened");
  public static final int TOKEN =
      FIELDS.u32("token", "", "the sender's own token; see flag has_token");
  public static final int ISN = FIELDS.u32("isn", "sequence", "the sender's initial TCP sequence");
  public static final int IDSN =
      FIELDS.u64("idsn", "sequence", "the sender's initial data sequence number");
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
  public static final int VERSION = FIELDS.u8("version", "", "MPTCP version: 0 or 1");
  public static final int FLAGS = FIELDS.u16("flags", "", "event flags");
  public static final int VALUES =
      FIELDS.array("values", 8, 4, "", "four words, meaning by event type");
  public static final int SERIAL = FIELDS.u64("serial", "serial", "number of the event, from 0");
  public static final int PORT =
      FIELDS.u32("port", "index", "port of the card, where there is one");
  public static final int STATUS = FIELDS.u32("status", "code", "admin status of what failed");

  /** Shift of the flag that says that token and IDSN are valid. */
  public static final int HAS_TOKEN_SHIFT =
      FIELDS.bits("flags", "has_token", 1, "token and idsn are valid");

  /** Shift of the flag that says that a DSS checksum is required. */
  public static final int CHECKSUM_REQUIRED_SHIFT =
      FIELDS.bits("flags", "checksum_required", 1, "DSS checksums are in use");

  /** Mask of flag has_token. */
  public static final int HAS_TOKEN = 1 << HAS_TOKEN_SHIFT;

  /** Mask of flag checksum_required. */
  public static final int CHECKSUM_REQUIRED = 1 << CHECKSUM_REQUIRED_SHIFT;

  /** Size of an entry in bytes. */
  public static final int BYTES = 128;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private EventLayout() {}
}
