package org.mpnic.model.rx;

/** The receive buffers that descriptor_fetch holds ready, as steering sees them. */
@FunctionalInterface
public interface BufferCredits {
  /**
   * Takes the buffers that the frame needs from the word's queue, all or none, in the cycle in
   * which the word enters steering.
   *
   * <p>Sets {@link HeaderWord#bufferCount}; reads queue and frameBytes.
   *
   * @param word a word whose queue steering has chosen
   * @return 0, or the reason for which the frame is dropped: no buffer, queue disabled, draining or
   *     quarantined
   */
  int take(HeaderWord word);
}
