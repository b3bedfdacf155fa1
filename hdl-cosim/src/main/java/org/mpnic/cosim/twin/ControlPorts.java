package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;

/**
 * rx_top's inputs from the control processor. What is written to the tables and contexts of the
 * header stages goes in by itself, in the cycle in which it holds in the model.
 */
public final class ControlPorts {
  private static final int ENTRY_BITS = 512;

  /** Bits of an interrupt count. */
  private static final int COUNT_BITS = 24;

  /** Most that an interrupt count can be. */
  public static final int MOST_COUNT = (1 << COUNT_BITS) - 1;

  /** A command: a valid bit, and what belongs to it. */
  public record Command(Signal valid, Signal... fields) {
    /** Gives the command in a cycle, its fields in the order of the declaration. */
    public void give(Stimulus stimulus, long... values) {
      stimulus.set(valid, true);
      for (int i = 0; i < fields.length; i++) {
        stimulus.set(fields[i], values[i]);
      }
    }
  }

  private final Signal cycleIn;
  private final Signal eventReady;
  private final TablePorts tables;
  private final Command state;
  private final Command reset;
  private final Command moderate;
  private final Command indirection;
  private final Signal ownValid;
  private final Signal own;

  /** Declares the inputs, and listens to the tables of {@code stages} from now on. */
  public ControlPorts(NicConfig config, StagePorts ports, HeaderStages stages) {
    int queueBits = Bits.ofIndex(config.queues());
    cycleIn = ports.input("cycle_i", 64);
    eventReady = ports.input("event_ready_i", 1);
    tables = new TablePorts(ports, stages);
    state =
        new Command(
            ports.input("state_valid_i", 1),
            ports.input("state_queue_i", queueBits),
            ports.input("state_i", 3));
    reset =
        new Command(
            ports.input("queue_reset_valid_i", 1), ports.input("queue_reset_queue_i", queueBits));
    moderate =
        new Command(
            ports.input("moderate_valid_i", 1),
            ports.input("moderate_queue_i", queueBits),
            ports.input("moderate_count_i", COUNT_BITS),
            ports.input("moderate_cycles_i", 32));
    indirection =
        new Command(
            ports.input("indirection_write_valid_i", 1),
            ports.input("indirection_write_entry_i", Bits.ofIndex(config.indirectionEntries())),
            ports.input("indirection_write_queue_i", queueBits));
    ownValid = ports.input("own_entry_valid_i", 1);
    own = ports.input("own_entry_i", ENTRY_BITS);
  }

  /** Drives the cycle's number, and the table writes of the cycle. */
  public void drive(long cycle, Stimulus stimulus) {
    stimulus.set(cycleIn, cycle);
    tables.drive(cycle, stimulus);
  }

  /** Whether no table write waits for its cycle. */
  public boolean hasNoWrites() {
    return tables.isEmpty();
  }

  /** Takes the event at the output. */
  public void takeEvent(Stimulus stimulus) {
    stimulus.set(eventReady, true);
  }

  /** An entry of the control processor's own for the completion writer. */
  public void complete(Stimulus stimulus, long[] image) {
    stimulus.set(ownValid, true);
    stimulus.set(own, image);
  }

  /** Queue, and its state's code. */
  public Command state() {
    return state;
  }

  /** Queue that starts from its first descriptor and completion. */
  public Command reset() {
    return reset;
  }

  /** Queue, interrupt count to {@link #MOST_COUNT}, interrupt cycles. */
  public Command moderate() {
    return moderate;
  }

  /** Place of the indirection table, and its queue. */
  public Command indirection() {
    return indirection;
  }
}
