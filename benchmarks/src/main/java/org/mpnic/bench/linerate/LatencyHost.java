package org.mpnic.bench.linerate;

import org.mpnic.bench.EagerHost;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;

/** A host that is never late, and notes how long each completion took. */
public class LatencyHost extends EagerHost {
  /** From a frame's first beat to its completion in host memory, at least. */
  public long leastCycles = Long.MAX_VALUE;

  /** The same, at most. */
  public long mostCycles;

  /** A host that has seen nothing. */
  public LatencyHost(NicConfig config) {
    super(config);
  }

  @Override
  public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
    super.publish(queue, completion, visibleCycle, last);
    long cycles = visibleCycle - completion.cycle;
    leastCycles = Math.min(leastCycles, cycles);
    mostCycles = Math.max(mostCycles, cycles);
  }
}
