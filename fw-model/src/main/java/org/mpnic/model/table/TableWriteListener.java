package org.mpnic.model.table;

/** Is told of every entry that the control processor writes: the list that lockstep replays. */
@FunctionalInterface
public interface TableWriteListener {
  /**
   * One entry was written.
   *
   * @param table the table
   * @param effectiveCycle the write holds for packets granted later than this cycle
   * @param entry index of the entry
   * @param value its words; valid during the call only
   */
  void written(ContextArray table, long effectiveCycle, int entry, long[] value);
}
