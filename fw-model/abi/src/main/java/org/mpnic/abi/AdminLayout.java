package org.mpnic.abi;

/**
 * Admin command and completion, 64 bytes each, little endian; published by the ring's producer
 * index. One command is under way at a time; bytes beside it stand in section ADMIN_DATA, first
 * half to the device, second half from it.
 */
public final class AdminLayout {
  private static final LayoutBuilder COMMAND =
      new LayoutBuilder("admin_command", "Admin command: host to device", Access.WRITE_ONLY);

  public static final int OPCODE = COMMAND.u16("opcode", "code", "admin command");
  public static final int FLAGS = COMMAND.u16("flags", "", "reserved, 0");
  public static final int TAG = COMMAND.u32("tag", "", "returned in the completion");
  public static final int TARGET =
      COMMAND.u32("target", "index", "queue or port; ALL_PORTS where a command allows it");
  public static final int DATA_BYTES =
      COMMAND.u32("data_bytes", "bytes", "bytes in the host's half of admin data");
  public static final int ARGUMENTS =
      COMMAND.array("arguments", 8, 6, "", "six words, meaning by command");

  private static final LayoutBuilder COMPLETION =
      new LayoutBuilder("admin_completion", "Admin completion: device to host", Access.READ_ONLY);

  public static final int COMPLETION_OPCODE =
      COMPLETION.u16("opcode", "code", "command that this answers");
  public static final int COMPLETION_STATUS = COMPLETION.u16("status", "code", "admin status");
  public static final int COMPLETION_TAG = COMPLETION.u32("tag", "", "tag of the command");
  public static final int COMPLETION_DATA_BYTES =
      COMPLETION.u32(
          "data_bytes", "bytes", "bytes in the device's half of admin data; text if status not OK");

  static {
    COMPLETION.reservedUpTo(16);
  }

  public static final int COMPLETION_RESULTS =
      COMPLETION.array("results", 8, 5, "", "five words, meaning by command");
  public static final int COMPLETION_CYCLE =
      COMPLETION.u64("cycle", "cycles", "virtual cycle at which it was executed");

  /** Size of a command and of a completion in bytes. */
  public static final int BYTES = 64;

  /** Target that means every port: capture interfaces enter the ports in turn. */
  public static final int ALL_PORTS = -1;

  /** CAPTURE_LOAD flag: frames come at the capture's times, not back to back at line rate. */
  public static final int CAPTURE_RATE = 1;

  /** CAPTURE_LOAD flag: frames over the maximum size and partial checksums are left as they are. */
  public static final int AS_CAPTURED = 2;

  /** Bytes in each half of admin data. */
  public static final int DATA_HALF_BYTES = AbiLimits.ADMIN_DATA_BYTES / 2;

  public static final Layout COMMAND_LAYOUT = COMMAND.build(BYTES);
  public static final Layout COMPLETION_LAYOUT = COMPLETION.build(BYTES);

  private AdminLayout() {}
}
