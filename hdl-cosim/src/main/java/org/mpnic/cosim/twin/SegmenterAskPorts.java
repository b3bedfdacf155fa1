package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.model.tx.ScheduleAsk;

/** Outputs of segmenter by which the head of one queue asks subflow_scheduler. */
final class SegmenterAskPorts {
  private static final int AVAILABLE_BITS = 17;
  private static final int LARGEST = (1 << AVAILABLE_BITS) - 1;

  private final OutputBoundary boundary;
  private final Signal stream;
  private final Signal copying;
  private final Signal target;
  private final Signal available;
  private final Signal ends;
  private final Signal dataFin;
  private final Signal length;
  private final Signal ssn;
  private final Signal dsn;

  SegmenterAskPorts(StagePorts ports, int queue) {
    boundary = ports.boundary("ask " + queue, "dut.ask_o[" + queue + "]");
    stream = boundary.data("dut.ask_stream_o[" + queue + "]", 1);
    copying = boundary.data("dut.ask_copying_o[" + queue + "]", 1);
    target = boundary.data(slice("target", queue, 20), 20);
    available = boundary.data(slice("available", queue, AVAILABLE_BITS), AVAILABLE_BITS);
    ends = boundary.data("dut.ask_ends_o[" + queue + "]", 1);
    dataFin = boundary.data("dut.ask_data_fin_o[" + queue + "]", 1);
    length = boundary.data(slice("length", queue, 16), 16);
    ssn = boundary.data(slice("ssn", queue, 32), 32);
    dsn = boundary.data(slice("dsn", queue, 64), 64);
  }

  private static String slice(String field, int queue, int bits) {
    return "dut.ask_" + field + "_o[" + queue * bits + "+:" + bits + "]";
  }

  void expect(Expectation expectation, long cycle, ScheduleAsk ask) {
    expectation.valid(cycle, boundary);
    expectation.set(cycle, stream, ask.stream);
    expectation.set(cycle, target, ask.target);
    expectation.set(cycle, dataFin, ask.dataFin);
    if (ask.stream) {
      expectation.set(cycle, copying, ask.copying);
      expectation.set(cycle, available, Math.min(ask.available, LARGEST));
      expectation.set(cycle, ends, ask.ends);
    } else {
      expectation.set(cycle, length, ask.length);
      expectation.set(cycle, ssn, ask.ssn);
      expectation.set(cycle, dsn, ask.dsn);
    }
  }
}
