package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.Segment;
import org.mpnic.model.tx.SubflowScheduler;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxCompletion;
import org.mpnic.model.tx.TxProbe;
import org.mpnic.model.tx.TxSlice;

/**
 * Turns what crosses the boundaries of the model before tx_path into what tx_top's signals must be,
 * and passes the rest on; drives what the receive contexts hold in the cycle of a grant.
 */
final class TxTopProbe implements TxProbe {
  private static final String GRANT = "dut.path.grant_";
  private static final String SEGMENT = "dut.path.segment_";

  private final TxPathProbe path;
  private final TxDoorbells doorbells;
  private final TxDescriptors descriptors;
  private final int scheduleCycles;
  private final ExpectedValues fetches;
  private final ExpectedValues answers;
  private final ExpectedValues marks;
  private final ExpectedValues grants;
  private final ExpectedValues segments;
  private final ReceiveStatePorts receivePorts;

  TxTopProbe(
      NicConfig config,
      StagePorts ports,
      TxPathProbe path,
      TxDoorbells doorbells,
      TxDescriptors descriptors) {
    this.path = path;
    this.doorbells = doorbells;
    this.descriptors = descriptors;
    scheduleCycles = SubflowScheduler.cycles(config);
    int queueBits = Bits.ofIndex(config.transmit().queues());
    int subflowBits = Bits.ofIndex(config.transmit().subflows());
    int connectionBits = Bits.ofIndex(config.transmit().connections());
    fetches =
        new ExpectedValues(
            ports,
            TxBoundary.name(TxBoundary.DESCRIPTOR_FETCH),
            "dut.fetch_valid_o",
            new String[] {"dut.fetch_queue_o", "dut.fetch_index_o", "dut.fetch_count_o"},
            new int[] {queueBits, 32, Bits.of(config.transmit().fetchBatch())});
    answers =
        new ExpectedValues(
            ports,
            TxBoundary.name(TxBoundary.SCHEDULE),
            "dut.answer_valid && !dut.answer_blocked",
            new String[] {"dut.answer_queue", "dut.answer_subflow", "dut.answer_bytes"},
            new int[] {queueBits, subflowBits, 16});
    marks =
        new ExpectedValues(
            ports,
            TxBoundary.name(TxBoundary.DESCRIPTOR_REFUSED),
            "dut.mark_valid",
            new String[] {"dut.mark_queue", "dut.mark_index", "dut.mark_reason"},
            new int[] {queueBits, 32, TxPathPorts.REASON_BITS});
    grants =
        new ExpectedValues(
            ports,
            TxBoundary.name(TxBoundary.GRANT),
            GRANT + "valid_i",
            new String[] {
              GRANT + "port_i",
              GRANT + "queue_i",
              GRANT + "index_i",
              GRANT + "address_i",
              GRANT + "length_i",
              GRANT + "first_i",
              GRANT + "last_i",
              GRANT + "mark_i",
              GRANT + "makes_header_i",
              GRANT + "finish_i"
            },
            new int[] {
              Bits.ofIndex(config.ports()), queueBits, 32, 64, 18, 1, 1, 1, 1, FinishBits.WIDTH
            });
    segments =
        new ExpectedValues(
            ports,
            "segment",
            GRANT + "valid_i && " + GRANT + "makes_header_i",
            new String[] {
              SEGMENT + "subflow_i",
              SEGMENT + "connection_i",
              SEGMENT + "ssn_i",
              SEGMENT + "bytes_i",
              SEGMENT + "mapping_length_i",
              SEGMENT + "push_i",
              SEGMENT + "mapping_dsn_i",
              SEGMENT + "mapping_ssn_i",
              SEGMENT + "data_fin_i"
            },
            new int[] {subflowBits, connectionBits, 32, 16, 16, 1, 64, 32, 1});
    receivePorts = new ReceiveStatePorts(config, ports);
  }

