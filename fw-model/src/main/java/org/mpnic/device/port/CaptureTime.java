package org.mpnic.device.port;

/**
 * Time stamps of a capture as cycles of the datapath's clock, counted from the first time stamp
 * seen.
 *
 * <p>Captures may step back in time or jump by years; both are taken as they come and bounded,
 * never as an error.
 */
final class CaptureTime {
  private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

  /** Longest span that is told apart, in seconds: half a year. */
  private static final long MAXIMUM_SECONDS = 1L << 24;

  private final long clockHertz;
  private boolean started;
  private long originNs;

  CaptureTime(long clockHertz) {
    this.clockHertz = clockHertz;
  }

  /** Forgets the first time stamp. */
  void reset() {
    started = false;
  }

  /**
   * Cycle of a time stamp.
   *
   * @param timestampNs nanoseconds since any origin
   * @return 0 for the first time stamp and for earlier ones
   */
  long cycleOf(long timestampNs) {
    if (!started) {
      started = true;
      originNs = timestampNs;
    }
    if (timestampNs <= originNs) {
      return 0;
    }
    long elapsedNs = timestampNs - originNs;
    if (elapsedNs < 0) {
      elapsedNs = Long.MAX_VALUE;
    }
    long seconds = Math.min(elapsedNs / NANOSECONDS_PER_SECOND, MAXIMUM_SECONDS);
    long restNs = elapsedNs % NANOSECONDS_PER_SECOND;
    return seconds * clockHertz + restNs * clockHertz / NANOSECONDS_PER_SECOND;
  }
}
