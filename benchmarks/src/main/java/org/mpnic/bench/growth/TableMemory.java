package org.mpnic.bench.growth;

import org.mpnic.model.config.NicConfig;

/** Kinds of memory behind the tables of the header pipeline. */
enum TableMemory {
  /** Block RAM of the card's chip, two accesses a cycle. */
  ON_CHIP("on chip", 2, 2),
  /** HBM or DDR that starts two accesses a cycle. */
  EXTERNAL("external", 60, 2),
  /** HBM or DDR that starts one access a cycle; a header takes two. */
  EXTERNAL_SLOW("external", 60, 1);

  private static final int ON_CHIP_CYCLES = 2;
  private static final int DECISION_FIFO_DEPTH = 512;

  final String text;
  final int readLatencyCycles;
  final int accessesPerCycle;

  TableMemory(String text, int readLatencyCycles, int accessesPerCycle) {
    this.text = text;
    this.readLatencyCycles = readLatencyCycles;
    this.accessesPerCycle = accessesPerCycle;
  }

  /** The default card with tables in this memory, for so many subflows, a connection each. */
  NicConfig config(int subflows) {
    int entries = Math.max(4, Integer.highestOneBit(Math.max(2 * subflows - 1, 1)));
    var builder =
        NicConfig.DEFAULT.toBuilder()
            // Two-choice buckets take in about nine of ten slots for sure.
            .subflows(entries * 10L < subflows * 11L ? 2 * entries : entries)
            .connections(entries)
            .tableReadLatencyCycles(readLatencyCycles)
            .tableAccessesPerCycle(accessesPerCycle);
    if (readLatencyCycles > ON_CHIP_CYCLES) {
      // A port's credits must cover the cycles from grant to decision, half of which are its own.
      builder.decisionFifoDepth(DECISION_FIFO_DEPTH);
    }
    return builder.build();
  }
}
