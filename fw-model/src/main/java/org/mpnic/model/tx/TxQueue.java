package org.mpnic.model.tx;

import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.config.TransmitConfig;

/**
 * The descriptors of one transmit queue on the card: posted, fetched, checked, ready for the
 * queue's head.
 *
 * <p>Plain state of {@link TxDescriptorFetch} and the queue's head. Counts are free-running; the
 * low 32 bits of a count are the index of a descriptor.
 */
public final class TxQueue {
  /**
   * What happens in a cycle counts for fetches from so many cycles later on: a place that becomes
   * free, descriptors that count as posted, the fetch before, a fetch less on its way.
   */
  public static final int FIND_CYCLES = 3;

  private static final int ENABLED = QueueState.ENABLED.code();

  final int number;
  private final int cache;
  private final int batch;
  private final int outstandingLimit;
  private final int ringEntries;
  private final int lowWater;

  /** A code of {@link QueueState}. */
  int state = ENABLED;

  /** Number of the queue's life: a reset begins another, data of an older one is void. */
  int life;

  /** Cycle of the reset that began this life. */
  private long lifeCycle;

  /** Bad descriptors since the last good one. */
  int badInARow;

  /** Descriptors that count as posted, were the host never late. */
  long posted;

  /** Descriptors fetched, data here or on its way. */
  long fetched;

  /** Index behind the last descriptor that the host was told of, as a count. */
  long reported;

  /** Fetches whose last descriptor is not checked. */
  int outstanding;

  /** The host has posted no more and did not say that it will. */
  boolean asleep;

  /** It will start anew, and fetches nothing before. */
  boolean stopping;

  private long lastFetch;
  private long notBefore;

  /** Cycle of the next fetch as far as known. */
  long nextFetch;

  private final long[] returnCycle;
  private final int[] returnCount;
  private final int returnMask;
  private long returnHead;
  private long returnTail;

  /** First descriptor of the frame that is being checked, then how many it has, and bytes. */
  final TxDescriptor chain = new TxDescriptor();

  int chainDescriptors;
  int chainBytes;
  boolean skipping;

  /** Checked descriptors in order; those before {@link #committed} belong to whole frames. */
  private final TxDescriptor[] ready;

  private final int readyMask;
  long readyHead;
  long readyTail;
  long committed;

  /** Runs of stream data: consecutive STREAM descriptors of one connection. */
  private final int[] runConnection;

  private final long[] runBytes;
  private final boolean[] runFin;
  private final int runMask;
  private long runHead;
  private long runTail;
  private boolean runOpen;

  /** An enabled queue that has fetched nothing. */
  public TxQueue(NicConfig config, int number) {
    TransmitConfig transmit = config.transmit();
    this.number = number;
    this.cache = transmit.descriptorCache();
    this.batch = transmit.fetchBatch();
    this.outstandingLimit = transmit.fetchOutstanding();
    this.ringEntries = transmit.ringEntries();
    this.lowWater = Math.min(cache, Math.max(cache / 2, transmit.buffersPerFrame()));
    int places = PowerOfTwo.atLeast(cache);
    this.ready = new TxDescriptor[places];
    for (int i = 0; i < places; i++) {
      ready[i] = new TxDescriptor();
    }
    this.readyMask = places - 1;
    this.runConnection = new int[places];
    this.runBytes = new long[places];
    this.runFin = new boolean[places];
    this.runMask = places - 1;
    int returns = PowerOfTwo.atLeast(ringEntries);
    this.returnCycle = new long[returns];
    this.returnCount = new int[returns];
    this.returnMask = returns - 1;
    restart(-1);
  }

  /** Starts from descriptor 0 in the cycle after {@code cycle}: what is posted then counts. */
  public void restart(long cycle) {
    life++;
    lifeCycle = cycle;
    badInARow = 0;
    posted = ringEntries;
    fetched = 0;
    reported = 0;
    outstanding = 0;
    asleep = false;
    stopping = false;
    lastFetch = cycle + 1;
    notBefore = lastFetch;
    returnHead = 0;
    returnTail = 0;
    chainDescriptors = 0;
    chainBytes = 0;
    skipping = false;
    readyHead = 0;
    readyTail = 0;
    committed = 0;
    runHead = 0;
    runTail = 0;
    runOpen = false;
    nextFetch = CycleHistory.FAR;
  }

  /** A completion that covers all before {@code index} was seen and answered by the host. */
  void reported(int index, long cycle) {
    int count = index - (int) reported;
    reported += count;
    int place = (int) returnTail & returnMask;
    returnCycle[place] = cycle;
    returnCount[place] = count;
    returnTail++;
  }

  /** Finds the first cycle in which a fetch can be sent, as far as that is known. */
  void findFetch(TxCompletion completion) {
    nextFetch = CycleHistory.FAR;
    if (state != ENABLED || asleep || stopping || outstanding >= outstandingLimit) {
      return;
    }
    int whole = toRingEnd();
    int index = (int) fetched;
    // Either room and descriptors for a whole batch, or a cache that runs low and any descriptor.
    long full = completion.passCycle(number, index + whole - cache - 1);
    long low = completion.passCycle(number, index - lowWater);
    long any = Math.max(low, postedCycle(1));
    long cycle = Math.min(any, Math.max(full, postedCycle(whole)));
    if (cycle < CycleHistory.FAR) {
      nextFetch = Math.max(Math.max(lastFetch, cycle) + FIND_CYCLES, notBefore);
    }
  }

