package org.mpnic.bench.growth;

import java.util.List;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.table.ContextArray;

/**
 * Size of one table of the header pipeline.
 *
 * @param stage that reads it
 * @param table its name
 * @param entries that it has
 * @param bitsPerEntry bits of an entry, as the stage's contract has them
 * @param bits of all entries
 */
public record TableSize(String stage, String table, long entries, int bitsPerEntry, long bits) {
  /** Key of 289 bits, subflow id, generation, and whether the slot is used. */
  private static final int FLOW_BITS = 289 + 20 + 12 + 1;

  /** Token, queue, connection id, and whether the slot is used. */
  private static final int TOKEN_BITS = 32 + 16 + 20 + 1;

  /** Tables of the stages, in the order in which a header meets them. */
  static List<TableSize> of(HeaderStages stages) {
    return List.of(
        of("flow_table", stages.flowTable().flows().slots(), FLOW_BITS),
        of("flow_table", stages.flowTable().tokens().slots(), TOKEN_BITS),
        context("subflow_tracker", stages.subflowTracker().contexts()),
        context("dss_mapper", stages.dssMapper().mappingContexts()),
        context("dss_mapper", stages.dssMapper().sumContexts()),
        context("connection_tracker", stages.connectionTracker().contexts()),
        context("steering", stages.steering().losses()));
  }

  /** A context is one word of memory, in the model a number of 64-bit words. */
  private static TableSize context(String stage, ContextArray array) {
    return of(stage, array, 64 * array.wordsPerEntry());
  }

  private static TableSize of(String stage, ContextArray array, int bits) {
    return new TableSize(stage, array.name(), array.entries(), bits, (long) bits * array.entries());
  }
}
