package org.mpnic.model.rx;

/**
 * Completion entries of one source, reused: they come back in another order than they are taken,
 * because writes of several queues pass each other. The one that came back last is taken first, it
 * is in cache.
 */
final class EntryPool {
  private final CompletionEntry[] all;
  private final CompletionEntry[] free;
  private int freeCount;

  /** So many entries, all free. */
  EntryPool(int size, int source) {
    all = new CompletionEntry[size];
    free = new CompletionEntry[size];
    for (int i = 0; i < size; i++) {
      all[i] = new CompletionEntry();
      all[i].source = source;
    }
    reset();
  }

  /** A free entry; there must be one. */
  CompletionEntry take() {
    return free[--freeCount];
  }

  /** Takes back an entry that nobody reads any more. */
  void giveBack(CompletionEntry entry) {
    free[freeCount++] = entry;
  }

  /** All are free. */
  void reset() {
    System.arraycopy(all, 0, free, 0, all.length);
    freeCount = all.length;
  }
}
