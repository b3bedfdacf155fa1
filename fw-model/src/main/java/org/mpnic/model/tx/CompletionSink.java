package org.mpnic.model.tx;

/** Where tx_completion writes: the host's completion rings. */
public interface CompletionSink {
  /** The queue's completion ring really has room for one entry more. */
  boolean hasRoom(int queue);

  /**
   * One completion leaves; only called when there is room.
   *
   * @param type 0 done, 1 error
   * @param reason code of {@link org.mpnic.abi.Reason}, 0 when done
   * @param index type done: all descriptors before it are done; type error: the refused one
   * @param cycle cycle in which it is written
   * @param visibleCycle cycle from which the host sees it
   */
  void completion(int queue, int type, int reason, int index, long cycle, long visibleCycle);

  /** More of the queue's passes are known, see {@link TxCompletion#passCycle}. */
  default void passed(int queue) {}
}
