package org.mpnic.model.rx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;

class DssMapperTest extends DssMapperContract {
  @Override
  protected StageUnderTest stage(NicConfig config) {
    DssMapper mapper = new DssMapper(config, new long[CounterTable.COUNT]);
    return new JavaStage(
        DssMapper.latencyCycles(config),
        mapper::process,
        mapper.mappingContexts(),
        mapper.sumContexts());
  }
}
