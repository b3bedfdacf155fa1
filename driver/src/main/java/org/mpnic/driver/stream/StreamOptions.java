package org.mpnic.driver.stream;

/**
 * Limits of a {@link StreamReceiver}.
 *
 * @param memoryBytes host memory for what waits: out-of-order data, mappings without verdict, data
 *     without mapping; what does not fit is given up and counted
 * @param reorderingFrames frames of the whole card within which the order of arrival may differ
 *     from the order of sending: for so long data waits for its SYN before it counts as partial.
 *     Data without mapping waits to the end, or until half of the memory is used, before it counts
 *     as fallback
 * @param windowBytes data farther than this from the rest of its stream is left out, at most 2^30
 * @param maxSubflows TCP connections followed at a time
 */
public record StreamOptions(
    long memoryBytes, int reorderingFrames, long windowBytes, int maxSubflows) {
  /** Half of the Java heap, at most 1 GiB; 1024 frames; 2^30 bytes; 65,536 connections. */
  public static final StreamOptions DEFAULT =
      new StreamOptions(
          Math.min(Runtime.getRuntime().maxMemory() / 2, 1L << 30), 1024, 1L << 30, 1 << 16);

  /** Refuses values out of range. */
  public StreamOptions {
    check("memoryBytes", memoryBytes, 1 << 16, Long.MAX_VALUE >> 1);
    check("reorderingFrames", reorderingFrames, 1, 1 << 24);
    check("windowBytes", windowBytes, 1 << 16, 1L << 30);
    check("maxSubflows", maxSubflows, 1, 1 << 24);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", must be " + least + " to " + most);
    }
  }
}
