package org.mpnic.abi;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * Memory that both sides see, by offset from the region's start, little endian. The memory order
 * stands in the method's name: plain, Acquire, Release, or a full fence (getAndAdd, compareAndSet).
 *
 * <p>Nothing is checked on access: whoever takes an offset or index from the other side calls
 * {@link #checkRange} first. Not to be used after its region was closed.
 */
public final class RegionMemory {
  private final BytesStore<?, ?> store;
  private final long bytes;

  /** Views the first bytes of a store; the caller keeps the store alive. */
  public RegionMemory(BytesStore<?, ?> store, long bytes) {
    this.store = store;
    this.bytes = bytes;
  }

  /** Zeroed memory of this process only, for tests and for models without a region. */
  public static RegionMemory allocate(long bytes) {
    BytesStore<?, ?> store = BytesStore.nativeStoreWithFixedCapacity(bytes);
    store.zeroOut(0, bytes);
    return new RegionMemory(store, bytes);
  }

  /** Size in bytes. */
  public long bytes() {
    return bytes;
  }

  public byte getByte(long offset) {
    return store.readByte(offset);
  }

  public short getShort(long offset) {
    return store.readShort(offset);
  }

  public int getUnsignedShort(long offset) {
    return store.readShort(offset) & 0xffff;
  }

  public int getInt(long offset) {
    return store.readInt(offset);
  }

  public long getLong(long offset) {
    return store.readLong(offset);
  }

  public int getIntAcquire(long offset) {
    return store.readVolatileInt(offset);
  }

  public long getLongAcquire(long offset) {
    return store.readVolatileLong(offset);
  }

  public void putByte(long offset, byte value) {
    store.writeByte(offset, value);
  }

  public void putShort(long offset, short value) {
    store.writeShort(offset, value);
  }

  public void putInt(long offset, int value) {
    store.writeInt(offset, value);
  }

  public void putLong(long offset, long value) {
    store.writeLong(offset, value);
  }

  public void putIntRelease(long offset, int value) {
    store.writeOrderedInt(offset, value);
  }

  public void putLongRelease(long offset, long value) {
    store.writeOrderedLong(offset, value);
  }

  public boolean compareAndSetInt(long offset, int expected, int value) {
    return store.compareAndSwapInt(offset, expected, value);
  }

  /** Adds and returns the old value; a full fence. */
  public int getAndAddInt(long offset, int delta) {
    int old;
    do {
      old = store.readVolatileInt(offset);
    } while (!store.compareAndSwapInt(offset, old, old + delta));
    return old;
  }

  /** Copies out of the memory. */
  public void getBytes(long offset, byte[] target, int targetOffset, int length) {
    store.read(offset, target, targetOffset, length);
  }

  /** Copies into the memory. */
  public void putBytes(long offset, byte[] source, int sourceOffset, int length) {
    store.write(offset, source, sourceOffset, length);
  }

  /** Stores zero bytes. */
  public void zero(long offset, long length) {
    store.zeroOut(offset, offset + length);
  }

  /** Native address of an offset, for system calls. */
  public long address(long offset) {
    return store.addressForRead(offset);
  }

  /** Throws IndexOutOfBoundsException unless the range lies in the memory. */
  public void checkRange(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "offset=" + offset + " length=" + length + " not in a region of " + bytes + " bytes");
    }
  }
}
