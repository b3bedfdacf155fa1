package org.mpnic.model.cell;

/**
 * Fixed time slots on a shared stage: cycle c belongs to owner c modulo the number of owners.
 *
 * <p>To an owner the slots of the others are a stall that depends on the cycle only (B as of the
 * stage behind, one token per {@code owners} cycles), so its recurrence needs no arbiter.
 */
public final class TimeSlots {
  private final int owners;
  private final boolean masked;

  /** Slots for so many owners. */
  public TimeSlots(int owners) {
    this.owners = owners;
    this.masked = Integer.bitCount(owners) == 1;
  }

  /** Owner of a cycle; cycles are not negative. */
  public int owner(long cycle) {
    return masked ? (int) cycle & owners - 1 : (int) (cycle % owners);
  }

  /** First cycle at or after {@code cycle} that belongs to {@code owner}. */
  public long next(int owner, long cycle) {
    long from = Math.max(cycle, 0);
    int wait = owner - owner(from);
    return from + (wait < 0 ? wait + owners : wait);
  }
}
