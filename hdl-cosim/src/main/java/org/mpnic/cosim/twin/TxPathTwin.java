package org.mpnic.cosim.twin;

import org.mpnic.cosim.header.RtlParameters;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.TransmitControl;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.Segment;
import org.mpnic.model.tx.TxSlice;

/**
 * All that stands behind a grant of the segmenter: the model of the whole transmit path on random
 * traffic, its grants and its refused descriptors in the place of the stages before.
 */
final class TxPathTwin implements StageTwin {
  private static final int AHEAD_CYCLES = 8;

  private final StagePorts ports = new StagePorts("tx_path");
  private final TxPathProbe probe;
  private final TxPathPorts inputs;
  private final TxModel model;
  private final TableWrites subflowWrites;
  private final TableWrites connectionWrites;
  private final Signal valid;
  private final Signal port;
  private final Signal queue;
  private final Signal index;
  private final Signal address;
  private final Signal length;
  private final Signal first;
  private final Signal last;
  private final Signal mark;
  private final Signal finish;
  private final Signal makesHeader;
  private final Signal subflow;
  private final Signal connection;
  private final Signal ssn;
  private final Signal bytes;
  private final Signal mappingDsn;
  private final Signal mappingSsn;
  private final Signal mappingLength;
  private final Signal dataFin;
  private final Signal push;
  private final ReceiveStatePorts receivePorts;
  private final TxCommands commands;
  private final Signal queueStop;
  private final Signal queueReset;
  private final Signal refusedValid;
  private final Signal refusedQueue;
  private final Signal refusedIndex;
  private final Signal refusedReason;

  TxPathTwin(NicConfig card, long seed, long packets) {
    NicConfig config = TxModel.impatient(card);
    RtlParameters.ofTransmitPath(config).forEach(ports::parameter);
    ports.include("tx_finish.svh");
    int queueBits = Bits.ofIndex(config.transmit().queues());
    int subflowBits = Bits.ofIndex(config.transmit().subflows());
    int connectionBits = Bits.ofIndex(config.transmit().connections());
    valid = ports.input("grant_valid_i", 1);
    port = ports.input("grant_port_i", Bits.ofIndex(config.ports()));
    queue = ports.input("grant_queue_i", queueBits);
    index = ports.input("grant_index_i", 32);
    address = ports.input("grant_address_i", 64);
    length = ports.input("grant_length_i", 18);
    first = ports.input("grant_first_i", 1);
    last = ports.input("grant_last_i", 1);
    mark = ports.input("grant_mark_i", 1);
    finish = ports.input("grant_finish_i", FinishBits.WIDTH);
    makesHeader = ports.input("grant_makes_header_i", 1);
    subflow = ports.input("segment_subflow_i", subflowBits);
    connection = ports.input("segment_connection_i", connectionBits);
    ssn = ports.input("segment_ssn_i", 32);
    bytes = ports.input("segment_bytes_i", 16);
    mappingDsn = ports.input("segment_mapping_dsn_i", 64);
    mappingSsn = ports.input("segment_mapping_ssn_i", 32);
    mappingLength = ports.input("segment_mapping_length_i", 16);
    dataFin = ports.input("segment_data_fin_i", 1);
    push = ports.input("segment_push_i", 1);
    receivePorts = new ReceiveStatePorts(config, ports);
    queueStop = ports.input("queue_stop_i", config.transmit().queues());
    queueReset = ports.input("queue_reset_i", config.transmit().queues());
    refusedValid = ports.input("refused_valid_i", 1);
    refusedQueue = ports.input("refused_queue_i", queueBits);
    refusedIndex = ports.input("refused_index_i", 32);
    refusedReason = ports.input("refused_reason_i", TxPathPorts.REASON_BITS);
    TransmitControl control = new TransmitControl(config, seed);
    TransmitTraffic traffic =
        new TransmitTraffic(config, seed, control.connections(), control.subflows(), packets);
    commands = new TxCommands(config, seed, traffic);
    RandomReceiveState receive = new RandomReceiveState(seed);
    probe = new TxPathProbe(config, ports, "dut.", traffic, receive, commands);
    StallPattern reads = TopTwins.stalls(seed + 1);
    StallPattern frames = TopTwins.stalls(seed + 2);
    inputs = new TxPathPorts(config, ports, traffic, reads, frames, probe.answers());
    model = new TxModel(config, seed, traffic, control, commands, receive, probe);
    model.stall(TopTwins.stalls(seed), reads, frames);
    subflowWrites =
        TablePorts.writes(ports, "subflow", subflowBits, model.top().subflows().tables()[0]);
    connectionWrites =
        TablePorts.writes(
            ports, "connection", connectionBits, model.top().connections().tables()[0]);
    model.program();
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    model.runTo(cycle + AHEAD_CYCLES);
    inputs.drive(cycle, stimulus);
    long restarts = commands.restarts(cycle);
    stimulus.set(queueStop, commands.stopped(commands.resets(cycle), restarts));
    stimulus.set(queueReset, restarts);
    subflowWrites.drive(cycle, stimulus);
    connectionWrites.drive(cycle, stimulus);
    if (!probe.grants().isEmpty() && probe.grants().peek().cycle() == cycle) {
      grant(probe.grants().remove(), stimulus);
    }
    if (!probe.refusals().isEmpty() && probe.refusals().peek().cycle() == cycle) {
      TxPathProbe.Refusal refusal = probe.refusals().remove();
      stimulus.set(refusedValid, true);
      stimulus.set(refusedQueue, refusal.queue());
      stimulus.set(refusedIndex, refusal.index());
      stimulus.set(refusedReason, refusal.reason());
    }
    receivePorts.drive(cycle, stimulus);
    probe.tell(cycle, expectation);
    return !model.isOver(cycle) || !probe.isEmpty();
  }

  private void grant(TxPathProbe.Grant grant, Stimulus stimulus) {
    TxSlice slice = grant.slice();
    stimulus.set(valid, true);
    stimulus.set(port, slice.port);
    stimulus.set(queue, slice.queue);
    stimulus.set(index, slice.descriptorIndex);
    stimulus.set(address, slice.address);
    stimulus.set(length, slice.length);
    stimulus.set(first, slice.first);
    stimulus.set(last, slice.last);
    stimulus.set(mark, slice.lastOfDescriptor);
    if (grant.segment() == null) {
      stimulus.set(finish, FinishBits.of(slice.finish));
      return;
    }
    Segment segment = grant.segment().of();
    stimulus.set(makesHeader, true);
    stimulus.set(subflow, segment.subflow);
    stimulus.set(connection, grant.segment().connection());
    stimulus.set(ssn, segment.ssn);
    stimulus.set(bytes, segment.bytes);
    stimulus.set(mappingDsn, segment.mappingDsn);
    stimulus.set(mappingSsn, segment.mappingSsn);
    stimulus.set(mappingLength, segment.mappingLength);
    stimulus.set(dataFin, segment.dataFin);
    stimulus.set(push, segment.push);
    receivePorts.segment(grant.cycle(), grant.segment().held());
  }
}