  private int toRingEnd() {
    return (int) Math.min(batch, ringEntries - (fetched & ringEntries - 1));
  }

  /** Cycle in which so many descriptors that are not fetched count as posted, FAR if unknown. */
  private long postedCycle(int count) {
    long missing = fetched + count - posted;
    for (long i = returnHead; missing > 0; i++) {
      if (i == returnTail) {
        return CycleHistory.FAR;
      }
      missing -= returnCount[(int) i & returnMask];
      if (missing <= 0) {
        return returnCycle[(int) i & returnMask];
      }
    }
    return CycleHistory.BEFORE;
  }

  /** Descriptors that a fetch in this cycle asks for, if the host has posted them. */
  int fetchable(TxCompletion completion, long cycle) {
    long found = cycle - FIND_CYCLES;
    while (returnHead != returnTail && returnCycle[(int) returnHead & returnMask] <= found) {
      posted += returnCount[(int) returnHead++ & returnMask];
    }
    int occupied = (int) fetched - completion.freedBefore(number, found + 1);
    return (int) Math.min(Math.min(toRingEnd(), cache - occupied), posted - fetched);
  }

  /** A fetch of so many is sent. */
  public void fetch(int count, long cycle) {
    fetched += count;
    outstanding++;
    lastFetch = cycle;
  }

  /** The last descriptor of a fetch is checked. */
  public void arrived(long cycle) {
    if (outstanding-- == outstandingLimit) {
      notBefore(cycle + FIND_CYCLES);
    }
  }

  /** Fetches are on their way. */
  public boolean coming() {
    return outstanding != 0;
  }

  /** Its state, a code of {@link QueueState}. */
  public int state() {
    return state;
  }

  /** Number of its life: a reset begins another. */
  public int life() {
    return life;
  }

  /** Number of the queue's life; of the one before, if this one began later than {@code cycle}. */
  int lifeAt(long cycle) {
    return lifeCycle <= cycle ? life : life - 1;
  }

  /** No fetch before this cycle: another queue's turn, or a doorbell that is still on its way. */
  void notBefore(long cycle) {
    notBefore = Math.max(notBefore, cycle);
    nextFetch = Math.max(nextFetch, cycle);
  }

  /** A descriptor is checked in this cycle and good; without more its frame is whole. */
  public void good(TxDescriptor d, long cycle) {
    addReady().copyFrom(d);
    chainDescriptors++;
    chainBytes += d.length;
    if (d.more) {
      return;
    }
    TxDescriptor first = firstOfChain();
    first.frameDescriptors = chainDescriptors;
    first.frameBytes = chainBytes;
    first.cycle = cycle + 1;
    commit();
    if (d.type == TxDescriptor.STREAM) {
      addToRun(d);
    } else {
      endRun();
    }
  }

  /** Next place for a checked descriptor. */
  TxDescriptor addReady() {
    return ready[(int) readyTail++ & readyMask];
  }

  /** The frame of the last descriptors is whole. */
  void commit() {
    committed = readyTail;
    chainDescriptors = 0;
    chainBytes = 0;
  }

  /** First descriptor of the frame that was checked last. */
  TxDescriptor firstOfChain() {
    return ready[(int) committed & readyMask];
  }

  /** The frame that is being checked never reaches the head. */
  public void dropChain() {
    readyTail = committed;
    chainDescriptors = 0;
    chainBytes = 0;
  }

  /** The i-th ready descriptor behind the head. */
  TxDescriptor ready(int i) {
    return ready[(int) readyHead + i & readyMask];
  }

  /** A STREAM descriptor is ready: it goes on with the last run, or begins one. */
  void addToRun(TxDescriptor descriptor) {
    int last = (int) (runTail - 1) & runMask;
    if (!runOpen || runConnection[last] != descriptor.target || descriptor.length == 0) {
      last = (int) runTail++ & runMask;
      runConnection[last] = descriptor.target;
      runBytes[last] = 0;
    }
    runBytes[last] += descriptor.length;
    runFin[last] = descriptor.dataFin;
    runOpen = !descriptor.dataFin;
  }

  /** What is no stream data stands behind the last run. */
  void endRun() {
    runOpen = false;
  }

  /** Bytes of the first run that are not cut yet. */
  long runBytes() {
    return runBytes[(int) runHead & runMask];
  }

  /** The first run ends with DATA_FIN. */
  boolean runFin() {
    return runFin[(int) runHead & runMask];
  }

  /** No byte can join the first run. */
  boolean runEnded() {
    return !runOpen || runTail - runHead > 1;
  }

  /** Bytes of the first run are cut; one that has none left is gone. */
  void takeFromRun(int bytes) {
    int first = (int) runHead & runMask;
    runBytes[first] -= bytes;
    if (runBytes[first] == 0) {
      runHead++;
      if (runHead == runTail) {
        runOpen = false;
      }
    }
  }
}
