package org.mpnic.bench.stages;

import org.mpnic.abi.CounterTable;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;

/** The header stages of a card with subflows of {@link org.mpnic.bench.ReceiveFrames}. */
final class HeaderPipeline {
  private final HeaderStages stages;
  private final ProgrammedSubflows subflows;

  /** Stages whose tables hold subflows 0 to {@code count} - 1, of MPTCP. */
  HeaderPipeline(NicConfig config, int count) {
    long[] counters = new long[CounterTable.COUNT];
    // Steering is not run, so that nobody asks for buffers.
    stages = new HeaderStages(config, (word, cycle) -> true, word -> 0, counters);
    subflows = new ProgrammedSubflows(count, true);
    subflows.attach(config, stages, counters, event -> {});
  }

  /** The stages. */
  HeaderStages stages() {
    return stages;
  }

  /** Forgets all segments. */
  void reset() {
    stages.reset();
    subflows.reset();
  }
}
