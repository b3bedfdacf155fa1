package org.mpnic.model.rx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * rx_dma of one port: executes what steering decided, moving beats from packet_buffer to the port's
 * link store, or discarding them.
 *
 * <p>Contract, with V the cycle in which decision k is visible (pushed + 1), S = linkStoreBeats:
 *
 * <pre>
 * pop[first beat of k] = decisionPop[k] = max( V[k], pop[last beat of k-1] + 1,
 *                            entryPop[e - completionFifoDepth] + 1, sent[i - S] + 1 )
 * pop[next beat]       = max( pop[previous beat] + 1, sent[i - S] + 1 )
 * </pre>
 *
 * where e is the number of the frame's last completion entry on this port and i the number of the
 * beat in the link store; a discarded frame has no store term. One beat per cycle, also from frame
 * to frame (C = 1, F = 1, B = 0). A kept frame's beats are grouped to TLPs of maxPayloadBytes at
 * most, never across buffers, each eligible for the link in the cycle after its last beat.
 *
 * <p>Evaluated as far as its operands are known; what is not known yet is later than everything
 * that has happened.
 */
public final class RxDma {
  private static final int BYTES_MASK = (1 << 28) - 1;
  private static final int ENTRIES_SHIFT = 28;
  private static final int ENTRIES_MASK = 3;
  private static final int KEPT = 1 << 31;

  private final int port;
  private final int beatShift;
  private final int tlpBeats;
  private final int tlpBytes;
  private final int decisionDepth;
  private final int storeBeats;
  private final PacketBuffer buffer;
  private final CompletionFifo completions;
  private final Probe probe;
  private final TlpQueue tlps;

  private final long[] visible;

  /** Frame bytes in bits 0 to 27, completion entries in bits 28 and 29, kept in the sign. */
  private final int[] frames;

  private final int[] serial;
  private final int decisionMask;
  private long decisionHead;
  private long decisionTail;
  private final CycleHistory decisionPops;
  private long creditCycle;

  private final CycleHistory sent;
  private long storedBeats;

  /** Discarded frames with completion entries that wait for their turn. */
  private int discardedRecords;

  private boolean inFrame;
  private int beat;
  private int beatsInTlp;
  private long nextPop;

  /** An idle engine; {@code probe} may be null. */
  public RxDma(
      NicConfig config, int port, PacketBuffer buffer, CompletionFifo completions, Probe probe) {
    this.port = port;
    this.beatShift = Integer.numberOfTrailingZeros(config.beatBytes());
    this.tlpBytes = config.maxPayloadBytes();
    this.tlpBeats = tlpBytes >> beatShift;
    this.decisionDepth = config.decisionFifoDepth();
    this.storeBeats = config.linkStoreBeats();
    this.buffer = buffer;
    this.completions = completions;
    this.probe = probe;
    this.tlps = new TlpQueue(storeBeats);
    // One more than the FIFO: the frame that is being moved.
    int size = PowerOfTwo.atLeast(decisionDepth + 1);
    this.visible = new long[size];
    this.frames = new int[size];
    this.serial = new int[size];
    this.decisionMask = size - 1;
    this.decisionPops = new CycleHistory(decisionDepth);
    this.sent = new CycleHistory(storeBeats);
    reset();
  }

  /** First cycle at which the port has a credit for its next grant, FAR while unknown. */
  public long creditCycle() {
    return creditCycle;
  }

  /**
   * Takes a decision from steering.
   *
   * @param visibleCycle cycle after the one in which steering pushes it
   * @param bytes length of the frame on the bus
   * @param kept the frame goes to host memory
   * @param completionEntries entries that the frame's record has, 0 to 3
   * @param frame serial number of the frame, for probes
   */
  public void decide(long visibleCycle, int bytes, boolean kept, int completionEntries, int frame) {
    int place = (int) decisionTail & decisionMask;
    visible[place] = visibleCycle;
    frames[place] = bytes | completionEntries << ENTRIES_SHIFT | (kept ? KEPT : 0);
    serial[place] = frame;
    decisionTail++;
    if (!kept && completionEntries > 0) {
      discardedRecords++;
    }
    // Behind a decision that waits it waits, too.
    if (decisionTail - decisionHead == 1) {
      advance();
    }
    creditCycle = decisionPops.freeCycle(decisionTail - decisionDepth);
  }

