package org.mpnic.abi;

/**
 * One connection id (the data sequence space of one direction) as tools read it, and as admin
 * commands carry it, 128 bytes, little endian.
 */
public final class ConnectionRecord {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "connection_record",
          "One data sequence space, mirrored by the firmware",
          Access.READ_ONLY);

  public static final int STATE = FIELDS.u32("state", "", "0 free, 1 open, 2 closed");
  public static final int KIND = FIELDS.u32("kind", "code", "kind of the connection");
  public static final int CONNECTION = FIELDS.u32("connection", "id", "connection id");
  public static final int REVERSE =
      FIELDS.u32("reverse", "id", "connection id of the other direction, or NO_ID");
  public static final int QUEUE = FIELDS.u32("queue", "index", "queue of the connection");
  public static final int VERSION = FIELDS.u32("version", "", "MPTCP version: 0 or 1");
  public static final int TOKEN = FIELDS.u32("token", "", "the sender's own token");
  public static final int PEER_TOKEN = FIELDS.u32("peer_token", "", "the receiver's token");
  public static final int KEY = FIELDS.u64("key", "", "the sender's key");
  public static final int IDSN =
      FIELDS.u64("idsn", "sequence", "the sender's initial data sequence number");
  public static final int RCV_NXT_DSN =
      FIELDS.u64("rcv_nxt_dsn", "sequence", "in-order point of the data sequence space");
  public static final int SUBFLOWS = FIELDS.u32("subflows", "", "subflows that ever joined");
  public static final int FLAGS = FIELDS.u32("flags", "", "connection flags");
  public static final int FIRST_CYCLE =
      FIELDS.u64("first_cycle", "cycles", "cycle of the direction's first frame");
  public static final int FRAMES =
      FIELDS.u64("frames", "frames", "frames completed on its subflows");
  public static final int PAYLOAD_BYTES =
      FIELDS.u64("payload_bytes", "bytes", "TCP payload of those frames");
  public static final int PEER_KEY = FIELDS.u64("peer_key", "", "the receiver's key");

  public static final int RECEIVE_WINDOW =
      FIELDS.u32("receive_window", "bytes", "window that departing segments announce");

  /** Shift of the flag that says that a DSS checksum is required. */
  public static final int CHECKSUM_REQUIRED_SHIFT =
      FIELDS.bits("flags", "checksum_required", 1, "DSS checksums are in use");

  /** Shift of the flag that says that the key is known. */
  public static final int HAS_KEY_SHIFT = FIELDS.bits("flags", "has_key", 1, "key is valid");

  /** Shift of the flag that says that token and IDSN are known. */
  public static final int HAS_TOKEN_SHIFT =
      FIELDS.bits("flags", "has_token", 1, "token and idsn are valid");

  /** Shift of the flag that says that the receiver's key and token are known. */
  public static final int HAS_PEER_KEY_SHIFT =
      FIELDS.bits("flags", "has_peer_key", 1, "peer_key and peer_token are valid");

  /** Shift of the flag that says that the sender opened the connection. */
  public static final int IS_INITIATOR_SHIFT =
      FIELDS.bits("flags", "is_initiator", 1, "the sender opened the connection");

  /** Shift of the flag that says that an admin command programmed it. */
  public static final int BY_HAND_SHIFT =
      FIELDS.bits("flags", "by_hand", 1, "programmed by an admin command");

  /** Shift of the flag that says that the receive window is given. */
  public static final int HAS_RECEIVE_WINDOW_SHIFT =
      FIELDS.bits("flags", "has_receive_window", 1, "receive_window is valid");

  /** Size of a record in bytes. */
  public static final int BYTES = 128;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private ConnectionRecord() {}
}
