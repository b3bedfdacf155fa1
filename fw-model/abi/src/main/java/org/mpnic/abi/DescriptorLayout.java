package org.mpnic.abi;

/**
 * One receive descriptor, 16 bytes, little endian: a buffer that the host gives to the device.
 *
 * <pre>
 *   0 address (bytes from the region's start)     8 length     12 index
 * </pre>
 */
public final class DescriptorLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "rx_descriptor", "Receive descriptor: one buffer given to the device", Access.WRITE_ONLY);

  public static final int ADDRESS =
      FIELDS.u64("address", "bytes", "buffer's offset from the region's start, inside DMA memory");
  public static final int LENGTH =
      FIELDS.u32("length", "bytes", "size of the buffer; equals the region's buffer bytes");
  public static final int INDEX =
      FIELDS.u32("index", "index", "free-running index of this descriptor");

  /** Size of an entry in bytes. */
  public static final int BYTES = 16;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private DescriptorLayout() {}
}
