package org.mpnic.testbed.raw;

import java.util.HexFormat;

/** Big-endian numbers in byte arrays. */
public final class Bytes {
  private Bytes() {}

  /** Reads 16 bits, 0 to 65535. */
  public static int u16(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
  }

  /** Reads 32 bits. */
  public static int u32(byte[] b, int at) {
    return u16(b, at) << 16 | u16(b, at + 2);
  }

  /** Reads 64 bits. */
  public static long u64(byte[] b, int at) {
    return (long) u32(b, at) << 32 | u32(b, at + 4) & 0xffffffffL;
  }

  /** Writes the low 16 bits of a value. */
  public static void put16(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 8);
    b[at + 1] = (byte) value;
  }

  /** Writes 32 bits. */
  public static void put32(byte[] b, int at, int value) {
    put16(b, at, value >> 16);
    put16(b, at + 2, value);
  }

  /** Writes 64 bits. */
  public static void put64(byte[] b, int at, long value) {
    put32(b, at, (int) (value >> 32));
    put32(b, at + 4, (int) value);
  }

  /** Joins arrays into one. */
  public static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** The 8 bytes of a 64-bit value. */
  public static byte[] of64(long value) {
    byte[] b = new byte[8];
    put64(b, 0, value);
    return b;
  }

  /** Lower-case hex digits. */
  public static String hex(byte[] b) {
    return HexFormat.of().formatHex(b);
  }

  /**
   * Ones' complement sum of 16-bit words, odd tail padded with zero, added to an earlier sum; not
   * folded.
   */
  public static long sum(long earlier, byte[] b, int at, int length) {
    long sum = earlier;
    for (int i = 0; i + 1 < length; i += 2) {
      sum += u16(b, at + i);
    }
    if ((length & 1) != 0) {
      sum += (b[at + length - 1] & 0xff) << 8;
    }
    return sum;
  }

  /** Folds a sum to 16 bits. */
  public static int fold(long sum) {
    long s = sum;
    while (s >>> 16 != 0) {
      s = (s & 0xffff) + (s >>> 16);
    }
    return (int) s;
  }
}
