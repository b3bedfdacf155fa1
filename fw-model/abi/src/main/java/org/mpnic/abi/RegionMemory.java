package org.mpnic.abi;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * Memory that both sides see, by offset from the region's start, little endian. The memory order
 * stands in the method's name: plain, Acquire, Release, or a full fence (getAndAdd, compareAndSet).
 *
 * <p>Offsets are not checked on access: whoever takes one from the other side calls {@link
 * #checkRange} first. An access after {@link #close} fails with a NullPointerException.
 *
 * <p>Chronicle's store owns the mapping; accesses go past it to the address, because it looks at
 * its owner and its bounds before every store, which takes most of the time of a ring.
 */
public final class RegionMemory {
  private final BytesStore<?, ?> store;
  private final long address;
  private final long bytes;

  /** Null when closed. */
  private UnsafeMemory memory = UnsafeMemory.INSTANCE;

  /** Views the first bytes of a store; the caller keeps the store alive. */
  public RegionMemory(BytesStore<?, ?> store, long bytes) {
    this.store = store;
    this.address = store.addressForRead(0);
    this.bytes = bytes;
  }

  /** Zeroed memory of this process only, for tests and for models without a region. */
  public static RegionMemory allocate(long bytes) {
    BytesStore<?, ?> store = BytesStore.nativeStoreWithFixedCapacity(bytes);
    store.zeroOut(0, bytes);
    return new RegionMemory(store, bytes);
  }

  /** Ends all access, before the store's memory goes. */
  public void close() {
    memory = null;
  }

  /** Size in bytes. */
  public long bytes() {
    return bytes;
  }

  public byte getByte(long offset) {
    return memory.readByte(address + offset);
  }

  public short getShort(long offset) {
    return memory.readShort(address + offset);
  }

  public int getUnsignedShort(long offset) {
    return memory.readShort(address + offset) & 0xffff;
  }

  public int getInt(long offset) {
    return memory.readInt(address + offset);
  }

  public long getLong(long offset) {
    return memory.readLong(address + offset);
  }

  public int getIntAcquire(long offset) {
    return memory.readVolatileInt(address + offset);
  }

  public long getLongAcquire(long offset) {
    return memory.readVolatileLong(address + offset);
  }

  public void putByte(long offset, byte value) {
    memory.writeByte(address + offset, value);
  }

  public void putShort(long offset, short value) {
    memory.writeShort(address + offset, value);
  }

  public void putInt(long offset, int value) {
    memory.writeInt(address + offset, value);
  }

  public void putLong(long offset, long value) {
    memory.writeLong(address + offset, value);
  }

  public void putIntRelease(long offset, int value) {
    memory.writeOrderedInt(address + offset, value);
  }

  public void putLongRelease(long offset, long value) {
    memory.writeOrderedLong(address + offset, value);
  }

  public boolean compareAndSetInt(long offset, int expected, int value) {
    return memory.compareAndSwapInt(address + offset, expected, value);
  }

  /** Adds and returns the old value; a full fence. */
  public int getAndAddInt(long offset, int delta) {
    int old;
    do {
      old = memory.readVolatileInt(address + offset);
    } while (!memory.compareAndSwapInt(address + offset, old, old + delta));
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
    return address + offset;
  }

  /** Throws IndexOutOfBoundsException unless the range lies in the memory. */
  public void checkRange(long offset, long length) {
    if (offset < 0 || length < 0 || offset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "offset=" + offset + " length=" + length + " not in a region of " + bytes + " bytes");
    }
  }
}
