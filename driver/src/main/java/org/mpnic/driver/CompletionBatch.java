package org.mpnic.driver;

import org.mpnic.abi.CompletionFlags;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.Verdict;

/**
 * Completions of one queue, taken together; the unit of work of a driver.
 *
 * <p>{@link RxQueue#poll} fills it, {@link #release} gives its entries and buffers back to the
 * card. Between the two the fields and bytes of every entry can be read, and a process that dies
 * leaves them to its successor, which sees them again. A batch is used again and again; after its
 * construction nothing is allocated.
 *
 * <p>Methods take the number of an entry, 0 to {@link #size()} - 1. The fields are copied when the
 * batch is filled, so that the device cannot change them under the reader's hands; frame bytes are
 * read where they lie. What the fields mean stands in {@link CompletionLayout}.
 */
public final class CompletionBatch {
  private static final int NO_BUFFER = -1;

  private final int[] control;
  private final int[] queueAndReason;
  private final int[] bufferIndex;
  private final int[] countAndOffset;
  private final int[] frameLength;
  private final int[] payloadLength;
  private final int[] connection;
  private final int[] subflow;
  private final long[] dsn;
  private final int[] ssn;
  private final int[] rssHash;
  private final long[] cycle;
  private final int[] mapping;
  private final int[] frame;

  private RxQueue owner;
  private int size;
  private int firstIndex;

