package org.mpnic.bench;

import java.util.Random;

/**
 * Frames of one size on many IPv4 subflows, in turn, with right checksums.
 *
 * <p>From {@value ReceiveFrames#SMALLEST_WITH_MAPPING} bytes on every frame with DSS carries a
 * mapping of its own with checksum (28 bytes of options at most fit no smaller frame with payload).
 * Below, each subflow announces one mapping first, without payload, and the frames carry its bytes.
 */
public final class ReceiveTraffic {
  private static final int FCS = 4;

  private final int subflows;
  private final int announcements;
  private final byte[][] frames;

  /**
   * Makes the frames.
   *
   * @param sizeBytes frame size with FCS, 64 to 9018
   * @param dss with MPTCP mappings, else plain TCP
   * @param subflows number of subflows, 1 or more
   * @param segments frames with payload
   */
  public ReceiveTraffic(int sizeBytes, boolean dss, int subflows, int segments) {
    this.subflows = subflows;
    int frameBytes = sizeBytes - FCS;
    boolean own = dss && sizeBytes >= ReceiveFrames.SMALLEST_WITH_MAPPING;
    int payloadBytes = ReceiveFrames.payloadBytes(frameBytes, own);
    this.announcements = dss && !own ? subflows : 0;
    this.frames = new byte[announcements + segments][];
    Random random = new Random(1);
    for (int subflow = 0; subflow < announcements; subflow++) {
      frames[subflow] =
          ReceiveFrames.announcement(subflow, 1, 1, ReceiveFrames.MOST_ANNOUNCED_BYTES);
    }
    for (int i = 0; i < segments; i++) {
      int ssn = 1 + i / subflows * payloadBytes;
      frames[announcements + i] = ReceiveFrames.segment(random, frameBytes, i % subflows, ssn, own);
    }
  }

  /** The frames in their order. */
  public byte[][] frames() {
    return frames;
  }

  /** Frames that announce a mapping and carry no payload; they come first. */
  public int announcements() {
    return announcements;
  }

  /** Number of subflows. */
  public int subflows() {
    return subflows;
  }
}
