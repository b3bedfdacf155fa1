package org.mpnic.model.rx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;

/**
 * Transfers of one requester that wait in its link store, oldest first.
 *
 * <p>Contract: a FIFO with F = 1: a TLP whose last beat is stored at x is eligible from x + 1. Its
 * room is bounded by the store's beats, each TLP has at least one.
 */
public final class TlpQueue {
  private static final int LAST = 1 << 31;

  private final long[] eligible;

  /** Payload bytes in bits 0 to 15, beats in bits 16 to 30, the frame's last in the sign. */
  private final int[] sizes;

  private final int mask;
  private long headCycle;
  private long head;
  private long tail;

  /** A queue for a store of so many beats. */
  public TlpQueue(int storeBeats) {
    int size = PowerOfTwo.atLeast(storeBeats);
    this.eligible = new long[size];
    this.sizes = new int[size];
    this.mask = size - 1;
    reset();
  }

  /** Adds a TLP that the link may send from {@code cycle} on. */
  public void add(long cycle, int payloadBytes, int payloadBeats, boolean lastOfFrame) {
    int place = (int) tail & mask;
    eligible[place] = cycle;
    sizes[place] = payloadBytes | payloadBeats << 16 | (lastOfFrame ? LAST : 0);
    if (head == tail) {
      headCycle = cycle;
    }
    tail++;
  }

  /** No TLP waits. */
  public boolean isEmpty() {
    return head == tail;
  }

  /** Cycle from which the head may be sent, FAR when there is none. */
  public long headCycle() {
    return headCycle;
  }

  /** Payload bytes of the head. */
  public int headBytes() {
    return sizes[(int) head & mask] & 0xffff;
  }

  /** Beats of the head. */
  public int headBeats() {
    return sizes[(int) head & mask] >>> 16 & 0x7fff;
  }

  /** The head is its frame's last TLP. */
  public boolean headIsLast() {
    return sizes[(int) head & mask] < 0;
  }

  /** Takes the head and returns its number, from 0. */
  public long remove() {
    long number = head++;
    headCycle = head == tail ? CycleHistory.FAR : eligible[(int) head & mask];
    return number;
  }

  /** Empties the queue. */
  public void reset() {
    head = 0;
    tail = 0;
    headCycle = CycleHistory.FAR;
  }
}
