package org.mpnic.abi;

/**
 * The registers, u64 each; a constant is the register's offset in bytes from the start of section
 * REGISTERS. Only the side that {@link Access} names stores.
 */
public final class RegisterTable {
  private static final LayoutBuilder FIELDS =
      new LayoutBuilder("registers", "Registers of the card", Access.READ_ONLY);

  public static final int DEVICE_STATE = ro("device_state", "code", "device state");
  public static final int GENERATION =
      ro("generation", "", "counts attaches of a device to this region, from 1");
  public static final int DEVICE_PID = ro("device_pid", "pid", "process of the device");
  public static final int DEVICE_HEARTBEAT =
      ro("device_heartbeat", "", "grows while the device is not hung");
  public static final int HOST_GENERATION =
      rw("host_generation", 0, "", "counts attaches of a host, from 1; 0 before the first");
  public static final int HOST_PID = rw("host_pid", 0, "pid", "process of the last host");
  public static final int HOST_HEARTBEAT =
      rw("host_heartbeat", 0, "", "grows while the host is not hung");
  public static final int RESET_COUNT = ro("reset_count", "", "resets since device creation");
  public static final int VIRTUAL_CYCLE =
      ro("virtual_cycle", "cycles", "how far the datapath has been computed");
  public static final int COMPLETED_CYCLE =
      ro(
          "completed_cycle",
          "cycles",
          "every frame whose first beat came before has its completions published, or was dropped");
  public static final int MODE = ro("mode", "code", "0 capture, 1 netdev, 2 endpoint");
  public static final int PORTS = ro("ports", "", "ports of the card");
  public static final int QUEUES = ro("queues", "", "receive queues");
  public static final int RING_ENTRIES = ro("ring_entries", "", "descriptors per queue");
  public static final int COMPLETION_ENTRIES =
      ro("completion_entries", "", "completions per queue");
  public static final int BUFFER_BYTES = ro("buffer_bytes", "bytes", "size of a receive buffer");
  public static final int CLOCK_MILLIHERTZ = ro("clock_millihertz", "mHz", "clock of the datapath");
  public static final int BEAT_BYTES = ro("beat_bytes", "bytes", "width of the datapath");
  public static final int MAX_FRAME_BYTES =
      ro("max_frame_bytes", "bytes", "longest frame, FCS included");
  public static final int SUBFLOWS = ro("subflows", "", "places of the subflow table");
  public static final int CONNECTIONS = ro("connections", "", "places of the connection table");
  public static final int MAPPINGS_PER_SUBFLOW =
      ro("mappings_per_subflow", "", "outstanding mappings per subflow");
  public static final int INTERRUPT_COUNT =
      ro(
          "interrupt_count",
          "completions",
          "completions that raise an interrupt, unless the queue has its own");
  public static final int INTERRUPT_CYCLES =
      ro(
          "interrupt_cycles",
          "cycles",
          "age of a completion that raises one, unless the queue has its own");
  public static final int HOST_LATENCY_CYCLES =
      ro("host_latency_cycles", "cycles", "from a completion to its buffer counting as posted");
  public static final int FRAMES_OFFERED =
      ro("frames_offered", "frames", "frames that the running capture has given to its ports");
  public static final int FRAMES_TOTAL =
      ro("frames_total", "frames", "frames of the running capture; 0 until its end is read");
  public static final int QUARANTINE_ERRORS =
      ro("quarantine_errors", "", "bad descriptors in a row that quarantine a queue");
  public static final int TX_QUEUES = ro("tx_queues", "", "transmit queues");
  public static final int TX_RING_ENTRIES =
      ro("tx_ring_entries", "", "transmit descriptors per queue");
  public static final int TX_SUBFLOWS = ro("tx_subflows", "", "transmit subflows");
  public static final int TX_CONNECTIONS = ro("tx_connections", "", "transmit connections");
  public static final int TX_CYCLE =
      ro("tx_cycle", "cycles", "how far the transmit side has been computed");
  public static final int PORT_BITS_PER_SECOND =
      ro("port_bits_per_second", "bit/s", "rate of a port");
  public static final int WIRE_DELAY_CYCLES =
      ro("wire_delay_cycles", "cycles", "delay of the wire to another card; 0 without a wire");

  static {
    FIELDS.reservedUpTo(1024);
  }

  /** State per port: 1 link up, bit 1 promiscuous, bit 2 a capture is loaded. */
  public static final int PORT_STATE =
      FIELDS.array("port_state", 8, AbiLimits.MAX_PORTS, "", "bit 0 up, 1 promiscuous, 2 loaded");

  /** Maximum frame size per port in bytes, FCS included. */
  public static final int PORT_MTU =
      FIELDS.array("port_mtu", 8, AbiLimits.MAX_PORTS, "bytes", "longest frame, FCS included");

  static {
    FIELDS.reservedUpTo(2048);
  }

  /** State per queue, see {@link QueueState}. */
  public static final int QUEUE_STATE =
      FIELDS.array("queue_state", 8, AbiLimits.MAX_QUEUES, "code", "queue state");

  /** Completions that raise an interrupt, per queue. */
  public static final int QUEUE_INTERRUPT_COUNT =
      FIELDS.array(
          "queue_interrupt_count",
          8,
          AbiLimits.MAX_QUEUES,
          "completions",
          "completions that raise the queue's interrupt");

  /** Age of a completion that raises an interrupt, per queue, in cycles. */
  public static final int QUEUE_INTERRUPT_CYCLES =
      FIELDS.array(
          "queue_interrupt_cycles",
          8,
          AbiLimits.MAX_QUEUES,
          "cycles",
          "age of a completion that raises the queue's interrupt");

  static {
    FIELDS.reservedUpTo(3584);
  }

  /** State per transmit queue, see {@link QueueState}. */
  public static final int TX_QUEUE_STATE =
      FIELDS.array("tx_queue_state", 8, AbiLimits.MAX_TX_QUEUES, "code", "queue state");

  /** Size of the section in bytes. */
  public static final int BYTES = 4096;

  public static final Layout LAYOUT = FIELDS.build(BYTES);

  private RegisterTable() {}

  private static int ro(String name, String unit, String meaning) {
    return FIELDS.register(name, Access.READ_ONLY, 0, unit, meaning);
  }

  private static int rw(String name, long reset, String unit, String meaning) {
    return FIELDS.register(name, Access.READ_WRITE, reset, unit, meaning);
  }
}
