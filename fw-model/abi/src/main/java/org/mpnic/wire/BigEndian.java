package org.mpnic.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in network byte order in a byte array, at any alignment. An index outside the array is an
 * {@link IndexOutOfBoundsException}: callers check their bounds first.
 */
public final class BigEndian {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  /** The byte at {@code index}, 0 to 255. */
  public static int u8(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }

  /** The two bytes at {@code index}, 0 to 65535. */
  public static int u16(byte[] bytes, int index) {
    return (short) SHORT.get(bytes, index) & 0xffff;
  }

  /** The four bytes at {@code index} as a bit pattern: sequence numbers, addresses, tokens. */
  public static int i32(byte[] bytes, int index) {
    return (int) INT.get(bytes, index);
  }

  /** The four bytes at {@code index}, 0 to 2^32 - 1. */
  public static long u32(byte[] bytes, int index) {
    return (int) INT.get(bytes, index) & 0xffff_ffffL;
  }

  /** The eight bytes at {@code index} as a bit pattern: keys, data sequence numbers. */
  public static long i64(byte[] bytes, int index) {
    return (long) LONG.get(bytes, index);
  }

  /** Stores the low 8 bits of {@code value}. */
  public static void put8(byte[] bytes, int index, int value) {
    bytes[index] = (byte) value;
  }

  /** Stores the low 16 bits of {@code value}. */
  public static void put16(byte[] bytes, int index, int value) {
    SHORT.set(bytes, index, (short) value);
  }

  /** Stores 32 bits. */
  public static void put32(byte[] bytes, int index, int value) {
    INT.set(bytes, index, value);
  }

  /** Stores 64 bits. */
  public static void put64(byte[] bytes, int index, long value) {
    LONG.set(bytes, index, value);
  }
}
