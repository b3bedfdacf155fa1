package org.mpnic.bench.speed;

/**
 * Model and verilated RTL on the same packets, at one frame size: the best of the runs that each
 * has had, by turns.
 *
 * @param size frame size, bytes, FCS included
 * @param packets packets of a run
 * @param cycles cycles of the card of a run
 * @param modelSeconds processor time of the model's best run
 * @param verilatorSeconds processor time of the RTL's best run, its driver included
 * @param modelPacketsPerSecond packets a second of the model's best run
 * @param verilatorPacketsPerSecond packets a second of the RTL's best run
 * @param modelMegacyclesPerSecond cycles of the card a second, millions
 * @param verilatorMegacyclesPerSecond the same of the RTL
 * @param ratio packets a second of the model to those of the RTL
 * @param driverShare share of the RTL's time that its driver takes
 * @param modelSpread the model's slowest run to its best, in time
 * @param verilatorSpread the same of the RTL
 * @param completions completions that were compared, all 64 bytes of each
 * @param equal completions and host memory were the same, byte for byte
 */
public record SpeedRun(
    int size,
    int packets,
    long cycles,
    double modelSeconds,
    double verilatorSeconds,
    double modelPacketsPerSecond,
    double verilatorPacketsPerSecond,
    double modelMegacyclesPerSecond,
    double verilatorMegacyclesPerSecond,
    double ratio,
    double driverShare,
    double modelSpread,
    double verilatorSpread,
    int completions,
    boolean equal) {}
