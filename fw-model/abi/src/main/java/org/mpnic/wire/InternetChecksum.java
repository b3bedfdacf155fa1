package org.mpnic.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The ones' complement sum of RFC 1071, used by IPv4, TCP and DSS alike.
 *
 * <p>A <em>sum</em> is the folded ones' complement sum of 16-bit big-endian words, 0 to 65535, an
 * odd last byte padded with zero; it is 0 only when every byte is zero. A <em>residue</em> is the
 * same number modulo 65535, 0 to 65534: sums that differ only in the two forms of zero have the
 * same residue. A checksum field holds the complement of a sum; bytes that include a right checksum
 * field sum to 65535, residue 0.
 */
public final class InternetChecksum {
  /** Little-endian loads spare most machines a byte swap per load: the sum is swapped instead. */
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW = 0xffff_ffffL;

  private InternetChecksum() {}

  /**
   * Sum of {@code length} bytes from {@code offset}, the first byte being the high half of a word.
   */
  public static int sum(byte[] bytes, int offset, int length) {
    int index = offset;
    final int end = offset + length;
    long a = 0;
    long b = 0;
    long c = 0;
    long d = 0;
    for (; end - index >= 32; index += 32) {
      final long w = (long) LONG.get(bytes, index);
      final long x = (long) LONG.get(bytes, index + 8);
      final long y = (long) LONG.get(bytes, index + 16);
      final long z = (long) LONG.get(bytes, index + 24);
      a += (w >>> 32) + (w & LOW);
      b += (x >>> 32) + (x & LOW);
      c += (y >>> 32) + (y & LOW);
      d += (z >>> 32) + (z & LOW);
    }
    for (; end - index >= 8; index += 8) {
      final long w = (long) LONG.get(bytes, index);
      a += (w >>> 32) + (w & LOW);
    }
    for (; end - index >= 2; index += 2) {
      b += (short) SHORT.get(bytes, index) & 0xffff;
    }
    if (index < end) {
      b += BigEndian.u8(bytes, index);
    }
    return swap(fold(a + b + c + d));
  }

  /** The same sum, word by word: the reference that {@link #sum} is tested against. */
  public static int sumByWords(byte[] bytes, int offset, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      final int value = bytes[offset + i] & 0xff;
      sum += (i & 1) == 0 ? value << 8 : value;
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return sum;
  }

  /** Folds a sum of words, of at most 63 bits, to 16 bits with end-around carry. */
  public static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & LOW);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ((folded >>> 16) + (folded & 0xffff));
  }

  /** Ones' complement sum of two sums. */
  public static int add(int a, int b) {
    final int sum = a + b;
    return (sum & 0xffff) + (sum >>> 16);
  }

  /** Ones' complement difference: {@code add(subtract(a, b), b)} has the residue of {@code a}. */
  public static int subtract(int a, int b) {
    return add(a, complement(b));
  }

  /** Sum of the same bytes displaced by one: bytes of a word exchanged. */
  public static int swap(int sum) {
    return (sum >>> 8 | sum << 8) & 0xffff;
  }

  /**
   * Sum of a whole from the sum of its start and of a part that begins {@code partOffset} bytes in.
   */
  public static int combine(int start, int part, long partOffset) {
    return add(start, (partOffset & 1) == 0 ? part : swap(part));
  }

  /**
   * The 16 bits of a checksum field for these bytes, or the sum that a checksum field stands for.
   */
  public static int complement(int sum) {
    return ~sum & 0xffff;
  }

  /** The sum modulo 65535, 0 to 65534. */
  public static int residue(int sum) {
    return sum == 0xffff ? 0 : sum;
  }

  /** Sum of the four words of a 64-bit number. */
  public static int sum64(long value) {
    return fold((value >>> 32) + (value & LOW));
  }

  /** Sum of the two words of a 32-bit number. */
  public static int sum32(int value) {
    return fold(value & LOW);
  }
}
