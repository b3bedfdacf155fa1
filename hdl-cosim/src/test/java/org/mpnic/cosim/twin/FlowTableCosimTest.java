package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;
import org.mpnic.model.rx.FlowTableContract;
import org.mpnic.model.rx.HeaderEventSink;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.StageUnderTest;

/**
 * The contract of flow_table holds for its verilated RTL: see {@link RtlStage} for what that says.
 */
class FlowTableCosimTest extends FlowTableContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofWords("flow_table");

  FlowTableCosimTest() {
    super(RtlStages.SMALL);
  }

  @Override
  protected StageUnderTest stage(NicConfig config, HeaderEventSink sink) {
    RtlStage[] stage = new RtlStage[1];
    FlowTable table =
        new FlowTable(
            config,
            (word, cycle) -> stage[0].event(word, sink.offer(word, cycle)),
            new long[CounterTable.COUNT]);
    stage[0] =
        rtl.stage(
            config,
            new JavaStage(
                FlowTable.latencyCycles(config),
                table::process,
                table.flows().slots(),
                table.tokens().slots()));
    return stage[0];
  }
}
