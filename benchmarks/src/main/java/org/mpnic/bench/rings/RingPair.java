package org.mpnic.bench.rings;

/** Two processes with a ring between them. */
interface RingPair extends AutoCloseable {
  /**
   * Entries a second from one process to the other, the median of windows of {@value
   * RingTimes#WINDOW} entries.
   *
   * @param batch entries that are sent and received at once, at most
   * @param milliseconds how long
   */
  double stream(int batch, int milliseconds);

  /**
   * Times of an entry there and back.
   *
   * @return median and 99th percentile, ns
   */
  long[] ping(int milliseconds);

  @Override
  void close();
}
