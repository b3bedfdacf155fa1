package org.mpnic.abi;

/** View of one subflow record; a tool may see it while the firmware changes it. */
public final class SubflowRecordFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public SubflowRecordFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public int state() {
    return memory.getInt(offset + SubflowRecord.STATE);
  }

  public SubflowRecordFlyweight state(int value) {
    memory.putInt(offset + SubflowRecord.STATE, value);
    return this;
  }

  public int kind() {
    return memory.getInt(offset + SubflowRecord.KIND);
  }

  public SubflowRecordFlyweight kind(int value) {
    memory.putInt(offset + SubflowRecord.KIND, value);
    return this;
  }

  public int subflow() {
    return memory.getInt(offset + SubflowRecord.SUBFLOW);
  }

  public SubflowRecordFlyweight subflow(int value) {
    memory.putInt(offset + SubflowRecord.SUBFLOW, value);
    return this;
  }

  public int connection() {
    return memory.getInt(offset + SubflowRecord.CONNECTION);
  }

  public SubflowRecordFlyweight connection(int value) {
    memory.putInt(offset + SubflowRecord.CONNECTION, value);
    return this;
  }

  public int queue() {
    return memory.getInt(offset + SubflowRecord.QUEUE);
  }

  public SubflowRecordFlyweight queue(int value) {
    memory.putInt(offset + SubflowRecord.QUEUE, value);
    return this;
  }

  public int reverse() {
    return memory.getInt(offset + SubflowRecord.REVERSE);
  }

  public SubflowRecordFlyweight reverse(int value) {
    memory.putInt(offset + SubflowRecord.REVERSE, value);
    return this;
  }

  public int isn() {
    return memory.getInt(offset + SubflowRecord.ISN);
  }

  public SubflowRecordFlyweight isn(int value) {
    memory.putInt(offset + SubflowRecord.ISN, value);
    return this;
  }

  public int rcvNxtSsn() {
    return memory.getInt(offset + SubflowRecord.RCV_NXT_SSN);
  }

  public SubflowRecordFlyweight rcvNxtSsn(int value) {
    memory.putInt(offset + SubflowRecord.RCV_NXT_SSN, value);
    return this;
  }

  public long sourceHigh() {
    return memory.getLong(offset + SubflowRecord.SOURCE_HIGH);
  }

  public SubflowRecordFlyweight sourceHigh(long value) {
    memory.putLong(offset + SubflowRecord.SOURCE_HIGH, value);
    return this;
  }

  public long sourceLow() {
    return memory.getLong(offset + SubflowRecord.SOURCE_LOW);
  }

  public SubflowRecordFlyweight sourceLow(long value) {
    memory.putLong(offset + SubflowRecord.SOURCE_LOW, value);
    return this;
  }

  public long destinationHigh() {
    return memory.getLong(offset + SubflowRecord.DESTINATION_HIGH);
  }

  public SubflowRecordFlyweight destinationHigh(long value) {
    memory.putLong(offset + SubflowRecord.DESTINATION_HIGH, value);
    return this;
  }

  public long destinationLow() {
    return memory.getLong(offset + SubflowRecord.DESTINATION_LOW);
  }

  public SubflowRecordFlyweight destinationLow(long value) {
    memory.putLong(offset + SubflowRecord.DESTINATION_LOW, value);
    return this;
  }

  public int sourcePort() {
    return memory.getUnsignedShort(offset + SubflowRecord.SOURCE_PORT);
  }

  public SubflowRecordFlyweight sourcePort(int value) {
    memory.putShort(offset + SubflowRecord.SOURCE_PORT, (short) value);
    return this;
  }

  public int destinationPort() {
    return memory.getUnsignedShort(offset + SubflowRecord.DESTINATION_PORT);
  }

  public SubflowRecordFlyweight destinationPort(int value) {
    memory.putShort(offset + SubflowRecord.DESTINATION_PORT, (short) value);
    return this;
  }

  public int isIpv6() {
    return memory.getByte(offset + SubflowRecord.IS_IPV6) & 0xff;
  }

  public SubflowRecordFlyweight isIpv6(int value) {
    memory.putByte(offset + SubflowRecord.IS_IPV6, (byte) value);
    return this;
  }

  public int addressId() {
    return memory.getByte(offset + SubflowRecord.ADDRESS_ID) & 0xff;
  }

  public SubflowRecordFlyweight addressId(int value) {
    memory.putByte(offset + SubflowRecord.ADDRESS_ID, (byte) value);
    return this;
  }

  public int mss() {
    return memory.getUnsignedShort(offset + SubflowRecord.MSS);
  }

  public SubflowRecordFlyweight mss(int value) {
    memory.putShort(offset + SubflowRecord.MSS, (short) value);
    return this;
  }

  public long firstCycle() {
    return memory.getLong(offset + SubflowRecord.FIRST_CYCLE);
  }

  public SubflowRecordFlyweight firstCycle(long value) {
    memory.putLong(offset + SubflowRecord.FIRST_CYCLE, value);
    return this;
  }

  public long closedCycle() {
    return memory.getLong(offset + SubflowRecord.CLOSED_CYCLE);
  }

  public SubflowRecordFlyweight closedCycle(long value) {
    memory.putLong(offset + SubflowRecord.CLOSED_CYCLE, value);
    return this;
  }

  public long frames() {
    return memory.getLong(offset + SubflowRecord.FRAMES);
  }

  public SubflowRecordFlyweight frames(long value) {
    memory.putLong(offset + SubflowRecord.FRAMES, value);
    return this;
  }

  public int flags() {
    return memory.getInt(offset + SubflowRecord.FLAGS);
  }

  public SubflowRecordFlyweight flags(int value) {
    memory.putInt(offset + SubflowRecord.FLAGS, value);
    return this;
  }

  public long payloadBytes() {
    return memory.getLong(offset + SubflowRecord.PAYLOAD_BYTES);
  }

  public SubflowRecordFlyweight payloadBytes(long value) {
    memory.putLong(offset + SubflowRecord.PAYLOAD_BYTES, value);
    return this;
  }

  public int tsRecent() {
    return memory.getInt(offset + SubflowRecord.TS_RECENT);
  }

  public SubflowRecordFlyweight tsRecent(int value) {
    memory.putInt(offset + SubflowRecord.TS_RECENT, value);
    return this;
  }
}