  /**
   * An empty batch.
   *
   * @param capacity most entries, 1 or more
   */
  public CompletionBatch(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity is " + capacity + ", must be 1 or more");
    }
    control = new int[capacity];
    queueAndReason = new int[capacity];
    bufferIndex = new int[capacity];
    countAndOffset = new int[capacity];
    frameLength = new int[capacity];
    payloadLength = new int[capacity];
    connection = new int[capacity];
    subflow = new int[capacity];
    dsn = new long[capacity];
    ssn = new int[capacity];
    rssHash = new int[capacity];
    cycle = new long[capacity];
    mapping = new int[capacity];
    frame = new int[capacity];
  }

  // ---- filled and emptied by the queue

  void begin(RxQueue queue, int index) {
    if (size > 0) {
      throw new IllegalStateException(
          "the batch still holds " + size + " entries of queue " + owner.number() + ": release it");
    }
    owner = queue;
    firstIndex = index;
  }

  void add(RegionMemory memory, long entry) {
    final int i = size++;
    control[i] = memory.getInt(entry + CompletionLayout.CONTROL);
    queueAndReason[i] = memory.getInt(entry + CompletionLayout.QUEUE);
    bufferIndex[i] = memory.getInt(entry + CompletionLayout.BUFFER_INDEX);
    countAndOffset[i] = memory.getInt(entry + CompletionLayout.BUFFER_COUNT);
    frameLength[i] = memory.getInt(entry + CompletionLayout.FRAME_LENGTH);
    payloadLength[i] = memory.getInt(entry + CompletionLayout.PAYLOAD_LENGTH);
    connection[i] = memory.getInt(entry + CompletionLayout.CONNECTION);
    subflow[i] = memory.getInt(entry + CompletionLayout.SUBFLOW);
    dsn[i] = memory.getLong(entry + CompletionLayout.DSN);
    ssn[i] = memory.getInt(entry + CompletionLayout.SSN);
    rssHash[i] = memory.getInt(entry + CompletionLayout.RSS_HASH);
    cycle[i] = memory.getLong(entry + CompletionLayout.CYCLE);
    mapping[i] = memory.getInt(entry + CompletionLayout.MAPPING_LENGTH);
    frame[i] = memory.getInt(entry + CompletionLayout.FRAME);
  }

  int firstIndex() {
    return firstIndex;
  }

  void clear() {
    size = 0;
  }

  // ---- read by the user

  /** Most entries. */
  public int capacity() {
    return control.length;
  }

  /** Entries held. */
  public int size() {
    return size;
  }

  /** Gives entries and buffers back to the card; batches of a queue in the order of their polls. */
  public void release() {
    if (size > 0) {
      owner.release(this);
    }
  }

  /** {@link CompletionType}, null for one that this version does not know. */
  public CompletionType type(int entry) {
    return CompletionType.of(
        control[check(entry)] >>> CompletionLayout.TYPE_SHIFT & CompletionLayout.TYPE_MASK);
  }

  /** Verdict on the DSS checksum, null for one that this version does not know. */
  public Verdict verdict(int entry) {
    return Verdict.of(
        control[check(entry)] >>> CompletionLayout.VERDICT_SHIFT & CompletionLayout.VERDICT_MASK);
  }

  /** What the parser saw: a code of {@link org.mpnic.abi.PacketType}. */
  public int packetType(int entry) {
    return control[check(entry)] >>> CompletionLayout.PACKET_TYPE_SHIFT
        & CompletionLayout.PACKET_TYPE_MASK;
  }

  /** Port of arrival. */
  public int port(int entry) {
    return control[check(entry)] >>> CompletionLayout.PORT_SHIFT & CompletionLayout.PORT_MASK;
  }

  /** {@link CompletionFlags}, as a mask. */
  public int flags(int entry) {
    return control[check(entry)] >>> CompletionLayout.FLAGS_SHIFT & CompletionLayout.FLAGS_MASK;
  }

  /** Queue that the completion names. */
  public int queue(int entry) {
    return queueAndReason[check(entry)] & 0xffff;
  }

  /** Why the frame is an exception: a code of {@link org.mpnic.abi.Reason}, 0 if it is none. */
  public int reason(int entry) {
    return queueAndReason[check(entry)] >>> 16;
  }

  /** Free-running descriptor index of the first buffer. */
  public int bufferIndex(int entry) {
    return bufferIndex[check(entry)];
  }

  /** Buffers, 0 if the entry has none. */
  public int bufferCount(int entry) {
    return countAndOffset[check(entry)] & 0xffff;
  }

  /** First TCP payload byte, from the frame's start. */
  public int payloadOffset(int entry) {
    return countAndOffset[check(entry)] >>> 16;
  }

  /** Bytes of the frame, without FCS. */
  public int frameLength(int entry) {
    return frameLength[check(entry)];
  }

  /** TCP payload bytes. */
  public int payloadLength(int entry) {
    return payloadLength[check(entry)];
  }

  /** Connection id, {@link CompletionLayout#NO_ID} if the card knows none. */
  public int connection(int entry) {
    return connection[check(entry)];
  }

  /** Subflow word, {@link CompletionLayout#NO_ID} if the card knows none. */
  public int subflow(int entry) {
    return subflow[check(entry)];
  }

  /** 64-bit DSN of the first payload byte, or of the mapping; valid with flag MAPPED. */
  public long dsn(int entry) {
    return dsn[check(entry)];
  }

  /** Subflow sequence number of the first payload byte, or of the mapping; SYN is 0. */
  public int ssn(int entry) {
    return ssn[check(entry)];
  }

  /** Toeplitz hash of addresses and ports. */
  public int rssHash(int entry) {
    return rssHash[check(entry)];
  }

  /** Cycle at which the first beat entered the port. */
  public long cycle(int entry) {
    return cycle[check(entry)];
  }

  /** Data-level length of the mapping as on the wire, bytes. */
  public int mappingLength(int entry) {
    return mapping[check(entry)] & 0xffff;
  }

  /** DSS checksum field of the mapping as on the wire. */
  public int dssChecksum(int entry) {
    return mapping[check(entry)] >>> 16;
  }

  /** Number of the frame on its port, from 0. */
  public int frame(int entry) {
    return frame[check(entry)];
  }

  /**
   * Copies bytes of an entry's frame, across its buffers.
   *
   * @param from first byte, from the frame's start
   * @param length bytes; {@code from + length} is at most {@link #frameLength}
   * @return whether all of them lie in buffers of this queue; nothing is promised of the target
   *     otherwise: the device named buffers that it does not have
   */
  public boolean copyFrame(int entry, int from, byte[] target, int offset, int length) {
    check(entry);
    final int bufferBytes = owner.bufferBytes();
    final long room = (long) bufferCount(entry) * bufferBytes;
    if (from < 0 || length < 0 || (long) from + length > Math.min(room, frameLength[entry])) {
      return false;
    }
    int at = from;
    int left = length;
    int to = offset;
    while (left > 0) {
      final int inBuffer = at % bufferBytes;
      final int count = Math.min(left, bufferBytes - inBuffer);
      final long address = owner.address(bufferIndex[entry] + at / bufferBytes);
      if (address == NO_BUFFER) {
        return false;
      }
      owner.memory().getBytes(address + inBuffer, target, to, count);
      at += count;
      to += count;
      left -= count;
    }
    return true;
  }

  private int check(int entry) {
    if (entry < 0 || entry >= size) {
      throw new IndexOutOfBoundsException("entry " + entry + " of a batch of " + size);
    }
    return entry;
  }
}
