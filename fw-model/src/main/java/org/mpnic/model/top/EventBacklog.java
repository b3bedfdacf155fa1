package org.mpnic.model.top;

import org.mpnic.abi.CounterTable;

/** Events of the control processor between their making and the host's event ring. */
public final class EventBacklog implements EventSink {
  private final HostInterface host;
  private final long[] counters;
  private EventWord[] words;
  private int count;
  private int given;

  /** Nothing to hand over yet; counts in {@code counters}. */
  public EventBacklog(HostInterface host, long[] counters) {
    this.host = host;
    this.counters = counters;
    this.words = new EventWord[0];
    grow();
  }

  private void grow() {
    EventWord[] bigger = new EventWord[words.length + 64];
    System.arraycopy(words, 0, bigger, 0, words.length);
    for (int i = words.length; i < bigger.length; i++) {
      bigger[i] = new EventWord();
    }
    words = bigger;
  }

  @Override
  public void post(EventWord event) {
    if (count == words.length) {
      grow();
    }
    words[count++].copyFrom(event);
  }

  /** Whether all are handed over. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Hands the events to the host; false when its ring is full before all are gone. */
  public boolean drain() {
    while (given < count) {
      if (!host.eventPlacesFree(1)) {
        counters[CounterTable.EVENT_RING_FULL]++;
        return false;
      }
      host.event(words[given++]);
      counters[CounterTable.EVENTS_PUBLISHED]++;
    }
    reset();
    return true;
  }

  /** Forgets what is not handed over. */
  public void reset() {
    count = 0;
    given = 0;
  }
}
