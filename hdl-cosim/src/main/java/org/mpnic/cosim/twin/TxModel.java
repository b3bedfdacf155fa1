package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.cosim.traffic.TransmitControl;
import org.mpnic.cosim.traffic.TransmitTraffic;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TxProbe;
import org.mpnic.model.tx.TxTop;

/** The model of the transmit path with its host and its control processor, ahead of the RTL. */
final class TxModel {
  private static final int STEP_CYCLES = 64;

  /** Writes that are ready by the end of a step hold by then. */
  private static final int WRITE_CYCLES = 16;

  /** Time passes for the rest of a wire's frame behind the last completion. */
  private static final int DRAIN_CYCLES = 3000;

  /** Few, so that queues are quarantined; they are enabled again. */
  private static final int QUARANTINE_ERRORS = 2;

  /** Traffic that gives nothing back for so long never will. */
  private static final int MOST_QUIET_CYCLES = 2_000_000;

  private final TransmitTraffic traffic;
  private final TransmitControl control;
  private final TxCommands commands;
  private final TxTop top;
  private final Random steps;
  private final long postedFrom;
  private TxDoorbells doorbells;
  private long modelled;
  private long doneCycle = -1;
  private long lastReturned;
  private long quietFrom;

  /** The model at cycle 0, its tables written from there on. */
  TxModel(
      NicConfig config,
      long seed,
      TransmitTraffic traffic,
      TransmitControl control,
      TxCommands commands,
      ReceiveState receive,
      TxProbe probe) {
    this.traffic = traffic;
    this.control = control;
    this.commands = commands;
    steps = new Random(seed);
    top = new TxTop(config, traffic, receive, (p, f, o, l, c) -> {}, probe);
    postedFrom = config.hostLatencyCycles() + 1000;
  }

  /** The card, with less patience for bad descriptors in a row. */
  static NicConfig impatient(NicConfig config) {
    return config.toBuilder().quarantineErrors(QUARANTINE_ERRORS).build();
  }

  TxTop top() {
    return top;
  }

  /** Who is told of what the host says of its queues, or null. */
  void doorbells(TxDoorbells listener) {
    doorbells = listener;
    commands.doorbells(listener);
  }

  /** Writes the tables; the listeners of the writes are there. */
  void program() {
    control.program(top.connections(), top.subflows());
  }

  /** Cycles in which no slice is granted, no read request is granted, no frame begins. */
  void stall(StallPattern grants, StallPattern reads, StallPattern frames) {
    top.stall(grants, reads, frames);
  }

  /** Everything before this cycle has happened in the model. */
  void runTo(long cycle) {
    while (modelled < cycle) {
      if (modelled >= postedFrom) {
        int queue = traffic.next();
        if (!commands.isRestarting(queue)) {
          traffic.act(queue);
        }
        commands.act(top, modelled);
      }
      // The card notices what has changed.
      top.advance(modelled);
      look();
      do {
        modelled += WRITE_CYCLES + steps.nextInt(STEP_CYCLES);
      } while (doorbells != null && doorbells.isTaken(modelled));
      control.write(top.reachedCycle(), modelled - WRITE_CYCLES);
      while (top.advance(modelled) == TxTop.WAITING_FOR_HOST) {
        traffic.answer(top.waitingQueue());
        look();
      }
      if (doneCycle < 0 && traffic.isDone()) {
        doneCycle = modelled;
      }
      checkProgress();
    }
  }

  private void look() {
    if (doorbells != null) {
      doorbells.look(top.reachedCycle());
    }
  }

  private void checkProgress() {
    if (traffic.returned() != lastReturned || doneCycle >= 0) {
      lastReturned = traffic.returned();
      quietFrom = modelled;
    } else if (modelled - quietFrom > MOST_QUIET_CYCLES) {
      throw new IllegalStateException("no descriptor comes back from cycle " + quietFrom + " on");
    }
  }

  /** Nothing happens any more from this cycle on. */
  boolean isOver(long cycle) {
    return doneCycle >= 0 && cycle > doneCycle + DRAIN_CYCLES;
  }
}
