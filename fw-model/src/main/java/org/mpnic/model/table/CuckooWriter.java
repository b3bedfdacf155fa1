package org.mpnic.model.table;

import java.util.Arrays;

/**
 * The control processor's side of an {@link ExactMatchTable}: inserts by bounded cuckoo moves,
 * removes, and knows what it has written before that is effective.
 *
 * <p>Insertion searches breadth first over at most {@code searchedSlots} slots, from the key's two
 * buckets along the other buckets of the entries that stand there. The nearest empty slot wins;
 * without one, the oldest slot that the {@link Replacement} gives away; without one, the table is
 * full for this key. The entries on the way are then moved from the far end on: each new place is
 * written before the old one is overwritten, so that a lookup between two writes finds every entry.
 */
public final class CuckooWriter {
  /** Result of an insertion that found no place. */
  public static final long FULL = -1;

  /** Says which entries may be overwritten when the table is full. */
  public interface Replacement {
    /** Age rank of an entry that may go, the lowest goes first; {@link Long#MAX_VALUE} keeps it. */
    long rank(long value);

    /** The entry with this value is being overwritten. */
    void replaced(long value);
  }

  private static final int NO_PARENT = -1;

  private final ExactMatchTable table;
  private final Replacement replacement;
  private final int slotWords;
  private final long[] shadow;
  private final long[] shadowHashes;
  private final long[] slotValue;
  private final int[] visited;
  private final int[] parent;
  private int visitedCount;
  private int used;
  private long moves;

  /**
   * A writer for an empty table.
   *
   * @param table the table; nobody else writes it
   * @param searchedSlots slots that one insertion may look at, at least two buckets; its moves are
   *     as many as the search is deep, some 4 of 256
   * @param replacement what may go when the table is full
   */
  public CuckooWriter(ExactMatchTable table, int searchedSlots, Replacement replacement) {
    this.table = table;
    this.replacement = replacement;
    this.slotWords = table.keyWords() + 1;
    this.shadow = new long[table.slots().entries() * slotWords];
    this.shadowHashes = new long[table.slots().entries()];
    this.slotValue = new long[slotWords];
    int bound = Math.max(searchedSlots, 2 * table.ways());
    this.visited = new int[bound];
    this.parent = new int[bound];
  }

  /** Entries in the table. */
  public int used() {
    return used;
  }

  /** Entries that were moved to make room, since reset. */
  public long moves() {
    return moves;
  }

  /** The value that stands or will stand for a key, or {@link ExactMatchTable#MISS}. */
  public long find(long hashes, long[] key) {
    int slot = slotOf(hashes, key);
    return slot < 0 ? ExactMatchTable.MISS : valueOf(slot);
  }

  /**
   * Inserts a key, or gives its entry a new value.
   *
   * @param doneCycle cycle in which the control processor has finished its event
   * @param hashes the key's two hashes
   * @param key its words, copied
   * @param value 0 or more
   * @return the cycle from which on the key is found, or {@link #FULL}
   */
  public long insert(long doneCycle, long hashes, long[] key, long value) {
    int slot = slotOf(hashes, key);
    if (slot < 0) {
      slot = makeRoom(doneCycle, hashes);
      if (slot < 0) {
        return FULL;
      }
    }
    System.arraycopy(key, 0, slotValue, 0, slotWords - 1);
    slotValue[slotWords - 1] = value | ExactMatchTable.USED;
    shadowHashes[slot] = hashes;
    return writeSlot(doneCycle, slot);
  }

  /** Removes a key; false when it is not there. */
  public boolean remove(long doneCycle, long hashes, long[] key) {
    int slot = slotOf(hashes, key);
    if (slot < 0) {
      return false;
    }
    Arrays.fill(slotValue, 0);
    writeSlot(doneCycle, slot);
    return true;
  }

  /** Forgets everything; the table's own memory is reset by its owner. */
  public void reset() {
    Arrays.fill(shadow, 0);
    used = 0;
    moves = 0;
  }

  private int makeRoom(long doneCycle, long hashes) {
    visitedCount = 0;
    visit(table.bucketA(hashes), NO_PARENT);
    visit(table.bucketB(hashes), NO_PARENT);
    int best = NO_PARENT;
    long bestRank = Long.MAX_VALUE;
    for (int node = 0; node < visitedCount; node++) {
      int slot = visited[node];
      if (!isUsed(slot)) {
        return shift(doneCycle, node);
      }
      long rank = replacement.rank(valueOf(slot));
      if (rank < bestRank) {
        bestRank = rank;
        best = node;
      }
      visit(table.bucketA(shadowHashes[slot]), node);
      visit(table.bucketB(shadowHashes[slot]), node);
    }
    if (best == NO_PARENT) {
      return NO_PARENT;
    }
    replacement.replaced(valueOf(visited[best]));
    return shift(doneCycle, best);
  }

  private void visit(int bucket, int from) {
    int first = bucket * table.ways();
    for (int node = 0; node < visitedCount; node++) {
      if (visited[node] == first) {
        return;
      }
    }
    for (int way = 0; way < table.ways() && visitedCount < visited.length; way++) {
      visited[visitedCount] = first + way;
      parent[visitedCount++] = from;
    }
  }

  /**
   * Moves the entries on the way to {@code node} one step each; returns the slot that is free then.
   */
  private int shift(long doneCycle, int node) {
    int at = node;
    while (parent[at] != NO_PARENT) {
      int from = visited[parent[at]];
      System.arraycopy(shadow, from * slotWords, slotValue, 0, slotWords);
      shadowHashes[visited[at]] = shadowHashes[from];
      writeSlot(doneCycle, visited[at]);
      moves++;
      at = parent[at];
    }
    return visited[at];
  }

  private long writeSlot(long doneCycle, int slot) {
    used -= isUsed(slot) ? 1 : 0;
    System.arraycopy(slotValue, 0, shadow, slot * slotWords, slotWords);
    used += isUsed(slot) ? 1 : 0;
    return table.slots().write(doneCycle, slot, slotValue);
  }

  private int slotOf(long hashes, long[] key) {
    int slot = slotIn(table.bucketA(hashes), key);
    return slot >= 0 ? slot : slotIn(table.bucketB(hashes), key);
  }

  private int slotIn(int bucket, long[] key) {
    for (int slot = bucket * table.ways(); slot < (bucket + 1) * table.ways(); slot++) {
      int at = slot * slotWords;
      if (isUsed(slot) && Arrays.equals(shadow, at, at + slotWords - 1, key, 0, slotWords - 1)) {
        return slot;
      }
    }
    return -1;
  }

  private boolean isUsed(int slot) {
    return shadow[slot * slotWords + slotWords - 1] < 0;
  }

  private long valueOf(int slot) {
    return shadow[slot * slotWords + slotWords - 1] & ~ExactMatchTable.USED;
  }
}
