package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class SubflowSchedulerTest extends SubflowSchedulerContract {
  @Override
  protected Stage stage(NicConfig config) {
    TxConnections connections = new TxConnections(config);
    return new JavaScheduler(config, connections, new TxSubflows(config, connections));
  }

  /** The stage with one queue, whose head asks when it is told to. */
  private static final class JavaScheduler implements Stage, AskingHead {
    private final TxConnections connections;
    private final TxSubflows subflows;
    private final SubflowScheduler scheduler;
    private ScheduleAsk next;
    private Decision decision;
    private long cycle = 10;

    JavaScheduler(NicConfig config, TxConnections connections, TxSubflows subflows) {
      this.connections = connections;
      this.subflows = subflows;
      long[] counters = new long[CounterTable.COUNT];
      AskingHead[] heads = {this};
      this.scheduler = new SubflowScheduler(config, connections, subflows, heads, counters, null);
    }

    @Override
    public TxConnections connections() {
      return connections;
    }

    @Override
    public TxSubflows subflows() {
      return subflows;
    }

    @Override
    public long now() {
      return cycle;
    }

    @Override
    public void linkUp(int port, boolean up) {
      scheduler.linkUp(port, up);
    }

    @Override
    public Decision decide(ScheduleAsk ask) {
      // Each control write of a test takes some cycles.
      cycle += 10_000;
      next = ask;
      scheduler.step(cycle);
      return decision;
    }

    @Override
    public long askCycle() {
      return cycle;
    }

    @Override
    public void ask(ScheduleAsk ask) {
      ask.stream = next.stream;
      ask.copying = next.copying;
      ask.target = next.target;
      ask.available = next.available;
      ask.ends = next.ends;
      ask.dataFin = next.dataFin;
      ask.length = next.length;
      ask.ssn = next.ssn;
      ask.dsn = next.dsn;
    }

    @Override
    public void answer(ScheduleAnswer answer, long now) {
      decision = Decision.of(answer);
    }
  }
}
