package org.mpnic.model.tx;

/**
 * The host as the transmit side sees it: descriptor rings and memory to read, completions to
 * publish.
 *
 * <p>All indices are free-running unsigned 32-bit values. Nothing that comes from here is trusted.
 * Called by the thread that calls {@link TxTop}, never otherwise.
 */
public interface TransmitHost {
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

  /**
   * Copies bytes of host memory. The range was checked against {@link #dmaStart} and {@link
   * #dmaEnd}.
   */
  void read(long address, byte[] destination, int offset, int length);

  /** The queue's completion ring really has room for so many entries more. */
  boolean completionPlacesFree(int queue, int count);

  /**
   * Publishes one completion; only called when there is room. Virtually the host sees it at {@code
   * visibleCycle}.
   *
   * @param type 0 done, 1 error
   * @param reason code of {@link org.mpnic.abi.Reason}, 0 when done
   * @param index type done: all descriptors before it are done; type error: the refused one
   * @param cycle when the card knew
   */
  void publish(int queue, int type, int reason, int index, long cycle, long visibleCycle);
}
