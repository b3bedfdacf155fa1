package org.mpnic.cosim.twin;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.DssMapperContract;
import org.mpnic.model.rx.JavaStage;
import org.mpnic.model.rx.StageUnderTest;

/**
 * The contract of dss_mapper holds for its verilated RTL: see {@link RtlStage} for what that says.
 */
class DssMapperCosimTest extends DssMapperContract {
  @RegisterExtension final RtlStages rtl = RtlStages.ofWords("dss_mapper");

  DssMapperCosimTest() {
    super(RtlStages.SMALL);
  }

  @Override
  protected StageUnderTest stage(NicConfig config) {
    DssMapper mapper = new DssMapper(config, new long[CounterTable.COUNT]);
    return rtl.stage(
        config,
        new JavaStage(DssMapper.latencyCycles(config), mapper::process, mapper.mappingContexts()));
  }

  @Override
  protected NicConfig near(NicConfig wanted) {
    return RtlStages.near(wanted);
  }
}
