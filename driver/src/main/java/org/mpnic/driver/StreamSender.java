package org.mpnic.driver;

/**
 * Sends through one transmit queue from memory of its own, divided into buffers of one size: each
 * descriptor has the next buffer, and as descriptors come back in order, so do buffers.
 *
 * <pre>
 *   if (sender.room() &gt; 0) { sender.stream(connection, bytes, 0, length, false); }
 *   ...
 *   sender.ring(true);
 * </pre>
 *
 * <p>Nothing here waits: {@link #room} says how many descriptors can be posted, and grows with
 * {@link #poll}.
 */
public final class StreamSender {
  private final TxQueue queue;
  private final TxMemory memory;
  private final int buffers;
  private final int bufferBytes;

  /**
   * A sender; the queue is used by nobody else.
   *
   * @param memory of its own, at least 64 bytes
   */
  public StreamSender(TxQueue queue, TxMemory memory) {
    this.queue = queue;
    this.memory = memory;
    int most = Integer.highestOneBit(memory.bytes() / 64);
    this.buffers = Math.min(queue.entries(), most);
    this.bufferBytes = memory.bytes() / buffers & ~63;
  }

  /** The queue. */
  public TxQueue queue() {
    return queue;
  }

  /** Most bytes of one descriptor. */
  public int bufferBytes() {
    return bufferBytes;
  }

  /** Descriptors that can be posted now. */
  public int room() {
    return buffers - (queue.posted() - queue.done());
  }

  /** Whether everything posted came back. */
  public boolean isEmpty() {
    return queue.posted() == queue.done();
  }

  /** Posts data of a connection, at most a buffer; there must be room. */
  public void stream(int connection, byte[] bytes, int offset, int length, boolean dataFin) {
    queue.stream(connection, copy(bytes, offset, length), length, dataFin);
  }

  /** Posts a frame that leaves as it is, at most a buffer; there must be room. */
  public void raw(int port, byte[] frame, int offset, int length) {
    queue.raw(port, copy(frame, offset, length), length, false);
  }

  private long copy(byte[] bytes, int offset, int length) {
    if (length > bufferBytes) {
      throw new IllegalArgumentException(length + " bytes do not fit a buffer of " + bufferBytes);
    }
    int place = Integer.remainderUnsigned(queue.posted(), buffers) * bufferBytes;
    memory.put(place, bytes, offset, length);
    return memory.address(place);
  }

  /** Rings the doorbell, see {@link TxQueue#ring}. */
  public void ring(boolean open) {
    queue.ring(open);
  }

  /** Takes completions; returns how many descriptors came back. */
  public int poll() {
    return queue.poll();
  }
}
