package org.mpnic.driver.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A stream of bytes that a seed determines; fast, and no use for secrets. */
final class SeededBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long state;

  SeededBytes(long seed) {
    state = seed * 0x9e3779b97f4a7c15L | 1;
  }

  /** Fills a block: the next bytes of the stream, as long as blocks before were multiples of 8. */
  void fill(byte[] block, int length) {
    long x = state;
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
      LONGS.set(block, at, x);
    }
    for (int rest = 0; at < length; at++, rest++) {
      block[at] = (byte) (x >>> 8 * rest);
    }
    state = x;
  }
}
