package org.mpnic.cosim.twin;

import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.table.ContextArray;

/** Words and writes that a stage's twin is given, in the place of random ones. */
interface GivenInput {
  /** Cycles until the last word and the last write are in. */
  long cycles();

  /**
   * Fills the word that enters in a cycle, as the stage before left it; a stage of beats asks for
   * the cycle of the frame's first beat.
   *
   * @return false when none enters
   */
  boolean fill(long cycle, HeaderWord word);

  /** Takes the word as the model's stage has left it. */
  void processed(HeaderWord word);

  /** Writes what the control processor writes to the table in a cycle. */
  void write(long cycle, ContextArray table);

  /** Whether the control processor has no place for an event of the word of a cycle. */
  boolean isBusy(long cycle);

  /** Why the word of a cycle gets no buffers, 0 if it gets them. */
  int refusal(long cycle);
}
