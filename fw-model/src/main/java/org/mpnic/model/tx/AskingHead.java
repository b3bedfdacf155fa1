package org.mpnic.model.tx;

/** The head of a transmit queue as subflow_scheduler sees it: it asks, and gets an answer. */
public interface AskingHead {
  /** First cycle in which it asks, {@link org.mpnic.model.cell.CycleHistory#FAR} without one. */
  long askCycle();

  /** Fills in what it asks for. */
  void ask(ScheduleAsk ask);

  /**
   * Takes the answer; its contents are the scheduler's and hold during the call.
   *
   * @param cycle in which the answer is there
   */
  void answer(ScheduleAnswer answer, long cycle);
}
