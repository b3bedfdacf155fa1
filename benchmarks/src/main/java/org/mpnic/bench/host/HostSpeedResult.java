package org.mpnic.bench.host;

import java.util.Map;

/**
 * Host speed with one set of parameters, in the report's unit.
 *
 * @param parameters of the benchmark
 * @param median of all samples of all forks
 * @param least slowest sample
 * @param most fastest sample
 * @param samples number of samples
 */
public record HostSpeedResult(
    Map<String, String> parameters, double median, double least, double most, long samples) {
  /** The parameters as text, for a plot. */
  public String label() {
    StringBuilder text = new StringBuilder();
    parameters.forEach((name, value) -> text.append(name).append(' ').append(value).append(' '));
    return text.toString().strip();
  }
}
