package org.mpnic.model.tx;

/**
 * The host's descriptor rings as tx_descriptor_fetch sees them, and where buffers may lie.
 *
 * <p>All indices are free-running unsigned 32-bit values. Nothing that comes from here is trusted.
 */
public interface TransmitRings {
  /** Index behind the last descriptor that is really posted in the queue's ring. */
  int posted(int queue);

  /** The host says that it will post more: virtual time waits for it rather than pass it by. */
  boolean open(int queue);

  /** Reads the four 64-bit words of the descriptor at this index into {@code words}. */
  void descriptor(int queue, int index, long[] words);

  /** First byte offset of the region's DMA memory. */
  long dmaStart();

  /** Byte offset behind the region's DMA memory. */
  long dmaEnd();
}
