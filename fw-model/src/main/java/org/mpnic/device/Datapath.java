package org.mpnic.device;

import org.mpnic.abi.QueueState;
import org.mpnic.device.port.FrameSink;
import org.mpnic.model.tx.ReceiveState;

/**
 * The datapath as the device drives it: frames in with their cycles, time forward as far as the
 * host allows.
 *
 * <p>One thread at a time. Implementations are the Java model and the RTL twin; both give the same
 * cycles.
 */
public interface Datapath extends FrameSink {
  /** Result of {@link #advance}: the cycle was reached, or there is nothing left to do. */
  int REACHED = 0;

  /**
   * Result of {@link #advance}: the next event needs a descriptor or a completion place that the
   * host has not given.
   */
  int WAITING_FOR_HOST = 1;

  /**
   * Promises that no further frame of the port begins before {@code cycle}; Long.MAX_VALUE: none at
   * all.
   */
  void horizon(int port, long cycle);

  /**
   * Lets time pass up to a cycle.
   *
   * @return {@link #REACHED} or {@link #WAITING_FOR_HOST}
   */
  int advance(long untilCycle);

  /**
   * Every frame whose first beat came before this cycle has had its completions published or was
   * dropped and counted.
   */
  long completedCycle();

  /** Cycle of the last event. */
  long cycle();

  /**
   * Cycle in which the control processor acts: what it writes or commands now holds for frames
   * granted later. Time passes with {@link #advance}, also where nothing happens.
   */
  long controlCycle();

  /**
   * Counters in the order of the ABI's counter table; the array is the datapath's own and changes.
   */
  long[] counters();

  /**
   * First cycle in which a frame finds receive buffers, also after the last queue command: before
   * it, all would be dropped.
   */
  long readyCycle();

  /**
   * Ends mappings that have data but no verdict: for the end of a capture, when every frame is
   * completed. Their completions come with the next {@link #advance}.
   *
   * @return whether all are ended; otherwise advance and call again
   */
  boolean flushMappings();

  /** State of a queue. */
  QueueState queueState(int queue);

  /**
   * Changes the state of a queue for frames granted after {@link #controlCycle}. Posted buffers
   * stay with the card and completions on their way are published, unless it becomes ABSENT.
   */
  void queueState(int queue, QueueState state);

  /**
   * Gives a queue an interrupt moderation of its own, for completions behind its next interrupt, or
   * at once if none is unsignalled.
   *
   * @param count completions that raise an interrupt, 1 or more
   * @param cycles age of a completion that raises one, 1 or more
   */
  void moderateInterrupts(int queue, int count, int cycles);

  /** Completions that raise the queue's interrupt. */
  int interruptCount(int queue);

  /** Age of a completion that raises the queue's interrupt, cycles. */
  int interruptCycles(int queue);

  /** Rings of the queue back to their start; the region's rings were emptied before. */
  void resetQueue(int queue);

  /**
   * Sets the RSS indirection table.
   *
   * @param queues a queue per hash value
   */
  void indirection(byte[] queues);

  /** What departing segments tell their peers of what was received. */
  default ReceiveState receiveState() {
    return new ContextReceiveState(
        (table, id, word) -> {
          long[] words = readContext(table, id);
          return words == null ? 0 : words[word];
        });
  }

  /**
   * Reads a context of the datapath.
   *
   * @param table 0 subflow, 1 mappings, 2 connection
   * @return its words, or null if there is no such context
   */
  long[] readContext(long table, long id);

  /**
   * Writes a context, as the control processor writes: it holds for frames granted after the
   * current cycle.
   *
   * @param table 0 subflow, 1 mappings, 2 connection
   * @param words as many as {@link #readContext} gives
   * @return false if there is no such context, it has another number of words, or these name a
   *     connection, a mapping slot or a queue that the card does not have
   */
  boolean writeContext(long table, long id, long[] words);

  /** Frees what is not the garbage collector's; the datapath is not used any more. */
  default void close() {}
}
