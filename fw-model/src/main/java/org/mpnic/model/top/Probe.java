package org.mpnic.model.top;

import org.mpnic.model.rx.HeaderWord;

/**
 * Sees what crosses the boundaries of the datapath, with its cycle.
 *
 * <p>Results are the same with and without a probe. Calls come in the order in which the model
 * derives cycles: ascending per boundary and port, not across them. What a probe does not override
 * it does not see.
 */
public interface Probe {
  /**
   * One beat, or one transfer without a header word, crosses.
   *
   * @param boundary a constant of {@link Boundary}
   * @param port port, requester or queue, as the boundary says
   * @param cycle cycle of the handshake
   * @param frame serial number of the frame on its port, or the boundary's own count
   * @param beat number of the beat in its frame, or the transfer's size in bytes or entries
   * @param last the frame's last beat
   */
  default void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {}

  /**
   * One header word crosses.
   *
   * @param boundary a constant of {@link Boundary} that carries words
   * @param port port of the frame
   * @param cycle cycle of the handshake
   * @param word the word with the results of the stages so far; reused after the call
   */
  default void word(int boundary, int port, long cycle, HeaderWord word) {}
}
