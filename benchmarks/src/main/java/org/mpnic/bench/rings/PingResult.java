package org.mpnic.bench.rings;

/**
 * An entry's way there and back.
 *
 * @param ring driver, c or rte_ring
 * @param medianNanoseconds median of the runs' medians
 * @param p99Nanoseconds median of the runs' 99th percentiles
 */
public record PingResult(String ring, long medianNanoseconds, long p99Nanoseconds) {}
