package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class FlowTableTest extends FlowTableContract {
  @Override
  protected StageUnderTest stage(NicConfig config, HeaderEventSink sink) {
    FlowTable table = new FlowTable(config, sink, new long[CounterTable.COUNT]);
    return new JavaStage(
        FlowTable.latencyCycles(config),
        table::process,
        table.flows().slots(),
        table.tokens().slots());
  }
}
