package org.mpnic.ctl;

import java.nio.file.Path;
import org.mpnic.driver.loop.LoopPlan;

/**
 * How to run a loop.
 *
 * @param plan what goes over the wire
 * @param devices device processes, 1 or 2
 * @param wire what the wire does to frames, as the device takes it
 * @param pcap file for the frames at the sending card's ports, null for none
 */
record LoopOptions(LoopPlan plan, int devices, String wire, Path pcap) {}
