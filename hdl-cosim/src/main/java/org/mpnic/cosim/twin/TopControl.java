package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * The control processor as rx_top sees it: takes events in the cycles in which the model's does,
 * and writes what the model's writes.
 */
final class TopControl {
  private final int eventCycles;
  private final int indirectionEntries;
  private final int queues;
  private final ControlPorts inputs;
  private final OutputBoundary taken;
  private final Signal takenPort;
  private final Signal takenFrame;
  private final ArrayDeque<Event> events = new ArrayDeque<>();
  private long done;

  /** A header event and the cycle in which the control processor takes it. */
  private record Event(long startCycle, int port, int frame) {}

  TopControl(NicConfig config, StagePorts ports, RxTop model) {
    eventCycles = config.firmwareEventCycles();
    indirectionEntries = config.indirectionEntries();
    queues = config.queues();
    // No queue command is given, and no entry of its own: all queues stay enabled.
    inputs = new ControlPorts(config, ports, model.stages());
    taken = ports.boundary("firmware_start", "dut.event_valid_o && dut.event_ready_i");
    takenPort = taken.data("dut.event_port_o", 4);
    takenFrame = taken.data("dut.event_word_o[95:64]", 32);
  }

  /** The event of a frame enters the control processor's FIFO. */
  void event(long cycle, int port, int frame) {
    long start = Math.max(cycle + 1, done);
    done = start + eventCycles;
    events.add(new Event(start, port, frame));
  }

  /** Drives a cycle; the indirection table is written first, round over the queues. */
  void drive(long cycle, Stimulus stimulus, Expectation expectation) {
    inputs.drive(cycle, stimulus);
    if (!events.isEmpty() && events.peek().startCycle() == cycle) {
      Event event = events.remove();
      inputs.takeEvent(stimulus);
      expectation.valid(cycle, taken);
      expectation.set(cycle, takenPort, event.port());
      expectation.set(cycle, takenFrame, event.frame());
    }
    if (cycle < indirectionEntries) {
      inputs.indirection().give(stimulus, cycle, cycle % queues);
    }
  }
}
