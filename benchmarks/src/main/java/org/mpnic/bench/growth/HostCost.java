package org.mpnic.bench.growth;

/**
 * What the model needs on the host; measured, so never the same.
 *
 * @param memoryBytes of the heap for the card with its tables
 * @param memoryBytesPerSubflow the same for each subflow, less what a card with one needs; null of
 *     a card with one
 * @param buildSeconds to make the tables and program all subflows
 * @param packetsPerSecond simulated, making the frames included
 */
public record HostCost(
    long memoryBytes, Double memoryBytesPerSubflow, double buildSeconds, double packetsPerSecond) {}
