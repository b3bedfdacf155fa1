package org.mpnic.model.top;

import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.rx.HeaderWord;

/**
 * What the control processor runs: it reads header events and programs the tables.
 *
 * <p>Time is not the program's concern: the card calls {@link #onHeader} for the events in their
 * order, tells when the event's work is done, and the program gives that cycle to every table write
 * that it makes, so that lookups at later cycles see them.
 */
public interface FirmwareProgram {
  /**
   * Binds the program to a card; called once.
   *
   * @param stages whose tables it writes and whose contexts it reads back; the datapath of a twin
   *     in RTL has them for that only
   * @param counters by index of {@link org.mpnic.abi.CounterTable}
   * @param events takes what the host is told
   */
  void attach(NicConfig config, HeaderStages stages, long[] counters, EventSink events);

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
   * capture, and empties its subflow's slots behind the last of them.
   *
   * @param cycle cycle of the flush, in which no frame is on its way
   * @param end receives a mapping end without verdict
   * @return false when no such mapping is left
   */
  boolean nextMappingEnd(long cycle, CompletionWord end);

  /** Forgets every connection: the card is at cycle 0 again. */
  void reset();
}