  /** Drives what holds for the grant of a cycle, and tells of the cycle. */
  void drive(long cycle, Stimulus stimulus, Expectation expectation) {
    TxPathProbe.Grant grant = path.grants().peek();
    if (grant != null && grant.cycle() == cycle) {
      path.grants().remove();
      expect(cycle, grant);
      if (grant.segment() != null) {
        receivePorts.segment(cycle, grant.segment().held());
      }
    }
    receivePorts.drive(cycle, stimulus);
    TxPathProbe.Refusal refusal = path.refusals().peek();
    if (refusal != null && refusal.cycle() == cycle) {
      path.refusals().remove();
      marks.add(
          cycle,
          ExpectedValues.of(refusal.queue()),
          ExpectedValues.of(refusal.index()),
          ExpectedValues.of(refusal.reason()));
    }
    fetches.tell(cycle, expectation);
    answers.tell(cycle, expectation);
    marks.tell(cycle, expectation);
    grants.tell(cycle, expectation);
    segments.tell(cycle, expectation);
    path.tell(cycle, expectation);
  }

  private void expect(long cycle, TxPathProbe.Grant grant) {
    TxSlice slice = grant.slice();
    boolean makesHeader = grant.segment() != null;
    grants.add(
        cycle,
        ExpectedValues.of(slice.port),
        ExpectedValues.of(slice.queue),
        ExpectedValues.of(slice.descriptorIndex),
        slice.length == 0 ? null : ExpectedValues.of(slice.address),
        ExpectedValues.of(slice.length),
        ExpectedValues.of(slice.first),
        ExpectedValues.of(slice.last),
        ExpectedValues.of(slice.lastOfDescriptor),
        ExpectedValues.of(makesHeader),
        slice.first && !makesHeader ? FinishBits.of(slice.finish) : null);
    if (!makesHeader) {
      return;
    }
    Segment segment = grant.segment().of();
    segments.add(
        cycle,
        ExpectedValues.of(segment.subflow),
        ExpectedValues.of(grant.segment().connection()),
        ExpectedValues.of(segment.ssn),
        ExpectedValues.of(segment.bytes),
        ExpectedValues.of(segment.mappingLength),
        ExpectedValues.of(segment.push),
        segment.mapped ? ExpectedValues.of(segment.mappingDsn) : null,
        segment.mapped ? ExpectedValues.of(segment.mappingSsn) : null,
        segment.mapped ? ExpectedValues.of(segment.dataFin) : null);
  }

  /** Nothing is under way. */
  boolean isEmpty() {
    return path.isEmpty();
  }

  @Override
  public void segment(Segment segment, int connection, long cycle) {
    path.segment(segment, connection, cycle);
  }

  @Override
  public void slice(TxSlice slice) {
    path.slice(slice);
  }

  @Override
  public void transfer(int boundary, int port, long cycle, int number, int value, boolean last) {
    switch (boundary) {
      case TxBoundary.DESCRIPTOR_FETCH -> {
        fetches.add(
            cycle, ExpectedValues.of(port), ExpectedValues.of(number), ExpectedValues.of(value));
        descriptors.fetch(port, number, value, cycle);
      }
      case TxBoundary.SCHEDULE ->
          answers.add(
              cycle + scheduleCycles,
              ExpectedValues.of(port),
              ExpectedValues.of(number),
              ExpectedValues.of(value));
      case TxBoundary.QUEUE_RESTARTS -> {
        answers.revoke(cycle, port);
        doorbells.restart(port, cycle);
        descriptors.restart(port, cycle);
        path.transfer(boundary, port, cycle, number, value, last);
      }
      case TxBoundary.QUEUE_WAKES -> doorbells.wakes(port, cycle);
      case TxBoundary.COMPLETION_WRITE -> {
        boolean isDone = value == TxCompletion.DONE;
        doorbells.completed(port, isDone ? number : number + 1, cycle);
        path.transfer(boundary, port, cycle, number, value, last);
      }
      default -> path.transfer(boundary, port, cycle, number, value, last);
    }
  }
}
