package org.mpnic.bench.linerate;

/** What the host of a transmit run gives to its queues, and what must come of it. */
interface TransmitFrames {
  /**
   * The queue's next descriptor; its bytes stay as they are until the ring comes round.
   *
   * @param queue number of the queue
   * @param index of the descriptor
   * @param address of its first byte
   * @param words receives the descriptor
   */
  void next(int queue, int index, long address, long[] words);

  /**
   * Reads bytes of a descriptor that is posted.
   *
   * @param from first byte, counted from the descriptor's address
   */
  void read(int queue, int index, int from, byte[] destination, int offset, int length);

  /**
   * A frame has left a port.
   *
   * @throws IllegalStateException if it is not the one that had to come next
   */
  void sent(byte[] frame, int offset, int length);
}
