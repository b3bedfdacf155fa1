package org.mpnic.abi.region;

import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.RingLayout;
import org.mpnic.abi.TxCompletionLayout;

/**
 * Host side of a transmit queue's completion ring. Polling loads word 0 of the entries, never an
 * index word.
 */
public final class TxCompletionRingConsumer {
  private static final int TYPE_MASK = 0x7;

  private final RegionMemory memory;
  private final long ring;
  private final long consumer;
  private final int entries;
  private final int log2Entries;
  private int next;
  private int control;

  public TxCompletionRingConsumer(RegionFile region, int queue) {
    RegionLayout layout = region.layout();
    RegionSpec spec = region.spec();
    memory = region.memory();
    ring = layout.txCompletions(queue);
    consumer = layout.consumerIndex(RingLayout.txCompletions(spec.queues(), queue));
    entries = spec.txRingEntries();
    log2Entries = Integer.numberOfTrailingZeros(entries);
    resume();
  }

  /** Reads the consumer index again: after an attach, or after the device reset the queue. */
  public void resume() {
    next = memory.getIntAcquire(consumer);
  }

  /**
   * Looks at the next entry; the fields are valid until {@link #release}. False if none is there.
   */
  public boolean poll() {
    control = memory.getIntAcquire(entry() + TxCompletionLayout.CONTROL);
    return (control >>> TxCompletionLayout.PHASE_SHIFT & 1)
        == CompletionLayout.phase(next, log2Entries);
  }

  /** 0 done, 1 error. */
  public int type() {
    return control >>> TxCompletionLayout.TYPE_SHIFT & TYPE_MASK;
  }

  /** Why a descriptor was refused: a code of {@link org.mpnic.abi.Reason}. */
  public int reason() {
    return control >>> TxCompletionLayout.REASON_SHIFT;
  }

  /** Type done: all descriptors before it are done; else the refused one. */
  public int index() {
    return memory.getInt(entry() + TxCompletionLayout.INDEX);
  }

  /** When the device knew, cycles. */
  public long cycle() {
    return memory.getLong(entry() + TxCompletionLayout.CYCLE);
  }

  /** Takes the entry that was looked at; {@link #publish} gives it back. */
  public void release() {
    next++;
  }

  /** Gives the released entries back to the device: one release store. */
  public void publish() {
    memory.putIntRelease(consumer, next);
  }

  private long entry() {
    return ring + (long) (next & entries - 1) * TxCompletionLayout.BYTES;
  }
}
