package org.mpnic.ctl;

import java.nio.file.Path;
import org.mpnic.abi.SchedulePolicy;
import org.mpnic.driver.loop.LoopPlan;

/**
 * How to run a loop.
 *
 * @param plan what goes over the wire
 * @param devices device processes, 1 or 2
 * @param wire what the wire does to frames, as the device takes it
 * @param pcap file for the frames at the sending card's ports, null for none
 */
record LoopOptions(LoopPlan plan, int devices, String wire, Path pcap) {
  /** What a wire does unless it is told otherwise. */
  static final String DEFAULT_WIRE = "delay=10us";

  /**
   * One connection of two subflows on two ports, version 1 with checksums, frames of 1518 bytes.
   */
  static LoopOptions of(long bytes) {
    LoopPlan plan =
        new LoopPlan(bytes, 1, 2, 2, true, 1, SchedulePolicy.ROUND_ROBIN, false, 1518, 1);
    return new LoopOptions(plan, 1, DEFAULT_WIRE, null);
  }
}
