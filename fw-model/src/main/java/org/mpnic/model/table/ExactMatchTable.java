package org.mpnic.model.table;

/**
 * An exact-match table of two-choice buckets: a key may stand in any way of either of its two
 * buckets.
 *
 * <p>Hardware contract. Both buckets are read at once (two accesses a lookup), all ways are
 * compared in parallel, the first match in the order bucket A way 0 upwards, then bucket B, wins. A
 * slot is one word of memory: {@code keyWords} words of key, then the value word, whose top bit
 * says that the slot is used; a slot is written whole in one cycle, so that an entry that moves
 * stands twice for a while and never nowhere. The datapath only reads; the control processor writes
 * (see {@link CuckooWriter}).
 */
public final class ExactMatchTable {
  /** Result of a lookup that found nothing; a value never has its top bit set. */
  public static final long MISS = -1;

  /** The bit of a slot's value word that says that the slot is used. */
  static final long USED = 1L << 63;

  private final ContextArray slots;
  private final int keyWords;
  private final int ways;
  private final int bucketMask;

  /**
   * An empty table.
   *
   * @param name name of the table in lists of writes
   * @param entries slots, a power of two
   * @param ways slots of a bucket, a power of two, at most {@code entries}
   * @param keyWords 64-bit words of a key, 1 or more
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public ExactMatchTable(String name, int entries, int ways, int keyWords) {
    if (Integer.bitCount(entries) != 1 || Integer.bitCount(ways) != 1 || ways > entries) {
      throw new IllegalArgumentException(
          name + ": " + entries + " entries of " + ways + " ways: both must be powers of two");
    }
    this.slots = new ContextArray(name, entries, keyWords + 1);
    this.keyWords = keyWords;
    this.ways = ways;
    this.bucketMask = entries / ways - 1;
  }

  /** The memory of the slots. */
  public ContextArray slots() {
    return slots;
  }

  /** Slots of a bucket. */
  public int ways() {
    return ways;
  }

  /** Words of a key. */
  public int keyWords() {
    return keyWords;
  }

  /** Bucket A of a hash pair: its low word modulo the number of buckets. */
  public int bucketA(long hashes) {
    return (int) hashes & bucketMask;
  }

  /** Bucket B of a hash pair: its high word modulo the number of buckets. */
  public int bucketB(long hashes) {
    return (int) (hashes >>> 32) & bucketMask;
  }

  /**
   * Looks a key up as a packet granted at {@code cycle} does.
   *
   * @param cycle grant cycle, never smaller than in the call before
   * @param hashes the key's two hashes, low and high word
   * @param key the key's words
   * @return the value, 0 or more, or {@link #MISS}
   */
  public long lookup(long cycle, long hashes, long[] key) {
    slots.settle(cycle);
    return peek(hashes, key);
  }

  /** Loads bucket A, where most keys are. */
  public long touch(long hashes) {
    int first = bucketA(hashes) * ways;
    long seen = 0;
    for (int way = 0; way < ways; way++) {
      seen ^= slots.touch(first + way, 0, keyWords);
    }
    return seen;
  }

  /** What {@link #lookup} would give now: writes that are still pending are not seen. */
  public long peek(long hashes, long[] key) {
    long found = lookupBucket(bucketA(hashes), key);
    return found != MISS ? found : lookupBucket(bucketB(hashes), key);
  }

  private long lookupBucket(int bucket, long[] key) {
    long[] words = slots.words();
    int slotWords = keyWords + 1;
    int at = bucket * ways * slotWords;
    for (int way = 0; way < ways; way++, at += slotWords) {
      long value = words[at + keyWords];
      if (words[at] == key[0] && value < 0 && sameRest(words, at, key)) {
        return value & ~USED;
      }
    }
    return MISS;
  }

  private boolean sameRest(long[] words, int at, long[] key) {
    for (int word = 1; word < keyWords; word++) {
      if (words[at + word] != key[word]) {
        return false;
      }
    }
    return true;
  }
}
