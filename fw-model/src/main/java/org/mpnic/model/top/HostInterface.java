package org.mpnic.model.top;

/**
 * The host as the card sees it: descriptor rings to read, memory to write, completions, interrupts
 * and events to publish.
 *
 * <p>All indices are free-running unsigned 32-bit values; the place in the ring is the index modulo
 * the ring's size. Nothing that comes from here is trusted: the card checks every descriptor before
 * it is used. Called by the thread that calls {@link RxTop#advance}, never otherwise.
 */
public interface HostInterface {
  /** The descriptor with this index and all before it are really posted in the queue's ring. */
  boolean descriptorReady(int queue, int index);

  /** Field `address` of the descriptor at this index: byte offset in the region, unchecked. */
  long descriptorAddress(int queue, int index);

  /** Field `length` of the descriptor at this index in bytes, unsigned, unchecked. */
  long descriptorLength(int queue, int index);

  /** Field `index` of the descriptor at this index, unchecked. */
  int descriptorIndex(int queue, int index);

  /** First byte offset of the region's DMA memory. */
  long dmaStart();

  /** Byte offset behind the region's DMA memory. */
  long dmaEnd();

  /** The queue's completion ring really has room for so many entries more. */
  boolean completionPlacesFree(int queue, int count);

  /** The event ring really has room for so many entries more. */
  boolean eventPlacesFree(int count);

  /**
   * Copies frame bytes to host memory. The address range was checked against {@link #dmaStart} and
   * {@link #dmaEnd}.
   */
  void write(long address, byte[] source, int offset, int length);

  /**
   * Publishes one completion; only called when there is room. The word is reused after the call.
   * Virtually the host sees it at {@code visibleCycle}, really with the last of the card's write.
   *
   * @param last the write ends with it: the host sees this completion, and with it those that were
   *     published for the queue since the last one with {@code last}
   */
  void publish(int queue, CompletionWord completion, long visibleCycle, boolean last);

  /** The queue's interrupt is raised at this virtual cycle. */
  void interrupt(int queue, long cycle);

  /** Publishes one event; only called when there is room. The word is reused after the call. */
  void event(EventWord event);
}
