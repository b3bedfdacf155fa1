package org.mpnic.cosim.twin;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/** Ports of subflow_scheduler: questions of the heads, answers, writes of the control processor. */
final class SchedulerPorts {
  private static final int TARGET_BITS = 20;
  private static final int AVAILABLE_BITS = 17;

  /** An input with a field for each queue. */
  private static final class PerQueue {
    final Signal signal;
    final int bits;
    final long[] value;

    PerQueue(StagePorts ports, String name, int queues, int bits) {
      this.signal = ports.input(name, queues * bits);
      this.bits = bits;
      this.value = new long[signal.words()];
    }

    void set(int queue, long field) {
      for (int bit = 0; bit < bits; bit++) {
        int at = queue * bits + bit;
        value[at >>> 6] |= (field >>> bit & 1) << at;
      }
    }

    void set(int queue, boolean bit) {
      set(queue, bit ? 1 : 0);
    }

    void drive(Stimulus stimulus) {
      stimulus.set(signal, value);
      Arrays.fill(value, 0);
    }
  }

  private final StagePorts ports = new StagePorts("subflow_scheduler");
  private final Signal linkUp;
  private final PerQueue ask;
  private final PerQueue stream;
  private final PerQueue copying;
  private final PerQueue target;
  private final PerQueue available;
  private final PerQueue ends;
  private final PerQueue dataFin;
  private final PerQueue length;
  private final PerQueue ssn;
  private final PerQueue dsn;
  private final PerQueue forget;
  private final List<PerQueue> inputs;
  private final OutputBoundary decisions = ports.boundary("decision", "decide_valid_o");
  private final Signal decisionQueue;
  private final OutputBoundary answers = ports.boundary("answer", "answer_valid_o");
  private final Signal answerQueue;
  private final Signal answerBlocked;
  private final Signal answerPort;
  private final Signal answerSubflow;
  private final Signal answerConnection;
  private final Signal answerDsn;
  private final Signal answerSsn;
  private final Signal answerBytes;
  private final Signal answerPayload;
  private final Signal answerDataFin;
  private final Signal answerPerChunk;
  private final Signal answerLastCopy;
  private final Signal answerStream;
  private final Signal answerCopy;
  private final Signal answerBackup;
  private final List<TableWrites> writes;

  SchedulerPorts(NicConfig config, TxConnections connections, TxSubflows subflows) {
    int queues = config.transmit().queues();
    int queueBits = Bits.ofIndex(queues);
    int subflowBits = Bits.ofIndex(config.transmit().subflows());
    int connectionBits = Bits.ofIndex(config.transmit().connections());
    ports
        .parameter("PORTS", config.ports())
        .parameter("TX_QUEUES", queues)
        .parameter("SUBFLOWS", config.transmit().subflows())
        .parameter("CONNECTIONS", config.transmit().connections())
        .parameter("TX_SUBFLOWS_PER_CONNECTION", config.transmit().subflowsPerConnection())
        .parameter("TX_SCHEDULE_BYTES", config.transmit().scheduleBytes())
        .parameter("READ_LATENCY", config.tableReadLatencyCycles());
    linkUp = ports.input("link_up_i", config.ports());
    ask = new PerQueue(ports, "ask_i", queues, 1);
    stream = new PerQueue(ports, "stream_i", queues, 1);
    copying = new PerQueue(ports, "copying_i", queues, 1);
    target = new PerQueue(ports, "target_i", queues, TARGET_BITS);
    available = new PerQueue(ports, "available_i", queues, AVAILABLE_BITS);
    ends = new PerQueue(ports, "ends_i", queues, 1);
    dataFin = new PerQueue(ports, "data_fin_i", queues, 1);
    length = new PerQueue(ports, "length_i", queues, 16);
    ssn = new PerQueue(ports, "ssn_i", queues, 32);
    dsn = new PerQueue(ports, "dsn_i", queues, 64);
    forget = new PerQueue(ports, "forget_i", queues, 1);
    inputs =
        List.of(ask, stream, copying, target, available, ends, dataFin, length, ssn, dsn, forget);
    ContextArray[] ofConnections = connections.tables();
    ContextArray[] ofSubflows = subflows.tables();
    writes =
        List.of(
            writes(ofConnections[0], "connection", "value_i", 576, connectionBits),
            writes(ofConnections[1], "connection_state", "next_dsn_i", 64, connectionBits),
            writes(ofSubflows[0], "subflow", "value_i", 960, subflowBits),
            writes(ofSubflows[1], "subflow_control", "value_i", 128, subflowBits),
            writes(ofSubflows[2], "subflow_state", "next_ssn_i", 32, subflowBits));
    decisionQueue = decisions.data("decide_queue_o", queueBits);
    answerQueue = answers.data("answer_queue_o", queueBits);
    answerBlocked = answers.data("answer_blocked_o", 1);
    answerPort = answers.data("answer_port_o", 4);
    answerSubflow = answers.data("answer_subflow_o", subflowBits);
    answerConnection = answers.data("answer_connection_o", connectionBits);
    answerDsn = answers.data("answer_dsn_o", 64);
    answerSsn = answers.data("answer_ssn_o", 32);
    answerBytes = answers.data("answer_bytes_o", 16);
    answerPayload = answers.data("answer_payload_o", 16);
    answerDataFin = answers.data("answer_data_fin_o", 1);
    answerPerChunk = answers.data("answer_per_chunk_o", 1);
    answerLastCopy = answers.data("answer_last_copy_o", 1);
    answerStream = answers.data("answer_stream_o", 1);
    answerCopy = answers.data("answer_copy_o", 1);
    answerBackup = answers.data("answer_backup_o", 1);
  }

