package org.mpnic.abi;

/** View of one connection record; a tool may see it while the firmware changes it. */
public final class ConnectionRecordFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public ConnectionRecordFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public int state() {
    return memory.getInt(offset + ConnectionRecord.STATE);
  }

  public ConnectionRecordFlyweight state(int value) {
    memory.putInt(offset + ConnectionRecord.STATE, value);
    return this;
  }

  public int kind() {
    return memory.getInt(offset + ConnectionRecord.KIND);
  }

  public ConnectionRecordFlyweight kind(int value) {
    memory.putInt(offset + ConnectionRecord.KIND, value);
    return this;
  }

  public int connection() {
    return memory.getInt(offset + ConnectionRecord.CONNECTION);
  }

  public ConnectionRecordFlyweight connection(int value) {
    memory.putInt(offset + ConnectionRecord.CONNECTION, value);
    return this;
  }

  public int reverse() {
    return memory.getInt(offset + ConnectionRecord.REVERSE);
  }

  public ConnectionRecordFlyweight reverse(int value) {
    memory.putInt(offset + ConnectionRecord.REVERSE, value);
    return this;
  }

  public int queue() {
    return memory.getInt(offset + ConnectionRecord.QUEUE);
  }

  public ConnectionRecordFlyweight queue(int value) {
    memory.putInt(offset + ConnectionRecord.QUEUE, value);
    return this;
  }

  public int version() {
    return memory.getInt(offset + ConnectionRecord.VERSION);
  }

  public ConnectionRecordFlyweight version(int value) {
    memory.putInt(offset + ConnectionRecord.VERSION, value);
    return this;
  }

  public int token() {
    return memory.getInt(offset + ConnectionRecord.TOKEN);
  }

  public ConnectionRecordFlyweight token(int value) {
    memory.putInt(offset + ConnectionRecord.TOKEN, value);
    return this;
  }

  public int peerToken() {
    return memory.getInt(offset + ConnectionRecord.PEER_TOKEN);
  }

  public ConnectionRecordFlyweight peerToken(int value) {
    memory.putInt(offset + ConnectionRecord.PEER_TOKEN, value);
    return this;
  }

  public long key() {
    return memory.getLong(offset + ConnectionRecord.KEY);
  }

  public ConnectionRecordFlyweight key(long value) {
    memory.putLong(offset + ConnectionRecord.KEY, value);
    return this;
  }

  public long idsn() {
    return memory.getLong(offset + ConnectionRecord.IDSN);
  }

  public ConnectionRecordFlyweight idsn(long value) {
    memory.putLong(offset + ConnectionRecord.IDSN, value);
    return this;
  }

  public long rcvNxtDsn() {
    return memory.getLong(offset + ConnectionRecord.RCV_NXT_DSN);
  }

  public ConnectionRecordFlyweight rcvNxtDsn(long value) {
    memory.putLong(offset + ConnectionRecord.RCV_NXT_DSN, value);
    return this;
  }

  public int subflows() {
    return memory.getInt(offset + ConnectionRecord.SUBFLOWS);
  }

  public ConnectionRecordFlyweight subflows(int value) {
    memory.putInt(offset + ConnectionRecord.SUBFLOWS, value);
    return this;
  }

  public int flags() {
    return memory.getInt(offset + ConnectionRecord.FLAGS);
  }

  public ConnectionRecordFlyweight flags(int value) {
    memory.putInt(offset + ConnectionRecord.FLAGS, value);
    return this;
  }

  public long firstCycle() {
    return memory.getLong(offset + ConnectionRecord.FIRST_CYCLE);
  }

  public ConnectionRecordFlyweight firstCycle(long value) {
    memory.putLong(offset + ConnectionRecord.FIRST_CYCLE, value);
    return this;
  }

  public long frames() {
    return memory.getLong(offset + ConnectionRecord.FRAMES);
  }

  public ConnectionRecordFlyweight frames(long value) {
    memory.putLong(offset + ConnectionRecord.FRAMES, value);
    return this;
  }

  public long peerKey() {
    return memory.getLong(offset + ConnectionRecord.PEER_KEY);
  }

  public ConnectionRecordFlyweight peerKey(long value) {
    memory.putLong(offset + ConnectionRecord.PEER_KEY, value);
    return this;
  }

  public long payloadBytes() {
    return memory.getLong(offset + ConnectionRecord.PAYLOAD_BYTES);
  }

  public ConnectionRecordFlyweight payloadBytes(long value) {
    memory.putLong(offset + ConnectionRecord.PAYLOAD_BYTES, value);
    return this;
  }

  public int receiveWindow() {
    return memory.getInt(offset + ConnectionRecord.RECEIVE_WINDOW);
  }

  public ConnectionRecordFlyweight receiveWindow(int value) {
    memory.putInt(offset + ConnectionRecord.RECEIVE_WINDOW, value);
    return this;
  }
}
