package org.mpnic.model.rx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * packet_buffer of one port: keeps whole frames between rx_checksum and rx_dma; the only place of
 * drops on receive.
 *
 * <p>Contract: C = packetBufferBeats beats and packetBufferHeaders headers, B = 1. The writer
 * cannot be stopped. With w the beats kept so far, beat j of a frame fits if pop[w + j - C] is
 * before the cycle in which it arrives; the header, which comes beside the last beat, fits if the
 * header C places before it was granted before that cycle. A frame of which anything does not fit
 * is dropped whole, decided at its last beat, and w does not advance. A kept frame's header is
 * visible to port_arbiter in the cycle after the last beat (F = 1).
 */
public final class PacketBuffer {
  /** {@link #decide}: the frame is kept. */
  public static final int KEPT = 0;

  /** {@link #decide}: a beat did not fit. */
  public static final int NO_BEAT_PLACE = 1;

  /** {@link #decide}: the header did not fit. */
  public static final int NO_HEADER_PLACE = 2;

  /** Kept frames whose last beat may come before a pop that is not known yet. */
  private static final int PEAKS = 256;

  private final int depthBeats;
  private final int depthHeaders;
  private final CycleHistory beatPops;
  private final CycleHistory headerPops;
  private long keptBeats;
  private long keptFrames;
  private final long[] peakCycles = new long[PEAKS];
  private final long[] peakKept = new long[PEAKS];
  private long peakHead;
  private long peakTail;
  private long freedBeats;
  private long peakBeats;

  /** An empty buffer. */
  public PacketBuffer(NicConfig config) {
    this.depthBeats = config.packetBufferBeats();
    this.depthHeaders = config.packetBufferHeaders();
    this.beatPops = new CycleHistory(depthBeats);
    this.headerPops = new CycleHistory(depthHeaders);
  }

  /** Every pop that the decision about the next frame looks at is known. */
  public boolean canDecide(int beats) {
    return beatPops.knows(keptBeats + beats - 1 - depthBeats)
        && headerPops.knows(keptFrames - depthHeaders)
        && peakTail - peakHead < PEAKS;
  }

  /**
   * Decides about a frame; a pop that is not known comes at its last beat or later.
   *
   * @param firstCycle cycle in which the frame's first beat arrives here
   * @param frameBytes length on the bus
   * @param beats its beats
   * @param spacing cycles of the beats from the first on
   */
  public int decide(long firstCycle, int frameBytes, int beats, BeatSpacing spacing) {
    long w = keptBeats;
    long lastNeeded = w + beats - 1 - depthBeats;
    // Pops rise: if the last beat's place was free when the first beat came, so was every other's.
    if (lastNeeded >= 0 && !(beatPops.knows(lastNeeded) && beatPops.at(lastNeeded) < firstCycle)) {
      for (int beat = 0; beat < beats; beat++) {
        long needed = w + beat - depthBeats;
        if (needed >= 0
            && !(beatPops.knows(needed)
                && beatPops.at(needed) < firstCycle + spacing.offset(frameBytes, beat))) {
          return NO_BEAT_PLACE;
        }
      }
    }
    long lastCycle = firstCycle + spacing.lastOffset(frameBytes);
    long headerNeeded = keptFrames - depthHeaders;
    if (headerNeeded >= 0
        && !(headerPops.knows(headerNeeded) && headerPops.at(headerNeeded) < lastCycle)) {
      return NO_HEADER_PLACE;
    }
    keptBeats = w + beats;
    keptFrames++;
    if (peakTail - peakHead == PEAKS) {
      notePeak();
    }
    peakCycles[(int) peakTail & PEAKS - 1] = lastCycle;
    peakKept[(int) peakTail & PEAKS - 1] = keptBeats;
    peakTail++;
    return KEPT;
  }

  /**
   * Finds what the buffer held at the end of the oldest frame for which that was not done yet, if
   * it may be a new peak: with the beats that had left at an earlier peak it held no less.
   */
  private void notePeak() {
    int place = (int) peakHead++ & PEAKS - 1;
    if (peakKept[place] - freedBeats <= peakBeats) {
      return;
    }
    freedBeats = beatPops.before(peakCycles[place], freedBeats);
    peakBeats = Math.max(peakBeats, peakKept[place] - freedBeats);
  }

  /** Every pop up to this cycle is known. */
  public void popsKnownTo(long cycle) {
    while (peakHead != peakTail && peakCycles[(int) peakHead & PEAKS - 1] <= cycle) {
      notePeak();
    }
  }

  /** rx_dma takes the next beat. */
  public void popBeat(long cycle) {
    popBeats(cycle, 1);
  }

  /** rx_dma takes the next beats, the first in {@code cycle} and then one a cycle. */
  public void popBeats(long cycle, int beats) {
    popsKnownTo(cycle);
    beatPops.appendRun(cycle, beats);
  }

  /** port_arbiter takes the next header. */
  public void popHeader(long cycle) {
    headerPops.append(cycle);
  }

  /** Most beats of kept frames that the buffer held at the end of a frame, as far as known. */
  public long peakBeats() {
    return peakBeats;
  }

  /** Empties the buffer; cycle 0 again. */
  public void reset() {
    beatPops.reset();
    headerPops.reset();
    keptBeats = 0;
    keptFrames = 0;
    peakHead = 0;
    peakTail = 0;
    freedBeats = 0;
    peakBeats = 0;
  }
}
