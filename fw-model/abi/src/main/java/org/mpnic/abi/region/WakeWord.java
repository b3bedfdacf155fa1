package org.mpnic.abi.region;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.WakeLayout;

/**
 * A wake word: one side sleeps on it, the other wakes it (futex(2), shared between processes).
 *
 * <pre>
 *   sleeper: seen = sequence(); if (nothing to do) await(seen, timeoutNs)
 *   waker:   publish with release; signal()
 * </pre>
 *
 * <p>A wake between sequence() and await() is not lost: the sequence differs then. One sleeper per
 * instance; any number of wakers.
 */
public final class WakeWord {
  /** Turns of the bounded spin before the kernel is asked: some microseconds. */
  private static final int SPINS = 500;

  private final RegionMemory memory;
  private final long sequence;
  private final long sleepers;
  private final Memory timespec = new Memory(16);
  private final long timespecAddress = Pointer.nativeValue(timespec);

  /** The wake word of a number in {@link WakeLayout}. */
  public WakeWord(RegionFile region, int word) {
    this(region.memory(), region.layout().wakeWord(word));
  }

  WakeWord(RegionMemory memory, long offset) {
    this.memory = memory;
    this.sequence = offset + WakeLayout.SEQUENCE;
    this.sleepers = offset + WakeLayout.SLEEPERS;
  }

  /** Forgets sleepers that died; called by the side that sleeps here, when it attaches. */
  public void reset() {
    memory.putIntRelease(sleepers, 0);
  }

  /** Wakes the sleeper, if there is one. What it looks at must be published before. */
  public void signal() {
    memory.getAndAddInt(sequence, 1);
    if (memory.getIntAcquire(sleepers) != 0) {
      Libc.futexWakeAll(memory.address(sequence));
    }
  }

  /** Value to pass to {@link #await}; read it before looking for work. */
  public int sequence() {
    return memory.getIntAcquire(sequence);
  }

  /**
   * Spins a little, then sleeps until a signal after {@code seen} was read, or the timeout. It may
   * return early.
   *
   * @param seen value of {@link #sequence} before the caller looked for work
   * @param timeoutNs longest sleep, above 0
   * @return whether there was a signal
   */
  public boolean await(int seen, long timeoutNs) {
    for (int i = 0; i < SPINS; i++) {
      if (memory.getIntAcquire(sequence) != seen) {
        return true;
      }
      Thread.onSpinWait();
    }
    timespec.setLong(0, timeoutNs / 1_000_000_000L);
    timespec.setLong(8, timeoutNs % 1_000_000_000L);
    memory.getAndAddInt(sleepers, 1);
    Libc.futexWait(memory.address(sequence), seen, timespecAddress);
    memory.getAndAddInt(sleepers, -1);
    return memory.getIntAcquire(sequence) != seen;
  }
}
