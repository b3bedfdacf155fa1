package org.mpnic.abi;

/** View of one admin completion; the ring publishes it. */
public final class AdminCompletionFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public AdminCompletionFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public int opcode() {
    return memory.getUnsignedShort(offset + AdminLayout.COMPLETION_OPCODE);
  }

  public AdminCompletionFlyweight opcode(int value) {
    memory.putShort(offset + AdminLayout.COMPLETION_OPCODE, (short) value);
    return this;
  }

  public int status() {
    return memory.getUnsignedShort(offset + AdminLayout.COMPLETION_STATUS);
  }

  public AdminCompletionFlyweight status(int value) {
    memory.putShort(offset + AdminLayout.COMPLETION_STATUS, (short) value);
    return this;
  }

  public int tag() {
    return memory.getInt(offset + AdminLayout.COMPLETION_TAG);
  }

  public AdminCompletionFlyweight tag(int value) {
    memory.putInt(offset + AdminLayout.COMPLETION_TAG, value);
    return this;
  }

  public int dataBytes() {
    return memory.getInt(offset + AdminLayout.COMPLETION_DATA_BYTES);
  }

  public AdminCompletionFlyweight dataBytes(int value) {
    memory.putInt(offset + AdminLayout.COMPLETION_DATA_BYTES, value);
    return this;
  }

  public long result(int number) {
    return memory.getLong(offset + AdminLayout.COMPLETION_RESULTS + 8L * number);
  }

  public AdminCompletionFlyweight result(int number, long value) {
    memory.putLong(offset + AdminLayout.COMPLETION_RESULTS + 8L * number, value);
    return this;
  }

  public long cycle() {
    return memory.getLong(offset + AdminLayout.COMPLETION_CYCLE);
  }

  public AdminCompletionFlyweight cycle(long value) {
    memory.putLong(offset + AdminLayout.COMPLETION_CYCLE, value);
    return this;
  }
}
