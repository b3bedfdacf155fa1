package org.mpnic.model.rx;

import org.mpnic.model.top.CompletionWord;

/** One pooled completion entry on its way to the host, and what the card needs to know of it. */
public final class CompletionEntry extends CompletionWord {
  /** The last entry of its frame's record: with it the frame is done. */
  public boolean lastOfRecord;

  /** Number of that record on its port, in the last entry only. */
  public long record;

  /** Port it came from, the number of ports for the control processor. */
  public int source;

  /** Life of the queue for which it was made; a reset of the queue begins another. */
  public int queueLife;
}
