package org.mpnic.driver;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.Section;
import org.mpnic.abi.WriteMode;
import org.mpnic.abi.region.AdminClient;
import org.mpnic.abi.region.AdminReply;
import org.mpnic.abi.region.RegionException;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.SideLock;

/**
 * The card's admin commands, one method each; every one waits for its answer.
 *
 * <p>All throw {@link RegionException}, one line, when the device refuses (with its words), is
 * dead, or does not answer within the timeout. What happens to outstanding buffers is said by
 * {@link AdminCommand#outstandingBuffers}; where they come back, the methods post them anew.
 */
public final class NicAdmin {
  /** Timeout unless {@link #timeout} sets another: 10 s. */
  public static final long DEFAULT_TIMEOUT_NS = 10_000_000_000L;

  private static final byte[] NO_DATA = new byte[0];

  private final Nic nic;
  private final AdminClient client;
  private long timeoutNs = DEFAULT_TIMEOUT_NS;

  NicAdmin(Nic nic, RegionFile region, SideLock lock) {
    this.nic = nic;
    this.client = new AdminClient(region, lock);
  }

  /** Longest wait for an answer from now on, in ns, above 0. */
  public void timeout(long ns) {
    if (ns <= 0) {
      throw new IllegalArgumentException("timeout is " + ns + " ns, must be above 0");
    }
    timeoutNs = ns;
  }

  /** Any command, for those that have no method here. */
  public AdminReply execute(AdminCommand command, int target, byte[] data, long... arguments) {
    return client.execute(command, target, data, timeoutNs, arguments).orThrow();
  }

  private AdminReply run(AdminCommand command, int target, long... arguments) {
    return execute(command, target, NO_DATA, arguments);
  }

  /** Does nothing; shows that the device answers. */
  public void nop() {
    run(AdminCommand.NOP, 0);
  }

  /**
   * Virtual clock, tables, counters and rings back to their start; loaded captures are dropped.
   * Held batches are void; all buffers are posted anew.
   */
  public void reset() {
    run(AdminCommand.RESET, 0);
    nic.events().resume();
    nic.forgetPredecessor();
    for (int i = 0; i < nic.queueCount(); i++) {
      nic.queue(i).reset();
    }
    for (int i = 0; i < nic.txQueueCount(); i++) {
      nic.txQueue(i).reset();
    }
  }

  /**
   * Creates a queue, enabled, or gives one that is there another interrupt moderation, until the
   * next reset of the card.
   *
   * @param mode {@link WriteMode#WRITE_WHOLE_FRAME}; the others are refused in capture mode
   * @param interruptCount completions that raise an interrupt, 0 for the card's own value
   * @param interruptCycles age of a completion that raises one, cycles, 0 for the card's own value
   */
  public void createQueue(int queue, WriteMode mode, int interruptCount, long interruptCycles) {
    run(AdminCommand.QUEUE_CREATE, queue, mode.code(), interruptCount, interruptCycles);
  }

  /** Frames steered to the queue are dropped from now on, counted. */
  public void disableQueue(int queue) {
    run(AdminCommand.QUEUE_DISABLE, queue, 1);
  }

  /** Ends {@link #disableQueue}. */
  public void enableQueue(int queue) {
    run(AdminCommand.QUEUE_DISABLE, queue, 0);
  }

  /** Takes no new frames; answers when the last one on its way is completed. */
  public void drainQueue(int queue) {
    run(AdminCommand.QUEUE_DRAIN, queue);
  }

  /** Rings of the queue back to their start, a quarantine is lifted; buffers are posted anew. */
  public void resetQueue(int queue) {
    run(AdminCommand.QUEUE_RESET, queue);
    nic.queue(queue).reset();
  }

  /** Removes the queue; frames steered to it are dropped, counted. */
  public void destroyQueue(int queue) {
    run(AdminCommand.QUEUE_DESTROY, queue);
  }

  /**
   * Programs a receive subflow.
   *
   * @param record a {@link org.mpnic.abi.SubflowRecord}
   * @return its subflow word
   */
  public int programFlow(byte[] record) {
    return (int) execute(AdminCommand.FLOW_PROGRAM, 0, record).results()[0];
  }

  /** Reads a receive subflow: a {@link org.mpnic.abi.SubflowRecord}. */
  public byte[] readFlow(int subflow) {
    return run(AdminCommand.FLOW_READ, 0, subflow).data();
  }

  /** Removes a receive subflow that was programmed by {@link #programFlow}; word or id. */
  public void removeFlow(int subflow) {
    run(AdminCommand.FLOW_REMOVE, 0, subflow);
  }

  /**
   * Programs a connection.
   *
   * @param record a {@link org.mpnic.abi.ConnectionRecord}
   * @return its connection id
   */
  public int programConnection(byte[] record) {
    return (int) execute(AdminCommand.CONNECTION_PROGRAM, 0, record).results()[0];
  }

  /** Removes a connection that was programmed by {@link #programConnection} and has no flows. */
  public void removeConnection(int connection) {
    run(AdminCommand.CONNECTION_REMOVE, 0, connection);
  }

  /** Reads a connection: a {@link org.mpnic.abi.ConnectionRecord}. */
  public byte[] readConnection(int connection) {
    return run(AdminCommand.CONNECTION_READ, 0, connection).data();
  }

  /**
   * Programs a transmit connection, or changes one.
   *
   * @param record a {@link org.mpnic.abi.TxConnectionRecord}
   * @return its id
   */
  public int programTxConnection(byte[] record) {
    return (int) execute(AdminCommand.TX_CONNECTION_PROGRAM, 0, record).results()[0];
  }

