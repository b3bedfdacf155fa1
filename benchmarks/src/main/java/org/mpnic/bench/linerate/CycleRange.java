package org.mpnic.bench.linerate;

/**
 * Least and most cycles that something took.
 *
 * @param minCycles at least
 * @param maxCycles at most
 */
public record CycleRange(long minCycles, long maxCycles) {
  @Override
  public String toString() {
    return minCycles + "-" + maxCycles;
  }
}
