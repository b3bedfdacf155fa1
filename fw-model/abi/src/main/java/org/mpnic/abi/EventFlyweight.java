package org.mpnic.abi;

/** View of one event; the ring publishes it. */
public final class EventFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public EventFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public int type() {
    return memory.getUnsignedShort(offset + EventLayout.TYPE);
  }

  public EventFlyweight type(int value) {
    memory.putShort(offset + EventLayout.TYPE, (short) value);
    return this;
  }

  public int kind() {
    return memory.getUnsignedShort(offset + EventLayout.KIND);
  }

  public EventFlyweight kind(int value) {
    memory.putShort(offset + EventLayout.KIND, (short) value);
    return this;
  }

  public int subflow() {
    return memory.getInt(offset + EventLayout.SUBFLOW);
  }

  public EventFlyweight subflow(int value) {
    memory.putInt(offset + EventLayout.SUBFLOW, value);
    return this;
  }

  public int connection() {
    return memory.getInt(offset + EventLayout.CONNECTION);
  }

  public EventFlyweight connection(int value) {
    memory.putInt(offset + EventLayout.CONNECTION, value);
    return this;
  }

  public int queue() {
    return memory.getInt(offset + EventLayout.QUEUE);
  }

  public EventFlyweight queue(int value) {
    memory.putInt(offset + EventLayout.QUEUE, value);
    return this;
  }

  public long cycle() {
    return memory.getLong(offset + EventLayout.CYCLE);
  }

  public EventFlyweight cycle(long value) {
    memory.putLong(offset + EventLayout.CYCLE, value);
    return this;
  }

  public int token() {
    return memory.getInt(offset + EventLayout.TOKEN);
  }

  public EventFlyweight token(int value) {
    memory.putInt(offset + EventLayout.TOKEN, value);
    return this;
  }

  public int isn() {
    return memory.getInt(offset + EventLayout.ISN);
  }

  public EventFlyweight isn(int value) {
    memory.putInt(offset + EventLayout.ISN, value);
    return this;
  }

  public long idsn() {
    return memory.getLong(offset + EventLayout.IDSN);
  }

  public EventFlyweight idsn(long value) {
    memory.putLong(offset + EventLayout.IDSN, value);
    return this;
  }

  public long sourceHigh() {
    return memory.getLong(offset + EventLayout.SOURCE_HIGH);
  }

  public EventFlyweight sourceHigh(long value) {
    memory.putLong(offset + EventLayout.SOURCE_HIGH, value);
    return this;
  }

  public long sourceLow() {
    return memory.getLong(offset + EventLayout.SOURCE_LOW);
  }

  public EventFlyweight sourceLow(long value) {
    memory.putLong(offset + EventLayout.SOURCE_LOW, value);
    return this;
  }

  public long destinationHigh() {
    return memory.getLong(offset + EventLayout.DESTINATION_HIGH);
  }

  public EventFlyweight destinationHigh(long value) {
    memory.putLong(offset + EventLayout.DESTINATION_HIGH, value);
    return this;
  }

  public long destinationLow() {
    return memory.getLong(offset + EventLayout.DESTINATION_LOW);
  }

  public EventFlyweight destinationLow(long value) {
    memory.putLong(offset + EventLayout.DESTINATION_LOW, value);
    return this;
  }

  public int sourcePort() {
    return memory.getUnsignedShort(offset + EventLayout.SOURCE_PORT);
  }

  public EventFlyweight sourcePort(int value) {
    memory.putShort(offset + EventLayout.SOURCE_PORT, (short) value);
    return this;
  }

  public int destinationPort() {
    return memory.getUnsignedShort(offset + EventLayout.DESTINATION_PORT);
  }

  public EventFlyweight destinationPort(int value) {
    memory.putShort(offset + EventLayout.DESTINATION_PORT, (short) value);
    return this;
  }

  public int isIpv6() {
    return memory.getByte(offset + EventLayout.IS_IPV6) & 0xff;
  }

  public EventFlyweight isIpv6(int value) {
    memory.putByte(offset + EventLayout.IS_IPV6, (byte) value);
    return this;
  }

  public int version() {
    return memory.getByte(offset + EventLayout.VERSION) & 0xff;
  }

  public EventFlyweight version(int value) {
    memory.putByte(offset + EventLayout.VERSION, (byte) value);
    return this;
  }

  public int flags() {
    return memory.getUnsignedShort(offset + EventLayout.FLAGS);
  }

  public EventFlyweight flags(int value) {
    memory.putShort(offset + EventLayout.FLAGS, (short) value);
    return this;
  }

  public long value(int number) {
    return memory.getLong(offset + EventLayout.VALUES + 8L * number);
  }

  public EventFlyweight value(int number, long value) {
    memory.putLong(offset + EventLayout.VALUES + 8L * number, value);
    return this;
  }

  public long serial() {
    return memory.getLong(offset + EventLayout.SERIAL);
  }

  public EventFlyweight serial(long value) {
    memory.putLong(offset + EventLayout.SERIAL, value);
    return this;
  }

  public int port() {
    return memory.getInt(offset + EventLayout.PORT);
  }

  public EventFlyweight port(int value) {
    memory.putInt(offset + EventLayout.PORT, value);
    return this;
  }

  public int status() {
    return memory.getInt(offset + EventLayout.STATUS);
  }

  public EventFlyweight status(int value) {
    memory.putInt(offset + EventLayout.STATUS, value);
    return this;
  }
}
