package org.mpnic.model.tx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class DssInserterTest extends DssInserterContract {
  @Override
  protected Stage stage(NicConfig config) {
    TxConnections connections = new TxConnections(config);
    TxSubflows subflows = new TxSubflows(config, connections);
    DssInserter inserter =
        new DssInserter(
            config, connections, subflows, new FixedReceiveState(), new long[CounterTable.COUNT]);
    return new Stage() {
      @Override
      public TxConnections connections() {
        return connections;
      }

      @Override
      public TxSubflows subflows() {
        return subflows;
      }

      @Override
      public List<Made> make(List<Job> jobs) {
        List<Made> made = new ArrayList<>();
        for (Job job : jobs) {
          TxSlice slice = new TxSlice();
          slice.clear();
          inserter.insert(slice, job.segment(), job.cycle());
          made.add(new Made(Arrays.copyOf(slice.header, slice.headerBytes), slice.finish));
        }
        return made;
      }
    };
  }
}
