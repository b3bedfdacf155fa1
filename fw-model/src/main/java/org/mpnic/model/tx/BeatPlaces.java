package org.mpnic.model.tx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.rx.BeatSpacing;

/**
 * When the places that a port's beats have in tx_checksum are free again: a cycle after each beat
 * left.
 *
 * <p>Beats are numbered from 0 over all frames and leave in different cycles, in that order. Noted
 * is one line a frame, not one a beat: who asks goes on from beat to beat, and not for each.
 */
final class BeatPlaces {
  private final BeatSpacing spacing;
  private final int mask;

  /** By frame: cycle of its first beat, its bytes on the wire, number behind its last beat. */
  private final long[] firstCycle;

  private final int[] wireBytes;
  private final long[] endBeat;

  /** Frames noted, and beats. */
  private long frames;

  private long beats;

  /** Frames before the one behind the last that was asked for; of that one, beats and place. */
  private long asked;

  private long askedFrom;
  private long askedEnd;
  private int askedPlace;

  /** No beat has left; one of the last {@code depth} can be asked for. */
  BeatPlaces(BeatSpacing spacing, int depth) {
    this.spacing = spacing;
    int size = PowerOfTwo.atLeast(depth + 1);
    this.mask = size - 1;
    this.firstCycle = new long[size];
    this.wireBytes = new int[size];
    this.endBeat = new long[size];
    reset();
  }

  /**
   * Notes the next frame.
   *
   * @param first cycle of its first beat
   * @param bytes its length on the wire, which says when its other beats leave
   * @param count beats of it that had a place
   */
  void add(long first, int bytes, int count) {
    int place = (int) frames++ & mask;
    beats += count;
    firstCycle[place] = first;
    wireBytes[place] = bytes;
    endBeat[place] = beats;
  }

  /**
   * First cycle in which the place of this beat is free, FAR while unknown; BEFORE for one below 0.
   * Numbers do not go back from call to call.
   */
  long freeCycle(long beat) {
    if (beat < 0) {
      return CycleHistory.BEFORE;
    }
    if (beat >= beats) {
      return CycleHistory.FAR;
    }
    while (beat >= askedEnd) {
      askedPlace = (int) asked++ & mask;
      askedFrom = askedEnd;
      askedEnd = endBeat[askedPlace];
    }
    int inFrame = (int) (beat - askedFrom);
    return firstCycle[askedPlace] + spacing.offset(wireBytes[askedPlace], inFrame) + 1;
  }

  /** No beat has left. */
  void reset() {
    frames = 0;
    beats = 0;
    asked = 0;
    askedFrom = 0;
    askedEnd = 0;
    askedPlace = 0;
  }
}
