package org.mpnic.model.rx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;

/**
 * FIFO of the completions that no frame makes: descriptor errors, and the mapping ends that the
 * control processor flushes.
 *
 * <p>Contract: C = errorFifoDepth entries; the errors of one fetch are written at once and show one
 * per cycle, in order (F = 1); a popped entry's place is credited back after as many cycles as lie
 * between a grant and steering, plus one (B): the path by which descriptor_fetch sees it. An entry
 * that finds no credit is refused, never delayed.
 */
public final class FirmwareCompletionFifo {
  private final int depth;
  private final int creditDelay;
  private final EntryPool pool;
  private final CompletionEntry[] order;
  private final int orderMask;
  private final CycleHistory entered;
  private final CycleHistory pops;

  /**
   * An empty FIFO.
   *
   * @param creditDelay cycles from a grant to steering
   */
  public FirmwareCompletionFifo(NicConfig config, int creditDelay) {
    this.depth = config.errorFifoDepth();
    this.creditDelay = creditDelay;
    this.pool = new EntryPool(depth + CompletionWriter.places(config), config.ports());
    int size = PowerOfTwo.atLeast(depth);
    this.order = new CompletionEntry[size];
    this.orderMask = size - 1;
    this.entered = new CycleHistory(depth);
    this.pops = new CycleHistory(depth);
    reset();
  }

  /** An entry that enters at {@code cycle}, to be filled by the caller, or null without a place. */
  public CompletionEntry offer(long cycle) {
    long next = entered.count();
    long enter = Math.max(cycle, entered.at(next - 1) + 1);
    long needed = next - depth;
    if (needed >= 0 && !(pops.knows(needed) && pops.at(needed) < cycle - creditDelay)) {
      return null;
    }
    entered.append(enter);
    CompletionEntry entry = pool.take();
    order[(int) next & orderMask] = entry;
    entry.clear();
    entry.lastOfRecord = false;
    return entry;
  }

  /** Whether the next entries find a place is known already. */
  public boolean canDecide(int entries) {
    return pops.knows(entered.count() + entries - 1 - depth);
  }

  /** Takes the last offered entry back; nothing may have happened since. */
  public void withdraw() {
    entered.withdraw();
    giveBack(order[(int) entered.count() & orderMask]);
  }

  /** Takes back an entry whose write has been sent. */
  public void giveBack(CompletionEntry entry) {
    pool.giveBack(entry);
  }

  /** Cycle from which the head entry can be popped, FAR while there is none. */
  public long headCycle() {
    return entered.freeCycle(pops.count());
  }

  /** Pops the head entry; it stays readable until its write has been sent. */
  public CompletionEntry pop(long cycle) {
    CompletionEntry entry = order[(int) pops.count() & orderMask];
    pops.append(cycle);
    return entry;
  }

  /** Empties the FIFO. */
  public void reset() {
    entered.reset();
    pops.reset();
    pool.reset();
  }
}
