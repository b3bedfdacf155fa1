package org.mpnic.device.port;

/**
 * When the first beat of each frame of one port arrives, in cycles, from the frames' sizes and the
 * port's rate.
 *
 * <p>The port's place on the wire is counted in bytes: preamble and start delimiter (8), the frame,
 * its check sequence (4) and the gap (12). Byte {@code n} has arrived in cycle {@code floor(n *
 * cyclesPerByteNumerator / cyclesPerByteDenominator)}, 33/1280 for 100 Gbit/s at 322.265625 MHz.
 * All arithmetic is in integers, so that a capture has the same cycles everywhere.
 */
public final class ArrivalClock {
  /** Preamble and start frame delimiter before each frame, in bytes (IEEE 802.3 clause 3.1.1). */
  public static final int PREAMBLE_BYTES = 8;

  /** Frame check sequence, on the wire but not on the bus, in bytes. */
  public static final int CHECK_SEQUENCE_BYTES = 4;

  /** Least gap between frames, in bytes (IEEE 802.3 clause 4.4.2). */
  public static final int GAP_BYTES = 12;

  /** Shortest frame without its check sequence, in bytes (IEEE 802.3 clause 4A.4.2). */
  public static final int LEAST_BUS_BYTES = 60;

  /** Latest cycle that {@link #notBefore} takes: far beyond any capture, and safe from overflow. */
  public static final long MAXIMUM_CYCLE = 1L << 53;

  private final int beatBytes;
  private final long numerator;
  private final long denominator;
  private long wireBytes;
  private long lastBeatCycle = -1;

  /**
   * A port at wire byte 0 and cycle 0.
   *
   * @param beatBytes bytes of a full beat
   * @param clockHertz clock of the datapath, in hertz
   * @param portBitsPerSecond rate of the port, in bit/s
   * @throws IllegalArgumentException if clock and rate have no common divisor that makes their
   *     product fit 63 bits
   */
  public ArrivalClock(int beatBytes, long clockHertz, long portBitsPerSecond) {
    this.beatBytes = beatBytes;
    long divisor = greatestCommonDivisor(8 * clockHertz, portBitsPerSecond);
    this.numerator = 8 * clockHertz / divisor;
    this.denominator = portBitsPerSecond / divisor;
    if (Math.multiplyHigh(numerator, denominator) != 0 || numerator * denominator < 0) {
      throw new IllegalArgumentException(
          "clock of "
              + clockHertz
              + " Hz and rate of "
              + portBitsPerSecond
              + " bit/s: take rounder values");
    }
  }

  /** Cycles per wire byte, the numerator of the reduced fraction. */
  public long cyclesPerByteNumerator() {
    return numerator;
  }

  /** Cycles per wire byte, the denominator of the reduced fraction. */
  public long cyclesPerByteDenominator() {
    return denominator;
  }

  /** Back to wire byte 0. */
  public void reset() {
    wireBytes = 0;
    lastBeatCycle = -1;
  }

  /**
   * Lets the wire idle so that the next frame's first beat arrives in {@code cycle} or later.
   *
   * @param cycle 0 to {@link #MAXIMUM_CYCLE}; greater values are taken as the maximum
   * @param busBytes size of the next frame without its check sequence, in bytes
   */
  public void notBefore(long cycle, int busBytes) {
    long wanted = Math.min(cycle, MAXIMUM_CYCLE);
    if (wanted <= nextFirstBeat(busBytes)) {
      return;
    }
    long arrived = ceilDivide(wanted, denominator, numerator);
    wireBytes = Math.max(wireBytes, arrived - PREAMBLE_BYTES - firstBeatBytes(busBytes));
  }

  /** Cycle in which the first beat of a frame of {@code busBytes} would arrive if it came next. */
  public long nextFirstBeat(int busBytes) {
    return floorMultiply(wireBytes + PREAMBLE_BYTES + firstBeatBytes(busBytes));
  }

  /**
   * Puts a frame on the wire. Frames shorter than Ethernet's least take the least's time, as if
   * padded; a bus that is slower than the port takes one beat a cycle.
   *
   * @param busBytes size of the frame without its check sequence, in bytes
   * @return cycle in which its first beat arrives
   */
  public long arrive(int busBytes) {
    notBefore(lastBeatCycle + 1, busBytes);
    long first = nextFirstBeat(busBytes);
    int behindFirst = Math.max(0, busBytes - beatBytes);
    long beatsBehindFirst = (behindFirst + beatBytes - 1L) / beatBytes;
    lastBeatCycle = first + Math.max(floorMultiply(behindFirst), beatsBehindFirst);
    wireBytes +=
        PREAMBLE_BYTES + Math.max(busBytes, LEAST_BUS_BYTES) + CHECK_SEQUENCE_BYTES + GAP_BYTES;
    return first;
  }

  private int firstBeatBytes(int busBytes) {
    return Math.min(beatBytes, Math.max(busBytes, LEAST_BUS_BYTES));
  }

  private long floorMultiply(long bytes) {
    return bytes / denominator * numerator + bytes % denominator * numerator / denominator;
  }

  /** ceil(value * multiplier / divisor) without overflow for the ranges of this class. */
  private static long ceilDivide(long value, long multiplier, long divisor) {
    long rest = value % divisor * multiplier;
    return value / divisor * multiplier + (rest + divisor - 1) / divisor;
  }

  private static long greatestCommonDivisor(long first, long second) {
    return second == 0 ? first : greatestCommonDivisor(second, first % second);
  }
}
