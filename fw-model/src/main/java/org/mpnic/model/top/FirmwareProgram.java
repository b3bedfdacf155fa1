package org.mpnic.model.top;

import org.mpnic.model.rx.HeaderWord;

/**
 * What the control processor runs: it reads header events and programs the tables.
 *
 * <p>Time is not the program's concern: the card calls {@link #onHeader} for the events in their
 * order, tells when the event's work is done, and the program gives that cycle to every table write
 * that it makes, so that lookups at later cycles see them.
 */
public interface FirmwareProgram {
  /** Binds the program to the card's tables and to the event ring; called once. */
  void attach(RxTop card, EventSink events);

  /**
   * Handles one header event.
   *
   * @param word the header as it left flow_table; its bytes are readable at buffer and offset; it
   *     is reused after the call
   * @param startCycle cycle in which the control processor takes the event
   * @param doneCycle cycle in which it is done; its table writes hold for lookups at later cycles
   */
  void onHeader(HeaderWord word, long startCycle, long doneCycle);

  /**
   * Finds the next mapping that still has a slot and covered data, for the flush at the end of a
   * capture, and releases the slot.
   *
   * @param end receives a mapping end without verdict
   * @return false when no such mapping is left
   */
  boolean nextMappingEnd(CompletionWord end);

  /** Forgets every connection: the card is at cycle 0 again. */
  void reset();
}
