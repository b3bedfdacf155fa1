package org.mpnic.abi;

/**
 * One transmit connection (the data sequence space that the host sends) as admin commands carry it,
 * 128 bytes, little endian.
 */
public final class TxConnectionRecord {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "tx_connection_record", "One transmit connection, by admin command", Access.READ_WRITE);

  public static final int STATE = FIELDS.u32("state", "", "0 free, 1 programmed; read only");
  public static final int CONNECTION = FIELDS.u32("connection", "id", "transmit connection id");
  public static final int POLICY = FIELDS.u32("policy", "code", "schedule policy");
  public static final int FLAGS = FIELDS.u32("flags", "", "transmit connection flags");
  public static final int RECEIVE_CONNECTION =
      FIELDS.u32(
          "receive_connection",
          "id",
          "connection of the opposite direction, for DATA_ACK and window");
  public static final int SUBFLOWS =
      FIELDS.u32("subflows", "", "entries of subflow_ids in use; read only");
  public static final int NEXT_DSN =
      FIELDS.u64("next_dsn", "sequence", "DSN of the next data byte");
  public static final int SUBFLOW_IDS =
      FIELDS.array(
          "subflow_ids",
          4,
          AbiLimits.MAX_TX_SUBFLOWS_PER_CONNECTION,
          "id",
          "its transmit subflows in the order in which they were programmed; read only");

  /** Shift of the flag that says that mappings carry a DSS checksum. */
  public static final int CHECKSUM_SHIFT =
      FIELDS.bits("flags", "checksum", 1, "mappings carry a DSS checksum");

  /** Shift of the flag that says that a DSN takes 8 bytes on the wire. */
  public static final int DSN_IS_64_SHIFT =
      FIELDS.bits("flags", "dsn_is_64", 1, "8-byte DSN, else 4 bytes");

  /** Shift of the bytes of a DATA_ACK, in units of 4. */
  public static final int DATA_ACK_WORDS_SHIFT =
      FIELDS.bits("flags", "data_ack_words", 2, "DATA_ACK: 0 none, 1 4 bytes, 2 8 bytes");

  /** Shift of the flag that says that one mapping spans all segments of a decision. */
  public static final int MAPPING_PER_CHUNK_SHIFT =
      FIELDS.bits(
          "flags",
          "mapping_per_chunk",
          1,
          "one mapping for all segments of a decision of subflow_scheduler, else one per segment; "
              + "without effect with checksums");

  /** Shift of the flag that says that a buffer returns when it is acknowledged. */
  public static final int RELIABLE_SHIFT =
      FIELDS.bits("flags", "reliable", 1, "buffers return when acknowledged; not yet: must be 0");

  /** Size of a record in bytes. */
  public static final int BYTES = 128;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private TxConnectionRecord() {}
}
