package org.mpnic.bench.linerate;

/**
 * How full a FIFO was at most.
 *
 * @param peak places in use
 * @param depth places that there are
 */
public record FifoPeak(long peak, long depth) {
  /** Share of the places, 0 to 1. */
  double fill() {
    return (double) peak / depth;
  }
}
