package org.mpnic.abi;

/**
 * The first 4096 bytes of a region: who made it, and where everything is.
 *
 * <p>The version word is stored last, with release: a file without it is not finished. Each section
 * has a 32-byte entry: code u32, entry bytes u32, offset u64, count u64, reserved u64. Generation,
 * process ids and heartbeats are registers.
 */
public final class RegionHeaderLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "region_header", "Start of the region: identity, geometry, sections", Access.READ_ONLY);

  public static final int MAGIC = FIELDS.u64("magic", "", "the bytes \"MPNICREG\"");
  public static final int VERSION =
      FIELDS.u32("version", "", "major version in the high 16 bits, minor in the low; stored last");
  public static final int HEADER_BYTES = FIELDS.u32("header_bytes", "bytes", "size of the header");
  public static final int REGION_BYTES = FIELDS.u64("region_bytes", "bytes", "size of the file");
  public static final int FEATURES = FIELDS.u64("features", "", "feature bits; none is defined, 0");
  public static final int PORTS = FIELDS.u32("ports", "", "ports of the card");
  public static final int QUEUES = FIELDS.u32("queues", "", "receive queues");
  public static final int RING_ENTRIES =
      FIELDS.u32("ring_entries", "", "receive descriptors per queue, a power of two");
  public static final int COMPLETION_ENTRIES =
      FIELDS.u32("completion_entries", "", "receive completions per queue, a power of two");
  public static final int BUFFER_BYTES =
      FIELDS.u32("buffer_bytes", "bytes", "size of a receive buffer");
  public static final int CONNECTION_RECORDS =
      FIELDS.u32("connection_records", "", "entries of section CONNECTIONS");
  public static final int SUBFLOW_RECORDS =
      FIELDS.u32("subflow_records", "", "entries of section SUBFLOWS");
  public static final int EVENT_ENTRIES =
      FIELDS.u32("event_entries", "", "entries of the event ring, a power of two");
  public static final int ADMIN_ENTRIES =
      FIELDS.u32("admin_entries", "", "entries of each admin ring, a power of two");
  public static final int SECTION_COUNT =
      FIELDS.u32("section_count", "", "entries of the section table");
  public static final int CLOCK_MILLIHERTZ =
      FIELDS.u64("clock_millihertz", "mHz", "clock of the datapath");
  public static final int NAME =
      FIELDS.array("name", 1, 64, "", "device name, UTF-8, padded with zero bytes");
  public static final int SECTION_TABLE =
      FIELDS.array("section_table", 8, 4 * 32, "", "32 bytes per section");
  public static final int TX_QUEUES = FIELDS.u32("tx_queues", "", "transmit queues");
  public static final int TX_RING_ENTRIES =
      FIELDS.u32(
          "tx_ring_entries",
          "",
          "transmit descriptors per queue, and completions per queue, a power of two");
  public static final int TX_MEMORY_BYTES =
      FIELDS.u32("tx_memory_bytes", "bytes", "size of section TX_MEMORY");

  /** Size of the header in bytes. */
  public static final int BYTES = 4096;

  /** Size of one entry of the section table in bytes. */
  public static final int SECTION_ENTRY_BYTES = 32;

  /** The bytes "MPNICREG" read as a little-endian word. */
  public static final long MAGIC_VALUE = 0x47455243494e504dL;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private RegionHeaderLayout() {}
}
