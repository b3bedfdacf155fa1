package org.mpnic.cosim.twin;

import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;
import org.mpnic.model.tx.TxDescriptor;
import org.mpnic.model.tx.TxSlice;

/** What a {@link SegmenterTwin} gets, and which of its queues is served in a cycle. */
interface SegmenterInput {
  /** No queue. */
  int NO_QUEUE = -1;

  /** No frame begins any more; what is there leaves without pauses. */
  boolean ends();

  /** Queue that is to start anew, or none. */
  int reset();

  /** The queue starts anew. */
  void restarted(int queue);

  /** Whether descriptors of a queue that were not on their way are now, or the other way round. */
  boolean togglesComing(boolean isComing);

  /** Queue whose question is answered next, if it has one, or none. */
  int asked();

  /** The answer to a queue's question, known in a cycle. */
  ScheduleAnswer answer(int queue, ScheduleAsk ask, long cycle);

  /** Queue that gets a descriptor in a cycle, if it has a place, or none. */
  int queue(long cycle);

  /** Whether the rest of the queue's frame is refused in the place of the next descriptor. */
  boolean drops(int queue);

  /** The queue's next descriptor. */
  TxDescriptor next(int queue);

  /** A slice is granted; it is reused after the call. */
  void granted(TxSlice slice);
}
