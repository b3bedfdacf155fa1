package org.mpnic.model.top;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BufferCredits;
import org.mpnic.model.rx.HeaderEventSink;
import org.mpnic.model.rx.HeaderWord;

/**
 * The header stages as one function with constant latencies.
 *
 * <p>Contract: a beat offered in cycle a leaves rx_parser at a + {@link #parserCycles} and
 * rx_checksum another {@link #checksumCycles} later. A word granted in cycle T enters steering at T
 * + {@link #steeringCycles}, and its decision is pushed at T + {@link #decisionCycles}; never
 * stalled.
 */
interface HeaderPipeline {
  /** Runs rx_parser and rx_checksum on a word. */
  void parse(HeaderWord word);

  /**
   * Reads what {@link #process} will read of the tables for parsed words {@code [0, count)}, and
   * changes nothing: a hint for the host's caches.
   */
  default void lookAhead(HeaderWord[] words, int count) {}

  /** Words that {@link #lookAhead} wants to see together, 1 when it does nothing. */
  default int wordsAhead() {
    return 1;
  }

  /** Runs every stage from flow_table to steering on a parsed word. */
  void process(HeaderWord word);

  /** Cycles of a beat through rx_parser. */
  int parserCycles();

  /** Cycles of a beat through rx_checksum. */
  int checksumCycles();

  /** Cycles from a grant to the word's entry into steering. */
  int steeringCycles();

  /** Cycles from a grant to the decision FIFO. */
  int decisionCycles();

  /** Back to cycle 0. */
  void reset();

  /** Builds the stages around what they need of the rest of the card. */
  @FunctionalInterface
  interface Factory {
    /**
     * Builds the stages.
     *
     * @param counters counted in by index of {@link CounterTable}
     * @param probe may be null
     */
    HeaderPipeline build(
        NicConfig config,
        HeaderEventSink events,
        BufferCredits credits,
        long[] counters,
        Probe probe);
  }
}
