package org.mpnic.model.top;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.rx.HeaderWord;

/**
 * The frames of one port from their offer to their grant: references and cycles, no bytes.
 *
 * <p>Serial numbers are free-running: decided frames are below {@code decided}, offered ones below
 * {@code offered}; kept frames wait in order for their grant.
 */
final class RxPort {
  /** Frames that may be offered ahead of the decision of packet_buffer; few, to stay in cache. */
  private static final int OFFER_ROOM = 256;

  private final NicConfig config;
  private final int number;
  private final BeatSpacing lineRate;
  private final BeatSpacing backToBack;
  private final int maxBusBytes;
  private final int mask;
  private final byte[][] buffers;
  private final int[] offsets;
  private final int[] lengths;
  private final long[] firstBeats;

  // Kept frames, by place in the header FIFO: how many are dropped between them does not matter.
  private final byte[][] keptBuffers;
  private final int[] keptOffsets;
  private final int[] keptLengths;
  private final long[] keptFirstBeats;
  private final int[] keptSerials;
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

  RxPort(NicConfig config, int number, int ingressCycles) {
    this.config = config;
    this.number = number;
    this.lineRate = BeatSpacing.lineRate(config);
    this.backToBack = BeatSpacing.backToBack(config);
    this.spacing = lineRate;
    this.maxBusBytes = config.maxFrameBytes() - 4;
    int size = OFFER_ROOM;
    this.mask = size - 1;
    this.buffers = new byte[size][];
    this.offsets = new int[size];
    this.lengths = new int[size];
    this.firstBeats = new long[size];
    int headerSize = PowerOfTwo.atLeast(config.packetBufferHeaders());
    this.keptBuffers = new byte[headerSize][];
    this.keptOffsets = new int[headerSize];
    this.keptLengths = new int[headerSize];
    this.keptFirstBeats = new long[headerSize];
    this.keptSerials = new int[headerSize];
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
    if (offered - decided >= OFFER_ROOM) {
      return RxTop.QUEUE_FULL;
    }
    int place = (int) offered & mask;
    buffers[place] = buffer;
    offsets[place] = offset;
    lengths[place] = length;
    firstBeats[place] = firstBeatCycle;
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

  /** No frame that is not offered yet begins before this cycle. */
  long promisedCycle() {
    return Math.max(horizon, lastBeat + 1);
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

  void decided(boolean kept) {
    int from = (int) decided & mask;
    if (kept) {
      int to = (int) headerTail & headerMask;
      keptBuffers[to] = buffers[from];
      keptOffsets[to] = offsets[from];
      keptLengths[to] = lengths[from];
      keptFirstBeats[to] = firstBeats[from];
      keptSerials[to] = (int) decided;
      visible[to] = nextDecide + 1;
      headerTail++;
    }
    buffers[from] = null;
    decided++;
    findNextDecide();
  }

  /** Cycle from which the first header is visible to the arbiter, FAR without one. */
  long headerCycle() {
    return headerHead == headerTail ? CycleHistory.FAR : visible[(int) headerHead & headerMask];
  }

  /** Bytes of the next frame to be decided. */
  int decideLength() {
    return lengths[(int) decided & mask];
  }

  /** First beat of the next frame to be decided. */
  long decideFirstBeat() {
    return firstBeats[(int) decided & mask];
  }

  /** Describes the next frame to be decided. */
  void fillUndecided(HeaderWord word) {
    int place = (int) decided & mask;
    word.buffer = buffers[place];
    word.offset = offsets[place];
    word.frameBytes = lengths[place];
    word.frame = (int) decided;
    word.firstBeatCycle = firstBeats[place];
    complete(word);
  }

  /** Headers in the header FIFO. */
  int headers() {
    return (int) (headerTail - headerHead);
  }

  /** Describes the frame whose header comes after {@code ahead} others in the header FIFO. */
  void fillHeader(int ahead, HeaderWord word) {
    int place = (int) headerHead + ahead & headerMask;
    word.buffer = keptBuffers[place];
    word.offset = keptOffsets[place];
    word.frameBytes = keptLengths[place];
    word.frame = keptSerials[place];
    word.firstBeatCycle = keptFirstBeats[place];
    complete(word);
  }

  private void complete(HeaderWord word) {
    word.port = number;
    word.beats = config.beatsOf(word.frameBytes);
    word.lastBeatCycle = word.firstBeatCycle + spacing.lastOffset(word.frameBytes);
  }

  /** The first header leaves the header FIFO. */
  void takeHeader() {
    keptBuffers[(int) headerHead & headerMask] = null;
    headerHead++;
  }

  /** Frames whose bytes are no longer needed. */
  long released() {
    if (headerHead == headerTail) {
      return decided;
    }
    return decided - ((int) decided - keptSerials[(int) headerHead & headerMask] & 0xffffffffL);
  }

  /**
   * First beat of the oldest frame that is not granted or dropped, or what the horizon promises.
   */
  long oldestCycle() {
    if (headerHead != headerTail) {
      return keptFirstBeats[(int) headerHead & headerMask];
    }
    return decided != offered ? decideFirstBeat() : Math.max(horizon, lastBeat + 1);
  }

  void reset() {
    Arrays.fill(buffers, null);
    Arrays.fill(keptBuffers, null);
    offered = 0;
    decided = 0;
    headerHead = 0;
    headerTail = 0;
    lastBeat = -1;
    horizon = 0;
    nextDecide = CycleHistory.FAR;
  }
}
