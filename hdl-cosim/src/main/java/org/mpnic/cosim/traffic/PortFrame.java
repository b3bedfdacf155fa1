package org.mpnic.cosim.traffic;

/**
 * A frame and when its first beat enters its port.
 *
 * @param bytes without FCS; not changed any more
 * @param port port of the card
 * @param firstBeatCycle cycle, rising from frame to frame of a port
 */
public record PortFrame(byte[] bytes, int port, long firstBeatCycle) {}
