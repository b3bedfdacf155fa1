package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.abi.CounterTable;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.SubflowScheduler;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/**
 * subflow_scheduler: the heads of all queues ask for a few connections' data, while the control
 * processor writes their contexts, by turns now and then and as often as it may, links go down and
 * up, and queues start anew.
 */
final class SubflowSchedulerTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 4096;
  private static final int LINK_INTERVAL_CYCLES = 400;
  private static final int FORGET_INTERVAL_CYCLES = 500;

  private final SchedulerPorts ports;
  private final Random random;
  private final SubflowScheduler model;
  private final SchedulerRegisters registers;
  private final SchedulerAsks[] heads;
  private final Pauses writePauses;
  private final boolean[] linkUp;
  private final long firstCycle;
  private long left;
  private int drain = DRAIN_CYCLES;

  SubflowSchedulerTwin(NicConfig config, long seed, long packets) {
    random = new Random(seed);
    writePauses = new Pauses(random);
    left = packets;
    TxConnections connections = new TxConnections(config);
    TxSubflows subflows = new TxSubflows(config, connections);
    ports = new SchedulerPorts(config, connections, subflows);
    registers = new SchedulerRegisters(random, config, connections, subflows);
    heads = new SchedulerAsks[config.transmit().queues()];
    for (int queue = 0; queue < heads.length; queue++) {
      heads[queue] = new SchedulerAsks(random, registers.connections(), registers);
    }
    long[] counters = new long[CounterTable.COUNT];
    model = new SubflowScheduler(config, connections, subflows, heads, counters, null);
    linkUp = new boolean[config.ports()];
    for (int port = 0; port < linkUp.length; port++) {
      linkUp[port] = true;
    }
    registers.programAll();
    firstCycle = connections.heldCycle();
  }

  @Override
  public StagePorts ports() {
    return ports.stage();
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    for (int queue = 0; queue < heads.length; queue++) {
      boolean starts = cycle >= firstCycle && random.nextInt(FORGET_INTERVAL_CYCLES) == 0;
      heads[queue].begin(cycle, starts);
      if (starts) {
        ports.forget(queue);
      }
    }
    if (cycle >= firstCycle) {
      disturb(cycle);
    }
    boolean open = left > 0 && cycle >= firstCycle;
    if (open && model.nextCycle() <= cycle) {
      model.step(cycle);
      left--;
    }
    for (int queue = 0; queue < heads.length; queue++) {
      SchedulerAsks head = heads[queue];
      if (head.isDecided()) {
        ports.expectDecision(expectation, cycle + 1, queue);
      }
      if (head.answered() != null) {
        ports.expectAnswer(expectation, cycle, queue, head.ask.stream, head.answered());
      }
      if (open ? head.shows() : head.wasDecided()) {
        ports.ask(queue, head.ask);
      }
      head.end();
    }
    ports.drive(cycle, stimulus, linkUp);
    return left > 0 || drain-- > 0;
  }

  /** Links and writes of the control processor. */
  private void disturb(long cycle) {
    if (random.nextInt(LINK_INTERVAL_CYCLES) == 0) {
      int port = random.nextInt(linkUp.length);
      linkUp[port] = random.nextInt(3) != 0;
      model.linkUp(port, linkUp[port]);
    }
    if (!writePauses.next()) {
      registers.write(cycle);
    }
  }
}
