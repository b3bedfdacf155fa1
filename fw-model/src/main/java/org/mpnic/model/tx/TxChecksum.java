package org.mpnic.model.tx;

/**
 * tx_checksum: sums a frame's bytes as they pass, stores the frame whole and finishes its header.
 *
 * <p>Contract: C = checksumBufferBeats per port, B = 1; a frame shows to the port {@link
 * #FINISH_CYCLES} after its last beat entered. One frame a cycle, if frames are that short.
 */
public final class TxChecksum {
  /** Cycles from a frame's last beat in to the frame's being visible to the port. */
  public static final int FINISH_CYCLES = 12;

  private TxChecksum() {}

  /**
   * Finishes the header of a whole frame in place.
   *
   * @param frame holds it from its start
   * @param bytes its length, without check sequence and padding
   */
  public static void finish(byte[] frame, int bytes, FrameFinish finish) {}
}