  private TableWrites writes(ContextArray table, String name, String what, int bits, int places) {
    Signal valid = ports.input(name + "_write_valid_i", 1);
    Signal entry = ports.input(name + "_write_entry_i", places);
    Signal value = ports.input(name + "_write_" + what, bits);
    BiConsumer<Stimulus, TableWrites.Write> drive =
        (stimulus, write) -> {
          stimulus.set(valid, true);
          stimulus.set(entry, write.entry);
          stimulus.set(value, Arrays.copyOf(write.value, value.words()));
        };
    return new TableWrites(table, drive);
  }

  StagePorts stage() {
    return ports;
  }

  /** The queue's head asks in this cycle. */
  void ask(int queue, ScheduleAsk what) {
    ask.set(queue, true);
    stream.set(queue, what.stream);
    copying.set(queue, what.copying);
    target.set(queue, what.target);
    available.set(queue, Math.min(what.available, (1 << AVAILABLE_BITS) - 1));
    ends.set(queue, what.ends);
    dataFin.set(queue, what.dataFin);
    length.set(queue, what.length);
    ssn.set(queue, what.ssn);
    dsn.set(queue, what.dsn);
  }

  /** The queue starts anew in this cycle. */
  void forget(int queue) {
    forget.set(queue, true);
  }

  /** Drives a cycle, in which the queues are as they were told. */
  void drive(long cycle, Stimulus stimulus, boolean[] linksUp) {
    long links = 0;
    for (int port = 0; port < linksUp.length; port++) {
      links |= linksUp[port] ? 1L << port : 0;
    }
    stimulus.set(linkUp, links);
    inputs.forEach(input -> input.drive(stimulus));
    writes.forEach(table -> table.drive(cycle, stimulus));
  }

  void expectDecision(Expectation expectation, long cycle, int queue) {
    expectation.valid(cycle, decisions);
    expectation.set(cycle, decisionQueue, queue);
  }

  void expectAnswer(
      Expectation expectation, long cycle, int queue, boolean ofStream, ScheduleAnswer answer) {
    expectation.valid(cycle, answers);
    expectation.set(cycle, answerQueue, queue);
    expectation.set(cycle, answerBlocked, answer.blocked);
    if (answer.blocked) {
      return;
    }
    expectation.set(cycle, answerPort, answer.port);
    expectation.set(cycle, answerSubflow, answer.subflow);
    expectation.set(cycle, answerConnection, answer.connection);
    expectation.set(cycle, answerDsn, answer.dsn);
    expectation.set(cycle, answerSsn, answer.ssn & 0xffff_ffffL);
    expectation.set(cycle, answerBytes, answer.bytes);
    expectation.set(cycle, answerPayload, answer.payload);
    expectation.set(cycle, answerDataFin, answer.dataFin);
    expectation.set(cycle, answerPerChunk, answer.mappingPerChunk);
    expectation.set(cycle, answerLastCopy, answer.lastCopy);
    expectation.set(cycle, answerStream, ofStream);
    expectation.set(cycle, answerCopy, answer.copy);
    expectation.set(cycle, answerBackup, answer.backup);
  }
}
