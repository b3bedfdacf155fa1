package org.mpnic.cosim.lockstep;

/**
 * One stage under lockstep: makes the input, runs the model on it, and tells what the RTL's outputs
 * must be.
 */
public interface StageTwin {
  /** Cycles that are driven before they are compared. */
  int CHUNK_CYCLES = 1024;

  /** The RTL module's ports and parameters. */
  StagePorts ports();

  /**
   * Drives one cycle; cycles come in order, 0 is the first after reset.
   *
   * @param cycle the cycle
   * @param stimulus receives the inputs of the cycle
   * @param expectation receives outputs of this cycle and of later ones
   * @return whether there is more to come; false when the input has ended and every output of it
   *     lies in this cycle or before
   */
  boolean drive(long cycle, Stimulus stimulus, Expectation expectation);

  /**
   * Cycles ahead of the oldest one that is not compared yet that {@link #drive} tells of, a power
   * of two; chunks of {@value #CHUNK_CYCLES} cycles are driven before they are compared.
   */
  default int horizonCycles() {
    return 8 * CHUNK_CYCLES;
  }
}