  /** Reads a transmit connection: a {@link org.mpnic.abi.TxConnectionRecord}. */
  public byte[] readTxConnection(int connection) {
    return run(AdminCommand.TX_CONNECTION_READ, 0, connection).data();
  }

  /**
   * Programs a transmit subflow, or changes one: stops it, makes it a backup, sets weight, srtt and
   * send limit.
   *
   * @param record a {@link org.mpnic.abi.TxSubflowRecord}
   * @return its id
   */
  public int programTxSubflow(byte[] record) {
    return (int) execute(AdminCommand.TX_SUBFLOW_PROGRAM, 0, record).results()[0];
  }

  /** Reads a transmit subflow: a {@link org.mpnic.abi.TxSubflowRecord}. */
  public byte[] readTxSubflow(int subflow) {
    return run(AdminCommand.TX_SUBFLOW_READ, 0, subflow).data();
  }

  /** Rings of a transmit queue back to their start; none of its frames may be on their way. */
  public void resetTxQueue(int queue) {
    run(AdminCommand.TX_QUEUE_RESET, queue);
    nic.txQueue(queue).reset();
  }

  /**
   * Writes the frames that leave or enter the ports to a pcap file from now on, until reset.
   *
   * @param file the device's process writes it; null ends the capture
   */
  public void captureWire(Path file) {
    execute(AdminCommand.WIRE_CAPTURE, 0, file == null ? NO_DATA : absolute(file));
  }

  /** Lets the wire lose, reorder and duplicate frames that leave the card, or only delay them. */
  public void disturbWire(boolean on) {
    run(AdminCommand.WIRE_SET, 0, on ? 1 : 0);
  }

  /** Table of contexts in the datapath. */
  public enum ContextTable {
    /** Subflow tracker. */
    SUBFLOW,
    /** Mappings of the DSS mapper. */
    MAPPINGS,
    /** Connection tracker. */
    CONNECTION
  }

  /** Reads a context: its 64-bit words, little endian. */
  public byte[] readContext(ContextTable table, int id) {
    return run(AdminCommand.CONTEXT_READ, 0, table.ordinal(), id).data();
  }

  /** Writes a context: its 64-bit words, little endian. */
  public void writeContext(ContextTable table, int id, byte[] words) {
    execute(AdminCommand.CONTEXT_WRITE, 0, words, table.ordinal(), id);
  }

  /** Sets the RSS indirection table: the queue of each of 128 hash values. */
  public void setSteering(byte[] queues) {
    execute(AdminCommand.STEERING_SET, 0, queues);
  }

  /** Takes a port up or down. */
  public void setLink(int port, boolean up) {
    run(AdminCommand.LINK_SET, port, up ? 1 : 0);
  }

  /** Sets a port's longest frame in bytes, FCS included. */
  public void setMtu(int port, int bytes) {
    run(AdminCommand.MTU_SET, port, bytes);
  }

  /**
   * Sets one accepted destination address.
   *
   * @param place 0 to 15
   * @param address in the low 48 bits; 0 clears the place
   */
  public void setMacFilter(int port, int place, long address) {
    run(AdminCommand.MAC_FILTER_SET, port, place, address);
  }

  /** Accepts any destination address, or only those of the filter. */
  public void setPromiscuous(int port, boolean on) {
    run(AdminCommand.PROMISCUOUS_SET, port, on ? 1 : 0);
  }

  /**
   * Opens a capture file for a port.
   *
   * @param capture the file; the device's process opens it
   * @param port number, or {@link AdminLayout#ALL_PORTS}: interfaces enter the ports in turn
   * @param captureRate frames come at the capture's times, else back to back at line rate
   * @param asCaptured leaves frames over the maximum size and partial checksums as they are
   * @param wave file for the boundary signals (VCD), null for none
   * @return interfaces of the capture
   */
  public int loadCapture(
      Path capture, int port, boolean captureRate, boolean asCaptured, Path wave) {
    final byte[] path = absolute(capture);
    final byte[] wavePath = wave == null ? NO_DATA : absolute(wave);
    final byte[] data = Arrays.copyOf(path, path.length + 1 + wavePath.length);
    System.arraycopy(wavePath, 0, data, path.length + 1, wavePath.length);
    if (data.length > AdminLayout.DATA_HALF_BYTES) {
      throw new RegionException(
          "path " + capture + " is longer than " + AdminLayout.DATA_HALF_BYTES + " bytes");
    }
    final long flags =
        (captureRate ? AdminLayout.CAPTURE_RATE : 0) | (asCaptured ? AdminLayout.AS_CAPTURED : 0);
    return (int) execute(AdminCommand.CAPTURE_LOAD, port, data, flags).results()[0];
  }

  private static byte[] absolute(Path path) {
    return path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Lets the loaded captures into their ports; event CAPTURE_DONE tells the end. */
  public void startCapture() {
    run(AdminCommand.CAPTURE_START, 0);
  }

  /** Stops the running captures after the frames that are in, then event CAPTURE_DONE. */
  public void stopCapture() {
    run(AdminCommand.CAPTURE_STOP, 0);
  }

  /** The text that goes with the events PORT_ERROR and DEVICE_ERROR, one line. */
  public String problemText() {
    final RegionFile region = nic.region();
    final byte[] text = new byte[AdminLayout.DATA_HALF_BYTES];
    final long half = region.layout().offset(Section.ADMIN_DATA) + AdminLayout.DATA_HALF_BYTES;
    region.memory().getBytes(half, text, 0, text.length);
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }

  /** Ends the device process after the answer. */
  public void shutdown() {
    run(AdminCommand.SHUTDOWN, 0);
  }
}
