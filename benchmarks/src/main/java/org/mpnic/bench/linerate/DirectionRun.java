package org.mpnic.bench.linerate;

import java.util.Map;

/**
 * What one direction made of frames at line rate, before the host link's arithmetic.
 *
 * @param share of line rate
 * @param drops frames dropped in the whole run
 * @param packetsPerCycle all ports together
 * @param limit wire, or the stage that limits
 * @param load what crossed the host link
 * @param fifos peaks of the second half
 * @param steady none was higher than in the first
 * @param latencyName what {@code latency} is
 * @param latency of frames
 */
record DirectionRun(
    double share,
    long drops,
    double packetsPerCycle,
    String limit,
    LinkLoad load,
    Map<String, FifoPeak> fifos,
    boolean steady,
    String latencyName,
    CycleRange latency) {

  /** No FIFO was fuller later than before. */
  static boolean steady(Map<String, FifoPeak> before, Map<String, FifoPeak> after) {
    return after.keySet().stream()
        .allMatch(name -> after.get(name).peak() <= before.get(name).peak());
  }
}
