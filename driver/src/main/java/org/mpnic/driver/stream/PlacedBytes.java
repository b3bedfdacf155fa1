package org.mpnic.driver.stream;

/**
 * The payload bytes of a subflow that have their place in the data. The first mapping that was
 * processed gives it; none that comes later may give another (RFC 8684 section 3.3.1: a mapping is
 * fixed once it was processed), whatever it says and however right its checksum is.
 */
final class PlacedBytes {
  private final IntervalSet placed = new IntervalSet();

  /** Gives the stream those of the bytes that had no place before. */
  void place(ConnectionStream stream, long start, long dsn, byte[] bytes, int offset, int length) {
    final long end = start + length;
    final long position = stream.position(dsn);
    long at = placed.coveredUpTo(start);
    while (at < end) {
      final long gapEnd = Math.min(end, placed.nextCovered(at));
      final int skip = (int) (at - start);
      stream.accept(position + skip, bytes, offset + skip, (int) (gapEnd - at));
      at = placed.coveredUpTo(gapEnd);
    }
    placed.add(start, end);
  }

  /** Whether all bytes of [start, end) have their place. */
  boolean covers(long start, long end) {
    return placed.covers(start, end);
  }
}
