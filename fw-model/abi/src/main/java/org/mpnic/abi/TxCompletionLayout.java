package org.mpnic.abi;

/**
 * One transmit completion, 16 bytes, little endian: descriptors that go back to the host.
 *
 * <p>The device stores control last, with release; its phase bit is 1 on the first turn of the
 * ring, 0 on the second, and so on.
 */
public final class TxCompletionLayout {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder(
          "tx_completion", "Transmit completion: descriptors that are done", Access.READ_ONLY);

  public static final int CONTROL = FIELDS.u32("control", "", "phase, type and reason");
  public static final int INDEX =
      FIELDS.u32(
          "index",
          "index",
          "type done: all before it are done; type error: the refused descriptor");
  public static final int CYCLE = FIELDS.u64("cycle", "cycles", "when the device knew");

  public static final int PHASE_SHIFT =
      FIELDS.bits("control", "phase", 1, "1 on the ring's first turn, then alternating");
  public static final int TYPE_SHIFT = FIELDS.bits("control", "type", 3, "0 done, 1 error");

  static {
    FIELDS.bits("control", "reserved", 12, "0");
  }

  public static final int REASON_SHIFT =
      FIELDS.bits("control", "reason", 16, "type error: why, see reason");

  /** Size of an entry in bytes. */
  public static final int BYTES = 16;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private TxCompletionLayout() {}
}
