package org.mpnic.wire.capture;

/** An interface that a pcapng section describes. */
final class CaptureInterface {
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int NS_DIGITS = 9;
  private static final int MAX_DIGITS = 18;

  private final int linkType;
  private final long snapLength;
  private boolean binary;
  private int exponent = 6;
  private long offsetSeconds;

  CaptureInterface(int linkType, long snapLength) {
    this.linkType = linkType;
    this.snapLength = snapLength;
  }

  int linkType() {
    return linkType;
  }

  /** Most bytes of a packet that are captured. */
  long snapLength() {
    return snapLength == 0 ? Long.MAX_VALUE : snapLength;
  }

  /** Option if_tsresol: ticks of 10^-n seconds, or of 2^-n when the highest bit is set. */
  void setResolution(int value) {
    binary = (value & 0x80) != 0;
    exponent = value & 0x7f;
  }

  /** Option if_tsoffset. */
  void setOffsetSeconds(long seconds) {
    offsetSeconds = seconds;
  }

  /** Nanoseconds since 1970 of a time stamp in this interface's ticks. */
  long toNanoseconds(long ticks) {
    return offsetSeconds * NS_PER_SECOND + (binary ? fromBinary(ticks) : fromDecimal(ticks));
  }

  private long fromBinary(long ticks) {
    if (exponent >= Long.SIZE) {
      return 0;
    }
    final long seconds = ticks >>> exponent;
    final long fraction = ticks & (1L << exponent) - 1;
    // Beyond 32 binary digits the rest is less than a nanosecond.
    final int surplus = Math.max(0, exponent - 32);
    return seconds * NS_PER_SECOND
        + ((fraction >>> surplus) * NS_PER_SECOND >>> exponent - surplus);
  }

  private long fromDecimal(long ticks) {
    final int digits = Math.min(exponent, MAX_DIGITS);
    long scale = 1;
    for (int i = Math.min(digits, NS_DIGITS); i < Math.max(digits, NS_DIGITS); i++) {
      scale *= 10;
    }
    return digits <= NS_DIGITS ? ticks * scale : Long.divideUnsigned(ticks, scale);
  }
}
