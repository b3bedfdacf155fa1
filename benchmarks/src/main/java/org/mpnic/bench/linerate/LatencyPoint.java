package org.mpnic.bench.linerate;

/**
 * How long frames of one size took through the receive datapath, and how many of them at once;
 * simulated.
 *
 * @param size frame size in bytes, FCS included
 * @param load a frame alone, line rate on every port, or a beat every cycle on every port
 * @param packets granted by port_arbiter
 * @param grantCycles cycles from the first grant to the last
 * @param packetsPerCycle granted in one of these
 * @param completions that became visible in host memory
 * @param completionCycles cycles from the first of them to the last
 * @param drops frames dropped, all at packet_buffer
 * @param minCycles from a frame's first beat to its completion in host memory
 * @param maxCycles the same, at most
 * @param minNs minCycles in nanoseconds
 * @param maxNs maxCycles in nanoseconds
 */
public record LatencyPoint(
    int size,
    String load,
    long packets,
    long grantCycles,
    double packetsPerCycle,
    long completions,
    long completionCycles,
    long drops,
    long minCycles,
    long maxCycles,
    double minNs,
    double maxNs) {}
