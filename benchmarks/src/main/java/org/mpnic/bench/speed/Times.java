package org.mpnic.bench.speed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Times of the runs of one contender, seconds. */
final class Times {
  private final List<Double> seconds = new ArrayList<>();

  void add(double time) {
    seconds.add(time);
  }

  double best() {
    return Collections.min(seconds);
  }

  double median() {
    return seconds.stream().sorted().toList().get(seconds.size() / 2);
  }

  /** Slowest run to best. */
  double spread() {
    return Collections.max(seconds) / best();
  }
}
