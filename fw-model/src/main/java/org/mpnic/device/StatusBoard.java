package org.mpnic.device;

import java.util.function.IntPredicate;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RegisterTable;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionLayout;
import org.mpnic.device.port.CapturePorts;
import org.mpnic.device.port.PortMac;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitDatapath;

/** Registers and counters of the card in the region: written by the device, never read back. */
final class StatusBoard {
  private static final int PORT_UP = 1;
  private static final int PORT_PROMISCUOUS = 2;
  private static final int PORT_LOADED = 4;
  private static final int CAPTURE_MODE = 0;

  private final RegionFile region;
  private final RegionMemory memory;
  private final RegionLayout layout;

  StatusBoard(RegionFile region) {
    this.region = region;
    this.memory = region.memory();
    this.layout = region.layout();
  }

  /** Shows the parameters of the card. */
  void configuration(NicConfig config) {
    region.register(RegisterTable.MODE, CAPTURE_MODE);
    region.register(RegisterTable.PORTS, config.ports());
    region.register(RegisterTable.QUEUES, config.queues());
    region.register(RegisterTable.RING_ENTRIES, config.ringEntries());
    region.register(RegisterTable.COMPLETION_ENTRIES, config.completionEntries());
    region.register(RegisterTable.BUFFER_BYTES, config.bufferBytes());
    region.register(RegisterTable.CLOCK_MILLIHERTZ, config.clockHz() * 1000);
    region.register(RegisterTable.BEAT_BYTES, config.beatBytes());
    region.register(RegisterTable.MAX_FRAME_BYTES, config.maxFrameBytes());
    region.register(RegisterTable.SUBFLOWS, config.subflows());
    region.register(RegisterTable.CONNECTIONS, config.connections());
    region.register(RegisterTable.MAPPINGS_PER_SUBFLOW, config.mappingsPerSubflow());
    region.register(RegisterTable.INTERRUPT_COUNT, config.interruptCount());
    region.register(RegisterTable.INTERRUPT_CYCLES, config.interruptCycles());
    region.register(RegisterTable.HOST_LATENCY_CYCLES, config.hostLatencyCycles());
    region.register(RegisterTable.QUARANTINE_ERRORS, config.quarantineErrors());
    region.register(RegisterTable.PORT_BITS_PER_SECOND, config.portBitsPerSecond());
    region.register(RegisterTable.TX_QUEUES, config.transmit().queues());
    region.register(RegisterTable.TX_RING_ENTRIES, config.transmit().ringEntries());
    region.register(RegisterTable.TX_SUBFLOWS, config.transmit().subflows());
    region.register(RegisterTable.TX_CONNECTIONS, config.transmit().connections());
  }

  /** Shows what the device does; everything that the host shall see with it comes before. */
  void state(DeviceState state) {
    region.register(RegisterTable.DEVICE_STATE, state.code());
  }

  /**
   * Shows how far time has passed; every completion of that time was published before.
   *
   * @param framesTotal frames of the running captures; 0 until their ends are read
   */
  void cycles(Datapath datapath, long framesOffered, long framesTotal) {
    region.register(RegisterTable.VIRTUAL_CYCLE, datapath.cycle());
    region.register(RegisterTable.FRAMES_OFFERED, framesOffered);
    region.register(RegisterTable.FRAMES_TOTAL, framesTotal);
    region.register(RegisterTable.COMPLETED_CYCLE, datapath.completedCycle());
  }

  /** Shows how far the transmit side has come, and the state of its queues. */
  void transmit(TransmitDatapath top) {
    region.register(RegisterTable.TX_CYCLE, top.reachedCycle());
    for (int queue = 0; queue < region.spec().txQueues(); queue++) {
      region.register(RegisterTable.TX_QUEUE_STATE + 8 * queue, top.queueState(queue));
    }
  }

  /** Shows that a wire joins the ports to another card's. */
  void wire(long delayCycles) {
    region.register(RegisterTable.WIRE_DELAY_CYCLES, delayCycles);
  }

  /** Shows all counters: those of receive, of transmit and the device's own added. */
  void counters(long[] receive, long[] transmit, long[] device) {
    long offset = layout.counter(0);
    for (int index = 0; index < CounterTable.COUNT; index++) {
      memory.putLong(offset + 8L * index, receive[index] + transmit[index] + device[index]);
    }
  }

  /**
   * Shows the state of queues and ports.
   *
   * @param loaded whether a capture is loaded for a port
   */
  void settings(Datapath datapath, CapturePorts ports, IntPredicate loaded) {
    for (int queue = 0; queue < region.spec().queues(); queue++) {
      region.register(RegisterTable.QUEUE_STATE + 8 * queue, datapath.queueState(queue).code());
      region.register(
          RegisterTable.QUEUE_INTERRUPT_COUNT + 8 * queue, datapath.interruptCount(queue));
      region.register(
          RegisterTable.QUEUE_INTERRUPT_CYCLES + 8 * queue, datapath.interruptCycles(queue));
    }
    for (int port = 0; port < ports.count(); port++) {
      PortMac mac = ports.mac(port);
      int bits = (mac.up() ? PORT_UP : 0) | (mac.promiscuous() ? PORT_PROMISCUOUS : 0);
      region.register(
          RegisterTable.PORT_STATE + 8 * port, bits | (loaded.test(port) ? PORT_LOADED : 0));
      region.register(RegisterTable.PORT_MTU + 8 * port, mac.mtuBytes());
    }
  }

  /** Shows how often the card was reset. */
  void resets(long count) {
    region.register(RegisterTable.RESET_COUNT, count);
  }
}
