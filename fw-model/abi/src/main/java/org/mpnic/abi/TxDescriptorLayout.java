package org.mpnic.abi;

/**
 * One transmit descriptor, 32 bytes, little endian: bytes that the host gives to the device to
 * send.
 *
 * <pre>
 *   0 address (bytes from the region's start)     8 length     12 index
 *  16 control: type, flags, target                20 offload or SSN
 *  24 header sizes or DSN
 * </pre>
 */
public final class TxDescriptorLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "tx_descriptor", "Transmit descriptor: bytes given to the device", Access.WRITE_ONLY);

  public static final int ADDRESS =
      FIELDS.u64("address", "bytes", "first byte's offset from the region's start, in DMA memory");
  public static final int LENGTH = FIELDS.u32("length", "bytes", "bytes at this address");
  public static final int INDEX =
      FIELDS.u32("index", "index", "free-running index of this descriptor");
  public static final int CONTROL = FIELDS.u32("control", "", "type, flags and target");
  public static final int OFFLOAD =
      FIELDS.u32(
          "offload", "", "type offload: mss and offsets; type mapping: SSN of the first byte");
  public static final int HEADER =
      FIELDS.u64("header", "", "type offload: sizes; type mapping: DSN of the first byte");

  public static final int TYPE_SHIFT = FIELDS.bits("control", "type", 3, "see tx_descriptor_type");
  public static final int MORE_SHIFT =
      FIELDS.bits("control", "more", 1, "the frame goes on in the next descriptor");
  public static final int DATA_FIN_SHIFT =
      FIELDS.bits("control", "data_fin", 1, "DATA_FIN behind the last byte");
  public static final int ACKNOWLEDGED_SHIFT =
      FIELDS.bits("control", "acknowledged", 1, "return it when acknowledged, not when fetched");

  static {
    FIELDS.bits("control", "reserved", 6, "0");
  }

  public static final int TARGET_SHIFT =
      FIELDS.bits("control", "target", 20, "port, connection or transmit subflow, by type");

  public static final int MSS_SHIFT =
      FIELDS.bits("offload", "mss", 16, "payload bytes of a segment; 0: no segmentation");
  public static final int L3_OFFSET_SHIFT =
      FIELDS.bits("offload", "l3_offset", 8, "bytes before the IP header");
  public static final int L4_OFFSET_SHIFT =
      FIELDS.bits("offload", "l4_offset", 8, "bytes before the first that is summed");

  public static final int HEADER_BYTES_SHIFT =
      FIELDS.bits("header", "header_bytes", 8, "bytes before the payload; for segmentation");
  public static final int CHECKSUM_OFFSET_SHIFT =
      FIELDS.bits("header", "checksum_offset", 8, "from l4_offset: 16 for TCP, 6 for UDP");

  /** Size of an entry in bytes. */
  public static final int BYTES = 32;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private TxDescriptorLayout() {}
}
