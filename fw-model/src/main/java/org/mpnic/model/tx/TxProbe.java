package org.mpnic.model.tx;

/**
 * Sees what crosses the boundaries of the transmit path, with its cycle.
 *
 * <p>Results are the same with and without a probe. Calls come in the order in which the model
 * derives cycles: ascending per boundary and port, not across them.
 */
@FunctionalInterface
public interface TxProbe {
  /**
   * One transfer crosses.
   *
   * @param boundary a constant of {@link TxBoundary}
   * @param port port or queue, as the boundary says
   * @param cycle cycle of the handshake
   * @param number serial number, as the boundary says
   * @param value beat, bytes or type, as the boundary says
   * @param last the last of its frame or slice
   */
  void transfer(int boundary, int port, long cycle, int number, int value, boolean last);

  /**
   * dss_inserter takes a segment, whose first slice follows; valid during the call.
   *
   * @param connection transmit connection of its subflow
   */
  default void segment(Segment segment, int connection, long cycle) {}

  /** The segmenter has cut a slice; valid during the call. */
  default void slice(TxSlice slice) {}
}