  /**
   * The link has sent beats of this port's store: their places are free from the next cycle on.
   * {@link #keepUp} or {@link #advance} is to follow.
   */
  public void beatsSent(long cycle, int beats) {
    sent.appendSame(cycle, beats);
  }

  /**
   * Moves beats if anybody could miss them: the link when it has nothing else of this port, the
   * completion FIFO when a record can come that no TLP tells of. Many beats at a time are moved in
   * less time than one by one.
   */
  public void keepUp() {
    if (tlps.isEmpty() || discardedRecords > 0) {
      advance();
    }
  }

  /** TLPs that wait for the link. */
  public TlpQueue tlps() {
    return tlps;
  }

  /** Moves all beats whose cycles are known. */
  public void advance() {
    while (decisionHead != decisionTail) {
      int place = (int) decisionHead & decisionMask;
      int frame = frames[place];
      boolean kept = frame < 0;
      int entries = frame >>> ENTRIES_SHIFT & ENTRIES_MASK;
      int bytes = frame & BYTES_MASK;
      if (!inFrame && !begin(visible[place], kept, entries)) {
        return;
      }
      if (!(kept ? moveBeats(place, bytes) : discardBeats(place, bytes))) {
        return;
      }
      inFrame = false;
      if (!kept && entries > 0) {
        discardedRecords--;
      }
      decisionHead++;
      completions.frameMoved(nextPop - 1, kept, entries);
    }
  }

  /** First beat's cycle, which is the decision's pop; false when an operand is not known yet. */
  private boolean begin(long visibleCycle, boolean kept, int entries) {
    long credit = completions.creditCycle(entries);
    long room = kept ? sent.freeCycle(storedBeats - storeBeats) : CycleHistory.BEFORE;
    if (credit == CycleHistory.FAR || room == CycleHistory.FAR) {
      return false;
    }
    nextPop = Math.max(Math.max(nextPop, visibleCycle), Math.max(credit, room));
    completions.reserve(entries);
    decisionPops.append(nextPop);
    creditCycle = decisionPops.freeCycle(decisionTail - decisionDepth);
    inFrame = true;
    beat = 0;
    beatsInTlp = 0;
    return true;
  }

  private boolean moveBeats(int place, int bytes) {
    int beats = (bytes - 1 >> beatShift) + 1;
    while (beat < beats) {
      int run = Math.min(tlpBeats - beatsInTlp, beats - beat);
      // Places are freed in order: with room for the last beat of a run it goes without a gap.
      if (sent.freeCycle(storedBeats + run - 1 - storeBeats) > nextPop) {
        long room = sent.freeCycle(storedBeats - storeBeats);
        if (room == CycleHistory.FAR) {
          return false;
        }
        nextPop = Math.max(nextPop, room);
        run = 1;
      }
      popBeats(place, run, beats);
      storedBeats += run;
      beatsInTlp += run;
      boolean last = beat == beats;
      if (last || beatsInTlp == tlpBeats) {
        int payload = last ? bytes - (beats - beatsInTlp << beatShift) : tlpBytes;
        tlps.add(nextPop, payload, beatsInTlp, last);
        beatsInTlp = 0;
      }
    }
    return true;
  }

  private boolean discardBeats(int place, int bytes) {
    int beats = (bytes - 1 >> beatShift) + 1;
    popBeats(place, beats - beat, beats);
    return true;
  }

  /** Takes a run of the frame's beats from packet_buffer, one a cycle from {@link #nextPop} on. */
  private void popBeats(int place, int run, int beats) {
    buffer.popBeats(nextPop, run);
    if (probe != null) {
      for (int i = 0; i < run; i++) {
        boolean last = beat + i == beats - 1;
        probe.beat(Boundary.BUFFER_BEAT, port, nextPop + i, serial[place], beat + i, last);
      }
    }
    nextPop += run;
    beat += run;
  }

  /** Idle at cycle 0. */
  public void reset() {
    tlps.reset();
    decisionPops.reset();
    sent.reset();
    decisionHead = 0;
    decisionTail = 0;
    storedBeats = 0;
    discardedRecords = 0;
    inFrame = false;
    beat = 0;
    beatsInTlp = 0;
    nextPop = CycleHistory.BEFORE;
    creditCycle = CycleHistory.BEFORE;
  }
}
