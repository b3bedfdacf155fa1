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

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** C2 makes vector code of {@link #plainSum}: seen with 25, and not with 17. */
  private static final boolean IS_VECTORISED =
      Integer.getInteger("java.specification.version", 0) >= 25;

  /**
   * From so many bytes on {@link #plainSum}. It must not see shorter ones: C2 unrolls a loop by the
   * turns that it has made on average, and with few of them long sums take twice to four times as
   * long, in whichever process sees both.
   */
  private static final int LONG_BYTES = 1024;

  /** Less than twice so many bytes are summed without a loop. */
  private static final int SHORT_BYTES = 64;

  private static final long LOW = 0xffff_ffffL;

  private InternetChecksum() {}

  /**
   * Sum of {@code length} bytes from {@code offset}, the first byte being the high half of a word.
   */
  public static int sum(byte[] bytes, int offset, int length) {
    return swapFold(swappedSum(bytes, offset, length));
  }

  /**
   * The same sum with the bytes of its words exchanged, and not folded: such sums of parts at even
   * distances are added as numbers, folded and swapped once.
   */
  static long swappedSum(byte[] bytes, int offset, int length) {
    if (length < 2 * SHORT_BYTES) {
      return shortSum(bytes, offset, length);
    }
    return IS_VECTORISED && length >= LONG_BYTES
        ? plainSum(bytes, offset, length)
        : unrolledSum(bytes, offset, length);
  }

  /**
   * One load, one shift, one mask and two additions in a plain counted loop are what C2 of newer
   * JDKs turns into vector instructions by itself; an unrolled loop it leaves as it is. Result as
   * of {@link #swappedSum}.
   */
  static long plainSum(byte[] bytes, int offset, int length) {
    final int whole = length & ~7;
    long high = 0;
    long low = 0;
    for (int i = 0; i < whole; i += 8) {
      final long word = (long) LONG.get(bytes, offset + i);
      high += word >>> 32;
      low += word & LOW;
    }
    return high + low + swappedTail(bytes, offset + whole, length & 7);
  }

  /**
   * Sixty-four bytes at a time, and the rest by {@link #shortSum}. Result as of {@link
   * #swappedSum}; where there is no vector code, a quarter to a half faster than {@link #plainSum}.
   */
  static long unrolledSum(byte[] bytes, int offset, int length) {
    long all = 0;
    long high = 0;
    int at = offset;
    for (final int end = offset + (length & -SHORT_BYTES); at < end; at += SHORT_BYTES) {
      all += words4(bytes, at) + words4(bytes, at + 32);
      high += highs4(bytes, at) + highs4(bytes, at + 32);
    }
    return halves(all, high) + shortSum(bytes, at, length & SHORT_BYTES - 1);
  }

  /**
   * Result as of {@link #swappedSum}, of less than 128 bytes: without a loop, whose set-up takes
   * longer than these sums.
   */
  private static long shortSum(byte[] bytes, int offset, int length) {
    long sum = 0;
    int at = offset;
    if ((length & 64) != 0) {
      sum =
          halves(
              words4(bytes, at) + words4(bytes, at + 32),
              highs4(bytes, at) + highs4(bytes, at + 32));
      at += 64;
    }
    if ((length & 32) != 0) {
      sum += halves(words4(bytes, at), highs4(bytes, at));
      at += 32;
    }
    if ((length & 16) != 0) {
      sum +=
          halves(word(bytes, at) + word(bytes, at + 8), half(bytes, at + 4) + half(bytes, at + 12));
      at += 16;
    }
    if ((length & 8) != 0) {
      sum += half(bytes, at) + half(bytes, at + 4);
      at += 8;
    }
    return sum + swappedTail(bytes, at, length & 7);
  }

  /**
   * Sum of the low and of the high halves of words: the low halves are what is left of the sum of
   * whole words, which overflows, without the high ones.
   */
  private static long halves(long all, long high) {
    return high + all - (high << 32);
  }

  private static long words4(byte[] bytes, int at) {
    return word(bytes, at) + word(bytes, at + 8) + (word(bytes, at + 16) + word(bytes, at + 24));
  }

  /**
   * High halves of four words, loaded again: a load is one operation, a shift two with its copy.
   */
  private static long highs4(byte[] bytes, int at) {
    return half(bytes, at + 4)
        + half(bytes, at + 12)
        + (half(bytes, at + 20) + half(bytes, at + 28));
  }

  private static long word(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  private static long half(byte[] bytes, int at) {
    return (int) INT.get(bytes, at) & LOW;
  }

  /** Swapped sum of a header: a multiple of four bytes, 20 or more. */
  static long swappedHeaderSum(byte[] bytes, int offset, int length) {
    final long first = (long) LONG.get(bytes, offset);
    final long second = (long) LONG.get(bytes, offset + 8);
    // The last 4 bytes of the 20 are the high half of the 8 that end with them.
    final long third = (long) LONG.get(bytes, offset + 12);
    long sum = (first >>> 32) + (first & LOW) + (second >>> 32) + (second & LOW) + (third >>> 32);
    for (int at = offset + 20; at < offset + length; at += 4) {
      sum += (long) LONG.get(bytes, at - 4) >>> 32;
    }
    return sum;
  }

  /** Swapped sum of the last 0 to 7 bytes. */
  private static long swappedTail(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    long word = 0;
    if (offset + length >= 8) {
      word = (long) LONG.get(bytes, offset + length - 8) >>> 64 - 8 * length;
    } else {
      for (int i = 0; i < length; i++) {
        word |= (bytes[offset + i] & 0xffL) << 8 * i;
      }
    }
    return (word >>> 32) + (word & LOW);
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

  /** Folds a sum of words, an unsigned number, to 16 bits with end-around carry. */
  public static int fold(long sum) {
    final int half = halfFold(sum);
    return half + Integer.rotateRight(half, 16) >>> 16;
  }

  /** {@link #swap} of a folded sum. */
  static int swapFold(long sum) {
    final int half = halfFold(sum);
    return Integer.reverseBytes(half + Integer.rotateRight(half, 16)) & 0xffff;
  }

  /**
   * Both halves of a number plus itself turned by half are the sum of its halves; from the lower to
   * the upper one goes the carry of that sum, which is what end-around carry adds.
   */
  private static int halfFold(long sum) {
    return (int) (sum + Long.rotateRight(sum, 32) >>> 32);
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
