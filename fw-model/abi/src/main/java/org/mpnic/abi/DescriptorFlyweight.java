package org.mpnic.abi;

/** View of one receive descriptor; the ring publishes it. */
public final class DescriptorFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public DescriptorFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public long address() {
    return memory.getLong(offset + DescriptorLayout.ADDRESS);
  }

  public DescriptorFlyweight address(long value) {
    memory.putLong(offset + DescriptorLayout.ADDRESS, value);
    return this;
  }

  public int length() {
    return memory.getInt(offset + DescriptorLayout.LENGTH);
  }

  public DescriptorFlyweight length(int value) {
    memory.putInt(offset + DescriptorLayout.LENGTH, value);
    return this;
  }

  public int index() {
    return memory.getInt(offset + DescriptorLayout.INDEX);
  }

  public DescriptorFlyweight index(int value) {
    memory.putInt(offset + DescriptorLayout.INDEX, value);
    return this;
  }
}
