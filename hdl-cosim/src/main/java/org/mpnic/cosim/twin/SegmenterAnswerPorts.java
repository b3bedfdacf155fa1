package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ScheduleAnswer;

/** Inputs of segmenter by which subflow_scheduler answers. */
final class SegmenterAnswerPorts {
  private final Signal valid;
  private final Signal queue;
  private final Signal blocked;
  private final Signal port;
  private final Signal subflow;
  private final Signal connection;
  private final Signal dsn;
  private final Signal ssn;
  private final Signal bytes;
  private final Signal payload;
  private final Signal dataFin;
  private final Signal perChunk;
  private final Signal lastCopy;

  SegmenterAnswerPorts(StagePorts ports, NicConfig config) {
    valid = ports.input("answer_valid_i", 1);
    queue = ports.input("answer_queue_i", Bits.ofIndex(config.transmit().queues()));
    blocked = ports.input("answer_blocked_i", 1);
    port = ports.input("answer_port_i", 4);
    subflow = ports.input("answer_subflow_i", Bits.ofIndex(config.transmit().subflows()));
    connection = ports.input("answer_connection_i", Bits.ofIndex(config.transmit().connections()));
    dsn = ports.input("answer_dsn_i", 64);
    ssn = ports.input("answer_ssn_i", 32);
    bytes = ports.input("answer_bytes_i", 16);
    payload = ports.input("answer_payload_i", 16);
    dataFin = ports.input("answer_data_fin_i", 1);
    perChunk = ports.input("answer_per_chunk_i", 1);
    lastCopy = ports.input("answer_last_copy_i", 1);
  }

  void drive(Stimulus stimulus, int toQueue, ScheduleAnswer answer) {
    stimulus.set(valid, true);
    stimulus.set(queue, toQueue);
    stimulus.set(blocked, answer.blocked);
    stimulus.set(port, answer.port);
    stimulus.set(subflow, answer.subflow);
    stimulus.set(connection, answer.connection);
    stimulus.set(dsn, answer.dsn);
    stimulus.set(ssn, answer.ssn);
    stimulus.set(bytes, answer.bytes);
    stimulus.set(payload, answer.payload);
    stimulus.set(dataFin, answer.dataFin);
    stimulus.set(perChunk, answer.mappingPerChunk);
    stimulus.set(lastCopy, answer.lastCopy);
  }
}
