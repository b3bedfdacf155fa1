package org.mpnic.model.rx;

/** The control processor's event FIFO as flow_table sees it. */
@FunctionalInterface
public interface HeaderEventSink {
  /**
   * Offers a header event to the control processor.
   *
   * @param word the header; read before the call returns
   * @param cycle cycle in which the event enters the FIFO
   * @return false when the FIFO is full: the event is lost and counted
   */
  boolean offer(HeaderWord word, long cycle);
}
