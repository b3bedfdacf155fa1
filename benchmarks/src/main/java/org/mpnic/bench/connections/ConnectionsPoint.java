package org.mpnic.bench.connections;

import java.util.List;

/**
 * Cost of a packet at one number of connections.
 *
 * @param connections connections, of one subflow each
 * @param nanosecondsPerPacket processor time of a packet, best run
 * @param medianNanoseconds median run
 * @param runs of every run
 */
public record ConnectionsPoint(
    int connections, double nanosecondsPerPacket, double medianNanoseconds, List<Double> runs) {}
