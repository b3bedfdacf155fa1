package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

class SubflowSchedulerTest extends SubflowSchedulerContract {
  @Override
  protected Stage stage(NicConfig config) {
    TxConnections connections = new TxConnections(config);
    return new JavaScheduler(config, connections, new TxSubflows(config, connections));
  }

  /** The stage with one queue, whose head is set up for each decision. */
  private static final class JavaScheduler implements Stage {
    private final NicConfig config;
    private final TxConnections connections;
    private final TxSubflows subflows;
    private final QueueHead[] heads = new QueueHead[1];
    private final SubflowScheduler scheduler;
    private final long[] counters = new long[CounterTable.COUNT];
    private long cycle = 10;

    JavaScheduler(NicConfig config, TxConnections connections, TxSubflows subflows) {
      this.config = config;
      this.connections = connections;
      this.subflows = subflows;
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
    public void linkUp(int port, boolean up) {
      scheduler.linkUp(port, up);
    }

    @Override
    public Decision decide(int connection, int available, boolean dataEnds, boolean dataFin) {
      // Each control write of a test takes a cycle of its table's port.
      cycle += 10_000;
      TxQueue queue = new TxQueue(config, 0);
      queue.nextFetch = CycleHistory.FAR;
      queue.outstanding = dataEnds ? 0 : 1;
      TxDescriptor d = queue.addReady();
      d.type = TxDescriptor.STREAM;
      d.target = connection;
      d.length = available;
      d.dataFin = dataFin;
      queue.commit();
      queue.addToRun(d);
      heads[0] = new QueueHead(queue, 1);
      heads[0].refresh(cycle);
      int blocked = (int) counters[CounterTable.TX_DECISIONS_BLOCKED];
      scheduler.step(cycle);
      if (counters[CounterTable.TX_DECISIONS_BLOCKED] != blocked) {
        return new Decision(-1, 0, 0, 0, 0, false, false);
      }
      QueueHead head = heads[0];
      return new Decision(
          head.segment.subflow,
          head.segment.mappingDsn,
          head.segment.ssn,
          head.chunkBytes(),
          head.segmentPayload(),
          head.chunkFin(),
          head.isLastCopy());
    }
  }
}
