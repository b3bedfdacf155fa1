package org.mpnic.bench.linerate;

import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/** Counts the headers granted from a cycle on, and the cycles from the first to the last. */
public final class HeaderRate implements Probe {
  private long from = Long.MAX_VALUE;
  private long first = -1;
  private long last;
  private long grants;

  /** Counts from here on. */
  public void from(long cycle) {
    from = cycle;
  }

  @Override
  public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {}

  @Override
  public void word(int boundary, int port, long cycle, HeaderWord word) {
    if (boundary == Boundary.GRANT && cycle >= from) {
      first = first < 0 ? cycle : first;
      last = cycle;
      grants++;
    }
  }

  /** Headers granted. */
  public long grants() {
    return grants;
  }

  /** Cycles from the first grant to the last, both counted. */
  public long cycles() {
    return last - first + 1;
  }
}
