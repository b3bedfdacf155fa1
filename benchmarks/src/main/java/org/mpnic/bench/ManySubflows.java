package org.mpnic.bench;

import org.mpnic.model.config.NicConfig;

/** Cards for more subflows than the default one has room for. */
public final class ManySubflows {
  private ManySubflows() {}

  /** The default card; tables twice as large as what is in them, if its own are not. */
  public static NicConfig config(int connections) {
    int entries = Integer.highestOneBit(Math.max(2 * connections - 1, 1));
    NicConfig usual = NicConfig.DEFAULT;
    return 2 * entries <= usual.subflows()
        ? usual
        : usual.toBuilder().subflows(2 * entries).connections(entries).build();
  }
}
