package org.mpnic.cosim.engine;

import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.cosim.twin.ReceiveStatePorts;
import org.mpnic.cosim.twin.TxTables;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.FrameFinish;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/**
 * Segmenter and subflow_scheduler of tx_top as they show: the tables that are written for them,
 * what the receive contexts hold for a segment, and how far subflows and connections have come.
 */
final class TransmitGrants implements RtlPart {
  private static final int FINISH_KIND_AT = 106;

  private final TxConnections connections;
  private final TxSubflows subflows;
  private final ReceiveState receive;
  private final long[] counters;
  private final int readLatency;
  private final TxTables tables;
  private final ReceiveStatePorts receivePorts;
  private final Signal segmentValid;
  private final Signal subflow;
  private final Signal connection;
  private final Signal mappingLength;
  private final Signal dataFin;
  private final Signal stream;
  private final Signal endsChunk;
  private final Signal grantValid;
  private final Signal grantQueue;
  private final Signal grantLength;
  private final Signal grantFirst;
  private final Signal grantLast;
  private final Signal finishKind;
  private final TransmitAnswers answers;
  private RtlRun run;

  TransmitGrants(
      NicConfig config,
      StagePorts ports,
      TxConnections connections,
      TxSubflows subflows,
      ReceiveState receive,
      long[] counters) {
    this.connections = connections;
    this.subflows = subflows;
    this.receive = receive;
    this.counters = counters;
    readLatency = config.tableReadLatencyCycles();
    tables = new TxTables(config, ports, connections, subflows);
    receivePorts = new ReceiveStatePorts(config, ports);
    segmentValid = ports.output("dut.segment_valid_o", 1);
    subflow = ports.output("dut.segment_subflow_o", Bits.ofIndex(config.transmit().subflows()));
    connection =
        ports.output("dut.segment_connection_o", Bits.ofIndex(config.transmit().connections()));
    mappingLength = ports.output("dut.segment_mapping_length", 16);
    dataFin = ports.output("dut.segment_data_fin", 1);
    stream = ports.output("dut.grant_stream", 1);
    endsChunk = ports.output("dut.grant_ends_chunk", 1);
    grantValid = ports.output("dut.grant_valid", 1);
    grantQueue = ports.output("dut.grant_queue", Bits.ofIndex(config.transmit().queues()));
    grantLength = ports.output("dut.grant_length", 18);
    grantFirst = ports.output("dut.grant_first", 1);
    grantLast = ports.output("dut.grant_last", 1);
    finishKind = ports.output("dut.grant_finish[" + FINISH_KIND_AT + "+:2]", 2);
    answers = new TransmitAnswers(config, ports, connections, subflows, counters);
  }

  /** The output by which a batch ends: what the contexts hold comes soon after a segment. */
  Signal stop() {
    return segmentValid;
  }

  /** The run that this is a part of. */
  void beside(RtlRun itsRun) {
    run = itsRun;
  }

  @Override
  public void drive(long cycle, Stimulus stimulus) {
    tables.drive(cycle, stimulus);
    receivePorts.drive(cycle, stimulus);
  }

  @Override
  public boolean observe(long cycle, Outputs outputs) {
    answers.observe(cycle, outputs);
    if (!outputs.any(grantValid)) {
      return true;
    }
    int queue = outputs.getInt(grantQueue);
    counters[CounterTable.TX_QUEUE_BYTES + queue] += outputs.get(grantLength);
    counters[CounterTable.TX_QUEUE_FRAMES + queue] += outputs.get(grantLast);
    if (outputs.any(segmentValid)) {
      segment(cycle, outputs);
    } else if (outputs.any(grantFirst) && outputs.get(finishKind) == FrameFinish.SEGMENT) {
      counters[CounterTable.TX_OFFLOAD_SEGMENTS]++;
    }
    if (outputs.any(endsChunk)) {
      subflows.delivered(outputs.getInt(subflow));
    }
    return true;
  }

  private void segment(long cycle, Outputs outputs) {
    boolean isStream = outputs.any(stream);
    counters[isStream ? CounterTable.TX_STREAM_SEGMENTS : CounterTable.TX_MAPPED_SEGMENTS]++;
    if (!outputs.any(mappingLength)) {
      counters[CounterTable.TX_PURE_ACKS]++;
    } else if (outputs.any(dataFin)) {
      counters[CounterTable.TX_DATA_FINS]++;
    }
    // It was granted in the cycle before.
    long granted = cycle - 1;
    connections.settle(granted);
    subflows.settle(granted);
    int opposite = subflows.receiveSubflow(outputs.getInt(subflow));
    int receiveConnection = connections.receiveConnection(outputs.getInt(connection));
    receivePorts.segment(cycle, receive, opposite, receiveConnection, granted);
    Stimulus driven = run.amend(cycle + readLatency);
    if (driven != null) {
      receivePorts.drive(cycle + readLatency, driven);
    }
  }
}
