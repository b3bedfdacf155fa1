package org.mpnic.driver;

import org.mpnic.abi.RegionMemory;

/** Memory of the card's region that the card reads what it sends from; or a part of it. */
public final class TxMemory {
  private final RegionMemory memory;
  private final long start;
  private final int bytes;

  TxMemory(RegionMemory memory, long start, int bytes) {
    this.memory = memory;
    this.start = start;
    this.bytes = bytes;
  }

  /** Size in bytes. */
  public int bytes() {
    return bytes;
  }

  /** What a descriptor's address field holds for the byte at {@code offset}. */
  public long address(int offset) {
    return start + offset;
  }

  /** One of so many equal parts, each a multiple of 64 bytes. */
  public TxMemory part(int number, int count) {
    int size = bytes / count & ~63;
    if (number < 0 || number >= count || size == 0) {
      throw new IllegalArgumentException("no part " + number + " of " + count);
    }
    return new TxMemory(memory, start + (long) number * size, size);
  }

  /** Copies bytes into it. */
  public void put(int offset, byte[] source, int sourceOffset, int length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          length + " bytes at " + offset + " of a memory of " + bytes);
    }
    memory.putBytes(start + offset, source, sourceOffset, length);
  }
}
