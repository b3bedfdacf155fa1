package org.mpnic.model.tx;

/** Where the slices go that the segmenter grants. */
public interface SliceOutput {
  /** First cycle in which the port has a place for its next slice, FAR while that is unknown. */
  long creditCycle(int port);

  /** The slice that waits at this head is granted in this cycle. */
  void granted(TxQueueHead head, long cycle);
}
