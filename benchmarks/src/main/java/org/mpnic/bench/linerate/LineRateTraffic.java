package org.mpnic.bench.linerate;

import java.util.ArrayDeque;
import java.util.Random;
import org.mpnic.bench.ReceiveFrames;

/**
 * Endless MPTCP traffic of one frame size on numbered subflows, in turn.
 *
 * <p>From {@link ReceiveFrames#SMALLEST_WITH_MAPPING} bytes on every segment carries a mapping of
 * its own with checksum. Smaller frames carry bytes of a mapping announced before, and every eighth
 * is a pure acknowledgement; an announcement, which is longer, comes when a subflow has used up
 * half of its mapping, so that no segment on another port overtakes it.
 */
public final class LineRateTraffic {
  private static final int FCS = 4;
  private static final int ACKNOWLEDGEMENT_INTERVAL = 8;

  private final int frameBytes;
  private final boolean ownMapping;
  private final int payloadBytes;
  private final int announcedBytes;
  private final int[] nextSsn;
  private final int[] mappedUntil;
  private final int[] sent;
  private final Random random = new Random(1);
  private final int firstSubflow;
  private final int stride;
  private final Random order;
  private final ArrayDeque<byte[]> announcements = new ArrayDeque<>();
  private int next;
  private long segments;

  /**
   * Traffic from its beginning.
   *
   * @param sizeBytes frame size, FCS included, 64 or more
   * @param subflows number of subflows, 1 or more
   * @param firstSubflow number of the first
   * @param stride from one subflow's number to the next's
   */
  LineRateTraffic(int sizeBytes, int subflows, int firstSubflow, int stride) {
    this(sizeBytes, subflows, firstSubflow, stride, null);
  }

  /**
   * Traffic of subflows 0 and on, each frame of any of them.
   *
   * @param order chooses
   */
  public LineRateTraffic(int sizeBytes, int subflows, Random order) {
    this(sizeBytes, subflows, 0, 1, order);
  }

  private LineRateTraffic(int sizeBytes, int subflows, int firstSubflow, int stride, Random order) {
    this.order = order;
    this.firstSubflow = firstSubflow;
    this.stride = stride;
    frameBytes = sizeBytes - FCS;
    ownMapping = sizeBytes >= ReceiveFrames.SMALLEST_WITH_MAPPING;
    payloadBytes = ReceiveFrames.payloadBytes(frameBytes, ownMapping);
    // No segment lies in two mappings.
    announcedBytes = ReceiveFrames.MOST_ANNOUNCED_BYTES / payloadBytes * payloadBytes;
    nextSsn = new int[subflows];
    mappedUntil = new int[subflows];
    sent = new int[subflows];
    for (int subflow = 0; subflow < subflows; subflow++) {
      nextSsn[subflow] = 1;
      mappedUntil[subflow] = 1;
      if (!ownMapping) {
        announcements.add(announce(subflow));
      }
    }
  }

  /** The next announcement that must have passed before {@link #next}, or null. */
  public byte[] nextAnnouncement() {
    return announcements.poll();
  }

  /** The next frame, without FCS. */
  public byte[] next() {
    int subflow = order == null ? next : order.nextInt(nextSsn.length);
    if (!ownMapping && mappedUntil[subflow] - nextSsn[subflow] < announcedBytes / 2) {
      return announce(subflow);
    }
    next = next + 1 == nextSsn.length ? 0 : next + 1;
    int ssn = nextSsn[subflow];
    if (!ownMapping && ++sent[subflow] % ACKNOWLEDGEMENT_INTERVAL == 0) {
      return ReceiveFrames.acknowledgement(frameBytes, number(subflow), ssn);
    }
    nextSsn[subflow] += payloadBytes;
    segments++;
    return ReceiveFrames.segment(random, frameBytes, number(subflow), ssn, ownMapping);
  }

  /** Segments so far that end a mapping of their own, each of which has a verdict. */
  long verdicts() {
    return ownMapping ? segments : 0;
  }

  private int number(int subflow) {
    return firstSubflow + stride * subflow;
  }

  private byte[] announce(int subflow) {
    int mappingSsn = mappedUntil[subflow];
    mappedUntil[subflow] += announcedBytes;
    return ReceiveFrames.announcement(
        number(subflow), nextSsn[subflow], mappingSsn, announcedBytes);
  }
}
