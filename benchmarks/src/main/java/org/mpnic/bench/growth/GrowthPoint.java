package org.mpnic.bench.growth;

import java.util.List;
import org.mpnic.bench.linerate.CycleRange;

/**
 * A card with so many subflows, frames of which come in uniformly random order.
 *
 * <p>Simulated figures first; {@code host} is measured.
 *
 * @param subflows programmed
 * @param memory kind of memory of the tables: on chip or external
 * @param readLatencyCycles from a table's address to its data
 * @param accessesPerCycle reads that the flow table's memory starts in a cycle
 * @param offeredPerCycle packets offered in a cycle by both ports together
 * @param packets granted
 * @param packetsPerCycle granted in a cycle, from the first to the last
 * @param drops frames dropped
 * @param latency cycles from the first beat to the completion in host memory
 * @param tables sizes of the tables
 * @param bits of all tables
 * @param bitsPerSubflow the same for each subflow that is programmed
 * @param host memory and time of the model
 */
public record GrowthPoint(
    int subflows,
    String memory,
    int readLatencyCycles,
    int accessesPerCycle,
    double offeredPerCycle,
    long packets,
    double packetsPerCycle,
    long drops,
    CycleRange latency,
    List<TableSize> tables,
    long bits,
    double bitsPerSubflow,
    HostCost host) {}
