package org.mpnic.driver.stream;

/** Sees every completion in the order of arrival at the card: by cycle, then by port. */
public interface PacketListener {
  /** A listener that does nothing. */
  PacketListener NONE = (frame, stream) -> {};

  /**
   * A frame, or the end of a mapping behind the frame that ended it.
   *
   * @param frame the completion; used again after the call
   * @param stream the stream it belongs to; null if it belongs to none or none is known yet
   */
  void completed(ReceivedFrame frame, DataStream stream);
}
