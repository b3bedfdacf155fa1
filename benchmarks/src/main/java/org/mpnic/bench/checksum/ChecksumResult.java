package org.mpnic.bench.checksum;

import java.util.Map;

/**
 * Sums of one size; bytes are in the processor's nearest cache.
 *
 * @param bytes bytes that are summed
 * @param nanoseconds of the model's sum, best run
 * @param gigabytesPerSecond of the model's sum, best run
 * @param medianNanoseconds of the model's sum
 * @param bestOfC the fastest of the sums in C at this size, null without one
 * @param ratioToC its time to the model's: best run to best run, null without one
 * @param baselines nanoseconds of each sum in C, best run
 */
public record ChecksumResult(
    int bytes,
    double nanoseconds,
    double gigabytesPerSecond,
    double medianNanoseconds,
    String bestOfC,
    Double ratioToC,
    Map<String, Double> baselines) {}
