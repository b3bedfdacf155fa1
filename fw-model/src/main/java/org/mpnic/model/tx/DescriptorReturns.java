package org.mpnic.model.tx;

/** Where tx_completion gives descriptors back; each queue's in the order of their indices. */
public interface DescriptorReturns {
  /**
   * The queue's next {@code count} descriptors are done: their places in the cache are free from
   * the cycle after {@code cycle} on.
   */
  void done(int queue, int count, long cycle);

  /**
   * A completion became visible to the host at {@code visibleCycle} that covers {@code count}
   * descriptors more: it may post so many anew.
   */
  void reported(int queue, int count, long visibleCycle);
}
