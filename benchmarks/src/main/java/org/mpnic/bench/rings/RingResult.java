package org.mpnic.bench.rings;

import java.util.List;

/**
 * One ring at one batch size.
 *
 * @param ring driver, c or rte_ring
 * @param batch entries sent and received at once, at most
 * @param entriesPerSecond median of the runs, each the median of its windows
 * @param least slowest run
 * @param most fastest run
 * @param ratioToC median over the rounds of this ring to the C ring's run in the same round; null
 *     without one
 * @param runs entries a second of each run
 */
public record RingResult(
    String ring,
    int batch,
    double entriesPerSecond,
    double least,
    double most,
    Double ratioToC,
    List<Double> runs) {}
