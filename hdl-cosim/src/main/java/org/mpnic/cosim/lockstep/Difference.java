package org.mpnic.cosim.lockstep;

import java.util.List;

/**
 * The first place at which RTL and model differ.
 *
 * @param stage the stage
 * @param seed seed of the run
 * @param cycle cycle, 0 is the first after reset
 * @param boundary boundary of the stage
 * @param signal output of the RTL, or the name of the assertion that failed
 * @param expected the model's value, hexadecimal
 * @param actual the RTL's value, hexadecimal
 * @param lastCycles every cycle's valid signals and non-zero inputs, up to 16 cycles, the last one
 *     is {@code cycle}
 * @param wave waveform file, or null
 */
public record Difference(
    String stage,
    long seed,
    long cycle,
    String boundary,
    String signal,
    String expected,
    String actual,
    List<String> lastCycles,
    String wave) {
  Difference withWave(String file) {
    return new Difference(stage, seed, cycle, boundary, signal, expected, actual, lastCycles, file);
  }
}
