package org.mpnic.model.top;

import org.mpnic.model.config.NicConfig;

/** A prompt host that keeps nothing but memory, and allocates nothing. */
final class QuietHost extends FakeHost {
  long completions;

  QuietHost(NicConfig config) {
    super(config, 0, 0, true);
  }

  @Override
  public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
    completions++;
  }

  @Override
  public void interrupt(int queue, long cycle) {}
}
