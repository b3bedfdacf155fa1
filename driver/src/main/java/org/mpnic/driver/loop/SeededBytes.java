package org.mpnic.driver.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A stream of bytes that a seed determines, to be had from any place on; fast, and no use for
 * secrets. Each 8 bytes are a hash of their place (SplitMix64).
 */
final class SeededBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long STEP = 0x9e3779b97f4a7c15L;
  private static final int BLOCK_BYTES = 1 << 14;

  private final long start;
  private byte[] block = new byte[0];

  SeededBytes(long seed) {
    start = mix(seed * STEP);
  }

  /** Fills {@code bytes} up to {@code length} from a place on that is a multiple of 8. */
  void fill(long place, byte[] bytes, int length) {
    long x = start + place / Long.BYTES * STEP;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      LONGS.set(bytes, at, mix(x));
      x += STEP;
    }
    long last = mix(x);
    for (; at < length; at++) {
      bytes[at] = (byte) last;
      last >>>= Byte.SIZE;
    }
  }

  /** Whether these are the bytes from a place on. */
  boolean matches(long place, byte[] bytes, int offset, int length) {
    int before = (int) (place % Long.BYTES);
    if (block.length < before + length) {
      block = new byte[before + length];
    }
    fill(place - before, block, before + length);
    return Arrays.equals(block, before, before + length, bytes, offset, offset + length);
  }

  /** A digest that has taken so many bytes from the start. */
  MessageDigest digest(long length) {
    MessageDigest digest = newDigest();
    byte[] bytes = new byte[BLOCK_BYTES];
    for (long place = 0; place < length; place += BLOCK_BYTES) {
      int count = (int) Math.min(BLOCK_BYTES, length - place);
      fill(place, bytes, count);
      digest.update(bytes, 0, count);
    }
    return digest;
  }

  /** A SHA-256 of nothing yet. */
  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
