package org.mpnic.model.top;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;

/**
 * The frames of one port from their offer to their grant: references and cycles, no bytes.
 *
 * <p>Serial numbers are free-running: decided frames are below {@code decided}, offered ones below
 * {@code offered}; kept frames wait in order for their grant.
 */
final class RxPort {
  /** Frames that may be offered ahead of the decision of packet_buffer. */
  private static final int OFFER_ROOM = 2048;

  private final BeatSpacing lineRate;
  private final BeatSpacing backToBack;
  private final int maxBusBytes;
  private final int mask;
  private final byte[][] buffers;
  private final int[] offsets;
  private final int[] lengths;
  private final long[] firstBeats;
  private final int[] serials;
  private final int[] headers;
  private final long[] visible;
  private final int headerMask;
  private final int ingressCycles;

  private BeatSpacing spacing;
  private long offered;
  private long decided;
  private long headerHead;
  private long headerTail;
  private long lastBeat;
  private long horizon;
  private long nextDecide;

  RxPort(NicConfig config, int ingressCycles) {
    this.lineRate = BeatSpacing.lineRate(config);
    this.backToBack = BeatSpacing.backToBack(config);
    this.spacing = lineRate;
    this.maxBusBytes = config.maxFrameBytes() - 4;
    int size = PowerOfTwo.atLeast(OFFER_ROOM + config.packetBufferHeaders());
    this.mask = size - 1;
    this.buffers = new byte[size][];
    this.offsets = new int[size];
    this.lengths = new int[size];
    this.firstBeats = new long[size];
    this.serials = new int[size];
    int headerSize = PowerOfTwo.atLeast(config.packetBufferHeaders());
    this.headers = new int[headerSize];
    this.visible = new long[headerSize];
    this.headerMask = headerSize - 1;
    this.ingressCycles = ingressCycles;
    reset();
  }

  void spacing(int mode) {
    spacing = mode == RxTop.BACK_TO_BACK ? backToBack : lineRate;
  }

  BeatSpacing spacing() {
    return spacing;
  }

  int offer(byte[] buffer, int offset, int length, long firstBeatCycle) {
    if (length < 1
        || length > maxBusBytes
        || offset < 0
        || length > buffer.length
        || offset > buffer.length - length) {
      return RxTop.BAD_LENGTH;
    }
    if (firstBeatCycle <= lastBeat || firstBeatCycle < horizon) {
      return RxTop.BAD_CYCLE;
    }
    if (offered - released() > mask || offered - decided >= OFFER_ROOM) {
      return RxTop.QUEUE_FULL;
    }
    int place = (int) offered & mask;
    buffers[place] = buffer;
    offsets[place] = offset;
    lengths[place] = length;
    firstBeats[place] = firstBeatCycle;
    serials[place] = (int) offered;
    lastBeat = firstBeatCycle + spacing.lastOffset(length);
    offered++;
    if (offered - decided == 1) {
      findNextDecide();
    }
    return RxTop.ACCEPTED;
  }

  boolean horizon(long cycle) {
    if (cycle <= horizon) {
      return false;
    }
    horizon = Math.min(cycle, CycleHistory.FAR);
    return true;
  }

  /** Cycle of the last beat at packet_buffer of the next frame to be decided, FAR without one. */
  long decideCycle() {
    return nextDecide;
  }

  private void findNextDecide() {
    int place = (int) decided & mask;
    nextDecide =
        decided == offered
            ? CycleHistory.FAR
            : firstBeats[place] + spacing.lastOffset(lengths[place]) + ingressCycles;
  }

  /** Until this cycle every decision is known once the offered frames are decided. */
  long knownUntil() {
    return decided != offered || horizon == CycleHistory.FAR
        ? CycleHistory.FAR
        : Math.max(horizon, lastBeat + 1) + ingressCycles;
  }

  /** Place of the next frame to be decided. */
  int decidePlace() {
    return (int) decided & mask;
  }

  /** Serial number of the frame at a place. */
  int serial(int place) {
    return serials[place & mask];
  }

  void decided(boolean kept) {
    int place = (int) decided & mask;
    if (kept) {
      headers[(int) headerTail & headerMask] = (int) decided;
      visible[(int) headerTail & headerMask] = nextDecide + 1;
      headerTail++;
    } else {
      buffers[place] = null;
    }
    decided++;
    findNextDecide();
  }

  /** Cycle from which the first header is visible to the arbiter, FAR without one. */
  long headerCycle() {
    return headerHead == headerTail ? CycleHistory.FAR : visible[(int) headerHead & headerMask];
  }

  /** Serial number of the frame whose header is first, low 32 bits. */
  int headSerial() {
    return headers[(int) headerHead & headerMask];
  }

  void removeHeader() {
    buffers[headSerial() & mask] = null;
    headerHead++;
  }

  byte[] buffer(int place) {
    return buffers[place & mask];
  }

  int offset(int place) {
    return offsets[place & mask];
  }

  int length(int place) {
    return lengths[place & mask];
  }

  long firstBeat(int place) {
    return firstBeats[place & mask];
  }

  /** Frames whose bytes are no longer needed. */
  long released() {
    if (headerHead == headerTail) {
      return decided;
    }
    return decided - ((int) decided - headSerial() & 0xffffffffL);
  }

  /**
   * First beat of the oldest frame that is not granted or dropped, or what the horizon promises.
   */
  long oldestCycle() {
    if (headerHead != headerTail) {
      return firstBeat(headSerial());
    }
    return decided != offered ? firstBeat((int) decided) : Math.max(horizon, lastBeat + 1);
  }

  void reset() {
    Arrays.fill(buffers, null);
    offered = 0;
    decided = 0;
    headerHead = 0;
    headerTail = 0;
    lastBeat = -1;
    horizon = 0;
    nextDecide = CycleHistory.FAR;
  }
}
