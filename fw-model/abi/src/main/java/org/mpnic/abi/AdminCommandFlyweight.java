package org.mpnic.abi;

/** View of one admin command; the ring publishes it. */
public final class AdminCommandFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public AdminCommandFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public int opcode() {
    return memory.getUnsignedShort(offset + AdminLayout.OPCODE);
  }

  public AdminCommandFlyweight opcode(int value) {
    memory.putShort(offset + AdminLayout.OPCODE, (short) value);
    return this;
  }

  public int flags() {
    return memory.getUnsignedShort(offset + AdminLayout.FLAGS);
  }

  public AdminCommandFlyweight flags(int value) {
    memory.putShort(offset + AdminLayout.FLAGS, (short) value);
    return this;
  }

  public int tag() {
    return memory.getInt(offset + AdminLayout.TAG);
  }

  public AdminCommandFlyweight tag(int value) {
    memory.putInt(offset + AdminLayout.TAG, value);
    return this;
  }

  public int target() {
    return memory.getInt(offset + AdminLayout.TARGET);
  }

  public AdminCommandFlyweight target(int value) {
    memory.putInt(offset + AdminLayout.TARGET, value);
    return this;
  }

  public int dataBytes() {
    return memory.getInt(offset + AdminLayout.DATA_BYTES);
  }

  public AdminCommandFlyweight dataBytes(int value) {
    memory.putInt(offset + AdminLayout.DATA_BYTES, value);
    return this;
  }

  public long argument(int number) {
    return memory.getLong(offset + AdminLayout.ARGUMENTS + 8L * number);
  }

  public AdminCommandFlyweight argument(int number, long value) {
    memory.putLong(offset + AdminLayout.ARGUMENTS + 8L * number, value);
    return this;
  }
}
