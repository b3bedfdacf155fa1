package org.mpnic.device.wire;

import org.mpnic.abi.WireOptions;
import org.mpnic.device.port.ArrivalClock;

/**
 * One port's wire in one direction, at the sender's end: delay, loss, reordering, duplication. What
 * happens to a frame depends on the options, the port and the frames before it only.
 *
 * <p>A frame arrives {@code delay} cycles after its departure. One that is held back arrives when
 * so many later frames have passed it, {@value #HOLD_CYCLES} cycles later at the latest; a second
 * one of two arrives behind the first. Where such a frame takes the place of the next on the wire,
 * that and those behind it arrive later, at the rate of the port, until the wire has been idle. A
 * frame comes twice only while the wire is less than {@value #BACKLOG_CYCLES} cycles late.
 */
final class WireLane {
  /** Longest time that a frame is held back, cycles. */
  static final int HOLD_CYCLES = 1 << 12;

  /** Lateness of the wire from which on no frame comes twice, cycles. */
  static final int BACKLOG_CYCLES = 1 << 12;

  private static final int MILLION = 1_000_000;
  private static final int OVERHEAD =
      ArrivalClock.PREAMBLE_BYTES + ArrivalClock.CHECK_SEQUENCE_BYTES + ArrivalClock.GAP_BYTES;

  private final WireRing ring;
  private final WireOptions options;
  private final ArrivalClock rate;
  private final long delay;
  private final long seed;
  private final byte[] held;
  private int heldLength;
  private int heldPasses;
  private long heldDue;
  private long random;
  private long free;
  private long lastArrival = -1;
  private boolean disturbs = true;
  private long lost;
  private long reordered;
  private long duplicated;

  /**
   * A lane.
   *
   * @param ring that the receiver reads
   * @param rate cycles of a byte on the wire
   * @param number makes the lane's choices its own
   */
  WireLane(WireRing ring, WireOptions options, ArrivalClock rate, long delay, int number) {
    this.ring = ring;
    this.options = options;
    this.rate = rate;
    this.delay = delay;
    this.seed = mix(options.seed() * 0x9e3779b97f4a7c15L + number) | 1;
    this.random = seed;
    this.held = new byte[WireRing.LONGEST_FRAME];
  }

  /** Most bytes of a ring that frames on their way take while neither end is a round ahead. */
  static int ringBytes(WireOptions options, long delayCycles, ArrivalClock rate) {
    long cycles = 4 * delayCycles + HOLD_CYCLES + 2L * BACKLOG_CYCLES + (1 << 15);
    long bytes =
        cycles * rate.cyclesPerByteDenominator() / rate.cyclesPerByteNumerator()
            + 8L * WireRing.LONGEST_FRAME;
    return (int) Math.min(1 << 30, Long.highestOneBit(bytes) << 1);
  }

  /** A frame leaves its port; frames come in the order of their departures. */
  void frame(byte[] frame, int offset, int length, long departure) {
    long arrival = departure + delay;
    flush(arrival);
    if (chosen(options.lossPpm())) {
      lost++;
      return;
    }
    if (heldLength == 0 && chosen(options.reorderPpm())) {
      System.arraycopy(frame, offset, held, 0, length);
      heldLength = length;
      heldPasses = options.reorderFrames();
      heldDue = arrival + HOLD_CYCLES;
      return;
    }
    boolean twice = chosen(options.duplicatePpm());
    put(frame, offset, length, arrival);
    if (twice && free - arrival < BACKLOG_CYCLES) {
      duplicated++;
      put(frame, offset, length, arrival);
    }
    if (heldLength > 0) {
      heldPasses--;
      if (heldPasses == 0) {
        reordered++;
        putHeld(arrival);
      }
    }
  }

  /** Whether more happens to frames than delay, from the next one on. */
  void disturb(boolean value) {
    disturbs = value;
  }

  /** Every frame that arrives before this cycle has left: what was held back till then goes on. */
  void flush(long arrival) {
    if (heldLength > 0 && heldDue < arrival) {
      putHeld(heldDue);
    }
  }

  /** Whether a frame is held back. */
  boolean isHolding() {
    return heldLength > 0;
  }

  /** Arrival of the last frame, -1 before the first. */
  long lastArrival() {
    return lastArrival;
  }

  long lost() {
    return lost;
  }

  long reordered() {
    return reordered;
  }

  long duplicated() {
    return duplicated;
  }

  private void putHeld(long arrival) {
    int length = heldLength;
    heldLength = 0;
    put(held, 0, length, arrival);
  }

  private void put(byte[] frame, int offset, int length, long arrival) {
    lastArrival = Math.max(arrival, free);
    ring.put(frame, offset, length, lastArrival);
    long bytes = Math.max(length, ArrivalClock.LEAST_BUS_BYTES) + OVERHEAD;
    free =
        lastArrival
            + Math.max(1, bytes * rate.cyclesPerByteNumerator() / rate.cyclesPerByteDenominator());
  }

  private boolean chosen(int ppm) {
    if (ppm == 0 || !disturbs) {
      return false;
    }
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return Long.remainderUnsigned(mix(random), MILLION) < ppm;
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
