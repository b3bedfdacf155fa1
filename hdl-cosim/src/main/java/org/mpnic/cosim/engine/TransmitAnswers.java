package org.mpnic.cosim.engine;

import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.twin.Bits;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/** Answers of tx_top's subflow_scheduler: what they move in the tables that programs read. */
final class TransmitAnswers {
  private final TxConnections connections;
  private final TxSubflows subflows;
  private final long[] counters;
  private final Signal valid;
  private final Signal blocked;
  private final Signal stream;
  private final Signal copy;
  private final Signal backup;
  private final Signal lastCopy;
  private final Signal dataFin;
  private final Signal subflow;
  private final Signal connection;
  private final Signal bytes;
  private final Signal dsn;

  TransmitAnswers(
      NicConfig config,
      StagePorts ports,
      TxConnections connections,
      TxSubflows subflows,
      long[] counters) {
    this.connections = connections;
    this.subflows = subflows;
    this.counters = counters;
    valid = ports.output("dut.answer_valid", 1);
    blocked = ports.output("dut.answer_blocked", 1);
    stream = ports.output("dut.answer_stream", 1);
    copy = ports.output("dut.answer_copy", 1);
    backup = ports.output("dut.answer_backup", 1);
    lastCopy = ports.output("dut.answer_last_copy", 1);
    dataFin = ports.output("dut.answer_data_fin", 1);
    subflow = ports.output("dut.answer_subflow", Bits.ofIndex(config.transmit().subflows()));
    connection =
        ports.output("dut.answer_connection", Bits.ofIndex(config.transmit().connections()));
    bytes = ports.output("dut.answer_bytes", 16);
    dsn = ports.output("dut.answer_dsn", 64);
  }

  void observe(long cycle, Outputs outputs) {
    if (!outputs.any(valid)) {
      return;
    }
    if (outputs.any(blocked)) {
      counters[CounterTable.TX_DECISIONS_BLOCKED]++;
      return;
    }
    boolean isStream = outputs.any(stream);
    int given = outputs.getInt(bytes);
    counters[CounterTable.TX_DECISIONS]++;
    counters[CounterTable.TX_COPIES] += outputs.get(copy);
    counters[CounterTable.TX_DECISIONS_BACKUP] += outputs.get(backup);
    connections.settle(cycle);
    subflows.settle(cycle);
    subflows.give(outputs.getInt(subflow), isStream ? given : 0);
    if (isStream) {
      counters[CounterTable.TX_STREAM_BYTES] += outputs.any(copy) ? 0 : given;
      if (outputs.any(lastCopy)) {
        ContextArray state = connections.tables()[1];
        state.words()[state.base(outputs.getInt(connection))] =
            outputs.get(dsn) + given + outputs.get(dataFin);
      }
    }
  }
}
