package org.mpnic.abi.region;

import org.mpnic.abi.CompletionFlyweight;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;

/**
 * Host side of a queue's completion ring. Polling loads word 0 of the entries, in their order,
 * never an index word.
 *
 * <pre>
 *   released ........ taken ........ published
 *     |  handed out, the device       |  available()
 *     |  may not overwrite them       |
 * </pre>
 *
 * <p>The consumer index in the region is the released point: a successor sees again what its
 * predecessor took and did not release, and nothing else twice.
 */
public final class CompletionRingConsumer {
  private final RegionMemory memory;
  private final long ring;
  private final long consumer;
  private final int entries;
  private final int log2Entries;
  private int taken;
  private int released;

  public CompletionRingConsumer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    memory = region.memory();
    ring = layout.completions(queue);
    consumer = layout.consumerIndex(RingLayout.completions(queue));
    entries = region.spec().completionEntries();
    log2Entries = Integer.numberOfTrailingZeros(entries);
    resume();
  }

  /** Reads the consumer index again: after an attach, or after the device reset the queue. */
  public void resume() {
    released = memory.getIntAcquire(consumer);
    taken = released;
  }

  /** Places of the ring. */
  public int entries() {
    return entries;
  }

  /** Published entries that were not taken, at most max. */
  public int available(int max) {
    final int limit = Math.min(max, entries - (taken - released));
    int count = 0;
    // One after the other: a look at an entry that is not published yet takes its line from the
    // device, which is about to write it.
    while (count < limit && isPublished(taken + count)) {
      count++;
    }
    return count;
  }

  /** Free-running index of the first entry not taken. */
  public int taken() {
    return taken;
  }

  /** Free-running index of the first entry not released. */
  public int released() {
    return released;
  }

  /** Takes so many of the available entries. */
  public void take(int count) {
    taken += count;
  }

  /** Region offset of an entry by its free-running index. */
  public long offset(int index) {
    return ring + (long) (index & entries - 1) * CompletionLayout.BYTES;
  }

  /** Puts a view on an entry by its free-running index. */
  public CompletionFlyweight view(int index, CompletionFlyweight flyweight) {
    return flyweight.wrap(memory, offset(index));
  }

  /** Gives the oldest entries back to the device: one release store. */
  public void release(int count) {
    released += count;
    memory.putIntRelease(consumer, released);
  }

  private boolean isPublished(int index) {
    int control = memory.getIntAcquire(offset(index) + CompletionLayout.CONTROL);
    return (control & 1) == CompletionLayout.phase(index, log2Entries);
  }
}
