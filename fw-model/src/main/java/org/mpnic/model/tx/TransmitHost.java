package org.mpnic.model.tx;

/**
 * The host as the transmit side sees it: descriptor rings and memory to read, completions to
 * publish.
 *
 * <p>Called by the thread that calls {@link TxTop}, never otherwise.
 */
public interface TransmitHost extends TransmitRings {
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
