package org.mpnic.driver.stream;

import java.util.HashMap;
import java.util.Map;

/**
 * Verdicts on the checksummed mappings of one subflow, each subflow sequence number once. The first
 * verdict counts: a mapping that was bad and is mended by another copy stays counted as bad.
 */
final class MappingLedger {
  private static final int PRUNE_SIZE = 1 << 16;
  private static final int GOOD = 1;
  private static final int BY_CARD = 2;

  /** Told of each verdict that counts. */
  interface Listener {
    /** A mapping from this subflow sequence number on, of {@code length} bytes, has its verdict. */
    void judged(long ssn, long dsn, int length, boolean good, boolean byCard);
  }

  private final Map<Long, Integer> verdicts = new HashMap<>();
  private final long windowBytes;
  private final Listener listener;
  private int pruneAt = PRUNE_SIZE;

  /** Counts by verdict: bit 0 good, bit 1 by the card. */
  private final long[] counts = new long[4];

  /**
   * An empty ledger.
   *
   * @param windowBytes a mapping so far behind the newest one does not come again
   */
  MappingLedger(long windowBytes, Listener listener) {
    this.windowBytes = windowBytes;
    this.listener = listener;
  }

  /** Enters a verdict on the mapping at this subflow sequence number, unless it has one. */
  void judged(long ssn, long dsn, int length, boolean good, boolean byCard) {
    final int verdict = (good ? GOOD : 0) | (byCard ? BY_CARD : 0);
    if (verdicts.putIfAbsent(ssn, verdict) != null) {
      return;
    }
    counts[verdict]++;
    listener.judged(ssn, dsn, length, good, byCard);
    if (verdicts.size() > pruneAt) {
      verdicts.keySet().removeIf(key -> ssn - key > windowBytes);
      pruneAt = Math.max(PRUNE_SIZE, 2 * verdicts.size());
    }
  }

  /** Mappings judged, good and bad together. */
  long judged(boolean byCard) {
    return bad(byCard) + counts[GOOD | (byCard ? BY_CARD : 0)];
  }

  /** Mappings found bad. */
  long bad(boolean byCard) {
    return counts[byCard ? BY_CARD : 0];
  }
}
