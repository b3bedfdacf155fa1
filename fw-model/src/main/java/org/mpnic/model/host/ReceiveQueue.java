package org.mpnic.model.host;

import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;

/**
 * The descriptors of one receive queue on the card: posted, fetched, ready, taken.
 *
 * <p>Plain state of {@link DescriptorFetch}, which knows the order in time. Counts are
 * free-running; the low 32 bits of a count are the index of a descriptor.
 */
final class ReceiveQueue {
  private static final int ENABLED = QueueState.ENABLED.code();

  private final int cache;
  private final int batch;
  private final int outstandingLimit;
  private final int ringEntries;
  private final int lowWater;
  private long returning;

  /** A code of {@link QueueState}. */
  int state;

  /** Number of the queue's life: a reset begins another, entries of an older one are void. */
  int life;

  /** Bad descriptors since the last good one. */
  int badInARow;

  /** Buffers that count as posted. */
  long posted;

  /** Descriptors fetched, data here or on its way. */
  long fetched;

  /** Descriptors that occupy the cache: on their way or ready. */
  private int occupied;

  /** Places of the cache that came free in {@link #freedCycle}, the last cycle in which any did. */
  private int freed;

  private long freedCycle;

  /** Fetches on their way. */
  int outstanding;

  /** Cycle of the last fetch. */
  long lastFetch;

  /** Cycle of the next fetch as far as known. */
  long nextFetch;

  private final long[] readyAddress;
  private final int[] readyIndex;
  private final int readyMask;
  private long readyHead;
  private long readyTail;

  private final long[] returnCycle;
  private final int[] returnCount;
  private final int returnMask;
  private long returnHead;
  private long returnTail;

  ReceiveQueue(NicConfig config) {
    this.cache = config.descriptorCache();
    this.batch = config.fetchBatch();
    this.outstandingLimit = config.fetchOutstanding();
    this.ringEntries = config.ringEntries();
    int longest = (config.maxFrameBytes() + config.bufferBytes() - 1) / config.bufferBytes();
    this.lowWater = Math.min(cache, Math.max(cache / 2, longest));
    int ready = PowerOfTwo.atLeast(cache);
    this.readyAddress = new long[ready];
    this.readyIndex = new int[ready];
    this.readyMask = ready - 1;
    int returns = PowerOfTwo.atLeast(ringEntries);
    this.returnCycle = new long[returns];
    this.returnCount = new int[returns];
    this.returnMask = returns - 1;
    this.state = ENABLED;
    restart(-1);
  }

  /** All buffers are the host's and count as posted at {@code cycle}. */
  void restart(long cycle) {
    life++;
    badInARow = 0;
    posted = ringEntries;
    fetched = 0;
    occupied = 0;
    freed = 0;
    freedCycle = cycle;
    outstanding = 0;
    lastFetch = cycle;
    readyHead = 0;
    readyTail = 0;
    returnHead = 0;
    returnTail = 0;
    returning = 0;
    nextFetch = CycleHistory.FAR;
    wake(cycle);
  }

  /**
   * Something that a fetch waits for changed at {@code cycle}: finds the first cycle in which one
   * can be sent, if that is known. It is found in the cycle after the change and sent in the next.
   */
  void wake(long cycle) {
    if (state != ENABLED || outstanding >= outstandingLimit || occupied >= cache) {
      return;
    }
    long wanted = wanted();
    if (cache - occupied < wanted || posted + returning - fetched < wanted) {
      return;
    }
    long from = Math.max(lastFetch, cycle) + 2;
    long count = posted - fetched;
    for (long i = returnHead; count < wanted; i++) {
      int place = (int) i & returnMask;
      count += returnCount[place];
      from = Math.max(from, returnCycle[place] + 2);
    }
    nextFetch = Math.min(nextFetch, from);
  }

  /** Descriptors that make a fetch worth sending: a whole batch, or any when the cache runs low. */
  private long wanted() {
    return occupied < lowWater ? 1 : Math.min(batch, ringEntries - (fetched & ringEntries - 1));
  }

  /**
   * Sends the fetch of this cycle and returns how many descriptors it asks for: as many as it could
   * with what was posted and free before the last cycle, in which it was found.
   */
  int fetch(long cycle) {
    while (returnHead != returnTail && returnCycle[(int) returnHead & returnMask] < cycle - 1) {
      int count = returnCount[(int) returnHead & returnMask];
      posted += count;
      returning -= count;
      returnHead++;
    }
    int tooLate = freedCycle == cycle - 1 ? freed : 0;
    long most = Math.min(batch, Math.min(posted - fetched, cache - occupied - tooLate));
    int count = (int) Math.min(most, ringEntries - (fetched & ringEntries - 1));
    fetched += count;
    occupied += count;
    outstanding++;
    lastFetch = cycle;
    nextFetch = CycleHistory.FAR;
    wake(cycle);
    return count;
  }

  /** Buffers come back: they count as posted at {@code cycle}, which does not fall. */
  void giveBack(long cycle, int count) {
    returning += count;
    int last = (int) (returnTail - 1) & returnMask;
    if (returnHead != returnTail && returnCycle[last] == cycle) {
      returnCount[last] += count;
    } else {
      int place = (int) returnTail & returnMask;
      returnCycle[place] = cycle;
      returnCount[place] = count;
      returnTail++;
    }
    if (nextFetch == CycleHistory.FAR) {
      wake(lastFetch);
    }
  }

  void addReady(long address, int index) {
    int place = (int) readyTail & readyMask;
    readyAddress[place] = address;
    readyIndex[place] = index;
    readyTail++;
  }

  int ready() {
    return (int) (readyTail - readyHead);
  }

  int headIndex() {
    return readyIndex[(int) readyHead & readyMask];
  }

  /** Places of the cache come free: of bad descriptors, or of buffers that a frame has taken. */
  void free(int count, long cycle) {
    occupied -= count;
    freed = freedCycle == cycle ? freed + count : count;
    freedCycle = cycle;
  }

  long takeAddress() {
    return readyAddress[(int) readyHead++ & readyMask];
  }
}
