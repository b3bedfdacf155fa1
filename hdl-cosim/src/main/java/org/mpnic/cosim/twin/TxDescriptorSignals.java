package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.abi.TxDescriptorLayout;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.tx.TransmitRings;
import org.mpnic.model.tx.TxConnectionEntry;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflowEntry;
import org.mpnic.model.tx.TxSubflows;

/** Parameters and inputs of tx_descriptor_fetch, and what a good descriptor looks like. */
final class TxDescriptorSignals {
  /** Width of {@code tx_descriptor_t}. */
  static final int READY_BITS = 233;

  private static final int BINDING_BITS = 24;
  private static final int TARGET_BITS = 21;
  private static final int BINDINGS = 2;
  private static final int TARGETS = 3;

  final Signal queueStop;

  final Signal queueReset;
  final Signal passed;
  private final Signal dmaStart;
  private final Signal dmaEnd;
  final DoorbellPorts doorbells;
  private final Signal stateValid;
  private final Signal stateQueue;
  private final Signal state;
  private final Signal descriptorValid;
  private final Signal descriptorQueue;
  private final Signal descriptor;
  private final Signal descriptorLast;
  private final Signal descriptorVoid;
  private final TableWrites bindingWrites;
  private final TableWrites targetWrites;
  private final StagePorts ports;
  private final TxConnections connections;
  private final TxSubflows subflows;
  private final long[] words = new long[TxDescriptorLayout.BYTES / 8];

  TxDescriptorSignals(
      StagePorts ports, NicConfig config, TxConnections connections, TxSubflows subflows) {
    this.ports = ports;
    this.connections = connections;
    this.subflows = subflows;
    TransmitConfig transmit = config.transmit();
    int queueBits = Bits.ofIndex(transmit.queues());
    ports
        .include("tx_descriptor.svh")
        .parameter("PORTS", config.ports())
        .parameter("TX_QUEUES", transmit.queues())
        .parameter("TX_RING_ENTRIES", transmit.ringEntries())
        .parameter("TX_DESCRIPTOR_CACHE", transmit.descriptorCache())
        .parameter("TX_FETCH_BATCH", transmit.fetchBatch())
        .parameter("TX_FETCH_OUTSTANDING", transmit.fetchOutstanding())
        .parameter("TX_BUFFERS_PER_FRAME", transmit.buffersPerFrame())
        .parameter("TX_SUBFLOWS", transmit.subflows())
        .parameter("TX_CONNECTIONS", transmit.connections())
        .parameter("TX_MAX_BYTES", config.maxTransmitBytes())
        .parameter("QUARANTINE_ERRORS", config.quarantineErrors())
        .parameter("READ_LATENCY", config.tableReadLatencyCycles());
    dmaStart = ports.input("dma_start_i", 64);
    dmaEnd = ports.input("dma_end_i", 64);
    doorbells = new DoorbellPorts(ports, transmit.queues());
    passed = ports.input("passed_i", transmit.queues());
    stateValid = ports.input("state_valid_i", 1);
    stateQueue = ports.input("state_queue_i", queueBits);
    state = ports.input("state_i", 3);
    queueStop = ports.input("queue_stop_i", transmit.queues());
    queueReset = ports.input("queue_reset_i", transmit.queues());
    descriptorValid = ports.input("descriptor_valid_i", 1);
    descriptorQueue = ports.input("descriptor_queue_i", queueBits);
    descriptor = ports.input("descriptor_i", 8 * TxDescriptorLayout.BYTES);
    descriptorLast = ports.input("descriptor_last_i", 1);
    descriptorVoid = ports.input("descriptor_void_i", 1);
    bindingWrites =
        writes(
            "binding",
            Bits.ofIndex(transmit.connections()),
            BINDING_BITS,
            connections.tables()[BINDINGS]);
    targetWrites =
        writes(
            "target", Bits.ofIndex(transmit.subflows()), TARGET_BITS, subflows.tables()[TARGETS]);
  }

  private TableWrites writes(String name, int entryBits, int valueBits, ContextArray table) {
    Signal valid = ports.input(name + "_write_valid_i", 1);
    Signal entry = ports.input(name + "_write_entry_i", entryBits);
    Signal value = ports.input(name + "_write_value_i", valueBits);
    return new TableWrites(
        table,
        (stimulus, write) -> {
          stimulus.set(valid, true);
          stimulus.set(entry, write.entry);
          stimulus.set(value, write.value[0]);
        });
  }

  /** DMA memory, in every cycle. */
  void memory(Stimulus stimulus, long start, long behind) {
    stimulus.set(dmaStart, start);
    stimulus.set(dmaEnd, behind);
  }

  /** A command for a queue. */
  void state(Stimulus stimulus, int queue, int code) {
    stimulus.set(stateValid, true);
    stimulus.set(stateQueue, queue);
    stimulus.set(state, code);
  }

  /** A descriptor arrives. */
  void descriptor(Stimulus stimulus, int queue, long[] value, boolean last, boolean empty) {
    stimulus.set(descriptorValid, true);
    stimulus.set(descriptorQueue, queue);
    stimulus.set(descriptor, value);
    stimulus.set(descriptorLast, last);
    stimulus.set(descriptorVoid, empty);
  }

  /** The host's descriptor as {@code tx_descriptor_t}, first field highest. */
  long[] good(TransmitRings host, int queue, int index) {
    host.descriptor(queue, index, words);
    long control = words[TxDescriptorLayout.CONTROL / 8];
    return new PackedBits(READY_BITS)
        .at(0, 64, words[TxDescriptorLayout.HEADER / 8])
        .at(64, 32, control >>> 32)
        .at(96, 32, words[TxDescriptorLayout.INDEX / 8] >>> 32)
        .at(128, 18, words[TxDescriptorLayout.LENGTH / 8])
        .at(146, 64, words[TxDescriptorLayout.ADDRESS / 8])
        .at(210, 20, control >>> TxDescriptorLayout.TARGET_SHIFT)
        .at(230, 1, control >>> TxDescriptorLayout.DATA_FIN_SHIFT)
        .at(231, 2, control >>> TxDescriptorLayout.TYPE_SHIFT)
        .words();
  }

  /** Programs a connection and the subflow of the same number, which may be another's. */
  void program(int id, int connection, long cycle, Random random) {
    if (random.nextBoolean() || id == connection) {
      connections.program(id, new TxConnectionEntry(), cycle);
    }
    TxSubflowEntry entry = new TxSubflowEntry();
    entry.connection = connection;
    entry.template[entry.l3Offset] = 0x45;
    entry.templateBytes = entry.l4Offset + 20;
    entry.mss = 1000;
    if (subflows.refusal(id, entry) == null) {
      subflows.program(id, entry, cycle);
    }
  }

  /** Writes of the control processor that fall into this cycle. */
  void write(long cycle, Stimulus stimulus) {
    bindingWrites.drive(cycle, stimulus);
    targetWrites.drive(cycle, stimulus);
    connections.settle(cycle + 1);
    subflows.settle(cycle + 1);
  }
}
