package org.mpnic.model.tx;

/**
 * When the control processor's writes reach the tables of the transmit side: one every {@value
 * #SPACING_CYCLES} cycles, over all of them.
 *
 * <p>subflow_scheduler lets writes wait while it reads the contexts of a decision. With this
 * distance all of them are taken before the next decision begins, so that none ever sees an older
 * value than one that began in the cycle after the write.
 */
final class ControlWrites {
  /** Cycles from one write to the next at least. */
  static final int SPACING_CYCLES = 4;

  private long next;

  /** The cycle from which a write holds that is ready in {@code cycle}. */
  long take(long cycle) {
    long effective = Math.max(cycle, next);
    next = effective + SPACING_CYCLES;
    return effective;
  }

  /** First cycle in which all writes so far hold. */
  long heldCycle() {
    return next - SPACING_CYCLES + 1;
  }

  void reset() {
    next = 0;
  }
}
