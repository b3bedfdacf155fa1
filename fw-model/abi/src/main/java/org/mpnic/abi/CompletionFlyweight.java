package org.mpnic.abi;

/** View of one receive completion; setters do not publish, that is the ring's part. */
public final class CompletionFlyweight {
  private RegionMemory memory;
  private long offset;

  /** Views the entry at an offset of the region. */
  public CompletionFlyweight wrap(RegionMemory memory, long offset) {
    this.memory = memory;
    this.offset = offset;
    return this;
  }

  /** Offset of the entry from the region's start. */
  public long offset() {
    return offset;
  }

  public int queue() {
    return memory.getUnsignedShort(offset + CompletionLayout.QUEUE);
  }

  public CompletionFlyweight queue(int value) {
    memory.putShort(offset + CompletionLayout.QUEUE, (short) value);
    return this;
  }

  public int reason() {
    return memory.getUnsignedShort(offset + CompletionLayout.REASON);
  }

  public CompletionFlyweight reason(int value) {
    memory.putShort(offset + CompletionLayout.REASON, (short) value);
    return this;
  }

  public int bufferIndex() {
    return memory.getInt(offset + CompletionLayout.BUFFER_INDEX);
  }

  public CompletionFlyweight bufferIndex(int value) {
    memory.putInt(offset + CompletionLayout.BUFFER_INDEX, value);
    return this;
  }

  public int bufferCount() {
    return memory.getUnsignedShort(offset + CompletionLayout.BUFFER_COUNT);
  }

  public CompletionFlyweight bufferCount(int value) {
    memory.putShort(offset + CompletionLayout.BUFFER_COUNT, (short) value);
    return this;
  }

  public int payloadOffset() {
    return memory.getUnsignedShort(offset + CompletionLayout.PAYLOAD_OFFSET);
  }

  public CompletionFlyweight payloadOffset(int value) {
    memory.putShort(offset + CompletionLayout.PAYLOAD_OFFSET, (short) value);
    return this;
  }

  public int frameLength() {
    return memory.getInt(offset + CompletionLayout.FRAME_LENGTH);
  }

  public CompletionFlyweight frameLength(int value) {
    memory.putInt(offset + CompletionLayout.FRAME_LENGTH, value);
    return this;
  }

  public int payloadLength() {
    return memory.getInt(offset + CompletionLayout.PAYLOAD_LENGTH);
  }

  public CompletionFlyweight payloadLength(int value) {
    memory.putInt(offset + CompletionLayout.PAYLOAD_LENGTH, value);
    return this;
  }

  public int connection() {
    return memory.getInt(offset + CompletionLayout.CONNECTION);
  }

  public CompletionFlyweight connection(int value) {
    memory.putInt(offset + CompletionLayout.CONNECTION, value);
    return this;
  }

  public int subflow() {
    return memory.getInt(offset + CompletionLayout.SUBFLOW);
  }

  public CompletionFlyweight subflow(int value) {
    memory.putInt(offset + CompletionLayout.SUBFLOW, value);
    return this;
  }

  public long dsn() {
    return memory.getLong(offset + CompletionLayout.DSN);
  }

  public CompletionFlyweight dsn(long value) {
    memory.putLong(offset + CompletionLayout.DSN, value);
    return this;
  }

  public int ssn() {
    return memory.getInt(offset + CompletionLayout.SSN);
  }

  public CompletionFlyweight ssn(int value) {
    memory.putInt(offset + CompletionLayout.SSN, value);
    return this;
  }

  public int rssHash() {
    return memory.getInt(offset + CompletionLayout.RSS_HASH);
  }

  public CompletionFlyweight rssHash(int value) {
    memory.putInt(offset + CompletionLayout.RSS_HASH, value);
    return this;
  }

  public long cycle() {
    return memory.getLong(offset + CompletionLayout.CYCLE);
  }

  public CompletionFlyweight cycle(long value) {
    memory.putLong(offset + CompletionLayout.CYCLE, value);
    return this;
  }

  public int mappingLength() {
    return memory.getUnsignedShort(offset + CompletionLayout.MAPPING_LENGTH);
  }

  public CompletionFlyweight mappingLength(int value) {
    memory.putShort(offset + CompletionLayout.MAPPING_LENGTH, (short) value);
    return this;
  }

  public int dssChecksum() {
    return memory.getUnsignedShort(offset + CompletionLayout.DSS_CHECKSUM);
  }

  public CompletionFlyweight dssChecksum(int value) {
    memory.putShort(offset + CompletionLayout.DSS_CHECKSUM, (short) value);
    return this;
  }

  public int frame() {
    return memory.getInt(offset + CompletionLayout.FRAME);
  }

  public CompletionFlyweight frame(int value) {
    memory.putInt(offset + CompletionLayout.FRAME, value);
    return this;
  }

  /** Word 0, loaded with acquire: what is behind its phase bit is complete. */
  public int controlAcquire() {
    return memory.getIntAcquire(offset + CompletionLayout.CONTROL);
  }

  /** Word 0, stored with release, last: publishes the entry if its phase bit is the lap's. */
  public void controlRelease(int value) {
    memory.putIntRelease(offset + CompletionLayout.CONTROL, value);
  }

  /** Word 0, plain: after the ring has found the entry published. */
  public int control() {
    return memory.getInt(offset + CompletionLayout.CONTROL);
  }

  /** Code of {@link CompletionType}. */
  public int type() {
    return control() >>> CompletionLayout.TYPE_SHIFT & CompletionLayout.TYPE_MASK;
  }

  /** Code of {@link Verdict}. */
  public int verdict() {
    return control() >>> CompletionLayout.VERDICT_SHIFT & CompletionLayout.VERDICT_MASK;
  }

  /** Code of {@link PacketType}. */
  public int packetType() {
    return control() >>> CompletionLayout.PACKET_TYPE_SHIFT & CompletionLayout.PACKET_TYPE_MASK;
  }

  /** Port of arrival, 0 to 15. */
  public int port() {
    return control() >>> CompletionLayout.PORT_SHIFT & CompletionLayout.PORT_MASK;
  }

  /** Masks of {@link CompletionFlags}. */
  public int flags() {
    return control() >>> CompletionLayout.FLAGS_SHIFT & CompletionLayout.FLAGS_MASK;
  }

  /** Subflow table index, or {@link CompletionLayout#NO_ID}. */
  public int subflowId() {
    int word = subflow();
    return word == CompletionLayout.NO_ID ? word : word & CompletionLayout.SUBFLOW_ID_MASK;
  }

  /** Generation of the subflow id, 0 to 4095. */
  public int subflowGeneration() {
    return subflow() >>> CompletionLayout.SUBFLOW_GENERATION_SHIFT;
  }
}
