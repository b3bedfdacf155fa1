package org.mpnic.wire;

/**
 * Arithmetic on sequence numbers that wrap: 32-bit TCP sequence numbers and subflow sequence
 * numbers (RFC 9293 section 3.4), and 64-bit data sequence numbers (RFC 8684 section 3.3.1).
 */
public final class Sequence {
  private Sequence() {}

  /** Whether {@code a} comes before {@code b}: b - a is in 1 to 2^31 - 1. */
  public static boolean before(int a, int b) {
    return a - b < 0;
  }

  /** Whether {@code a} comes before {@code b}: b - a is in 1 to 2^63 - 1. */
  public static boolean before(long a, long b) {
    return a - b < 0;
  }

  /** Signed distance from {@code from} to {@code to}, -2^31 to 2^31 - 1. */
  public static int distance(int from, int to) {
    return to - from;
  }

  /** Signed distance from {@code from} to {@code to}, -2^63 to 2^63 - 1. */
  public static long distance(long from, long to) {
    return to - from;
  }

  /** The later of two numbers. */
  public static int max(int a, int b) {
    return before(a, b) ? b : a;
  }

  /** The later of two numbers. */
  public static long max(long a, long b) {
    return before(a, b) ? b : a;
  }

  /** The earlier of two numbers. */
  public static int min(int a, int b) {
    return before(b, a) ? b : a;
  }

  /** The earlier of two numbers. */
  public static long min(long a, long b) {
    return before(b, a) ? b : a;
  }

  /**
   * The 64-bit number nearest {@code reference} whose low 32 bits are {@code low}: at most 2^31
   * behind it or 2^31 - 1 ahead of it.
   */
  public static long extend(long reference, int low) {
    return reference + (low - (int) reference);
  }
}
