package org.mpnic.cosim.engine;

import org.mpnic.cosim.lockstep.Stimulus;

/**
 * What stands on one side of the RTL: drives some of its inputs, looks at some of its outputs.
 *
 * <p>All inputs of a run of cycles are driven before its outputs are seen. So what a part makes of
 * an output must not change an input sooner than {@link #reactionCycles} later.
 */
interface RtlPart {
  /** Cycles from an output to the first input that depends on it. */
  default int reactionCycles() {
    return Integer.MAX_VALUE;
  }

  /**
   * First cycle that cannot be driven yet, for want of something from outside.
   *
   * @param from the next cycle
   * @param to cycle behind the last that is wanted
   * @return {@code to} when nothing is missing
   */
  default long drivableTo(long from, long to) {
    return to;
  }

  /** Drives a cycle; cycles come in order. */
  default void drive(long cycle, Stimulus stimulus) {}

  /**
   * Looks at the outputs of a cycle; cycles come in order.
   *
   * @return false when what they bring has no place outside yet: it is to be called again then
   */
  default boolean observe(long cycle, Outputs outputs) {
    return true;
  }

  /**
   * First cycle from {@code cycle} on in which this part has something to drive, if everything that
   * it waits for from the RTL has come; {@code cycle} if it waits, Long.MAX_VALUE for never.
   */
  default long nextDrive(long cycle) {
    return Long.MAX_VALUE;
  }
}
