package org.mpnic.device.port;

/** What takes the frames of the ports: a datapath, or who wants to see what one would be given. */
public interface FrameSink {
  /** Result of {@link #offer}: taken. */
  int ACCEPTED = 0;

  /** Result of {@link #offer}: advance first. */
  int QUEUE_FULL = -1;

  /**
   * Puts a frame on a port's wire.
   *
   * @param port 0 to ports - 1
   * @param buffer array with the frame, which must not change until {@link #released} has passed it
   * @param offset where the frame begins
   * @param length bytes without check sequence
   * @param firstBeatCycle cycle in which its first beat arrives; rising from frame to frame of a
   *     port
   * @return {@link #ACCEPTED}, {@link #QUEUE_FULL}, or another negative number for a frame that
   *     breaks these rules
   */
  int offer(int port, byte[] buffer, int offset, int length, long firstBeatCycle);

  /**
   * Frames of the port, counted from the first one offered after reset, whose bytes are no longer
   * needed.
   */
  long released(int port);
}
