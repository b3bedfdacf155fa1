package org.mpnic.device;

/**
 * CAPTURE_STOP on a card with a wire: when nothing is under way any more, mappings that still hold
 * data are ended, and time goes on until their completions are out.
 */
final class WireStop {
  private static final long FLUSH_CYCLES = 1 << 16;

  private boolean begun;
  private boolean flushed;
  private long doneCycle;

  /** The command came. */
  void begin() {
    begun = true;
    flushed = false;
  }

  /** Goes on; true when all is out and the host can be told. */
  boolean isDone(WireRounds rounds, Datapath datapath) {
    if (!begun || !rounds.isAtEnd() || datapath.completedCycle() < rounds.cycle()) {
      return false;
    }
    if (!flushed) {
      flushed = datapath.flushMappings();
      doneCycle = rounds.cycle() + FLUSH_CYCLES;
      return false;
    }
    return rounds.cycle() >= doneCycle;
  }

  /** The host was told. */
  void end() {
    begun = false;
  }
}
