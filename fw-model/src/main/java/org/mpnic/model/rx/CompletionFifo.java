package org.mpnic.model.rx;

import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * Completion FIFO of one port: holds a frame's record of 1 to 3 entries from rx_dma's decision pop
 * on, and shows it when the frame is in the link's hands.
 *
 * <p>Contract: C = completionFifoDepth entries, B = 1; rx_dma pops a decision only with a place for
 * each of its entries. Record k enters, one per cycle and in order, in the cycle after its frame's
 * last beat left packet_buffer and its last TLP was sent, and can be popped in the cycle after:
 *
 * <pre>enter[k] = max( lastPop[k] + 1, sent[last TLP of k] + 1, enter[k-1] + 1 );  F = 1</pre>
 */
public final class CompletionFifo {
  private final int port;
  private final int depth;
  private final Probe probe;
  private final CompletionEntry[] order;

  /** Queues of the same entries, to be read before the entries themselves. */
  private final int[] queues;

  private final int orderMask;
  private final EntryPool pool;
  private long headCycle;
  private final CycleHistory entryPops;
  private final CycleHistory entryVisible;
  private final CycleHistory framesSent;

  private final long[] movedCycle;
  private final int[] movedEntries;
  private final boolean[] movedKept;
  private final int movedMask;
  private long movedHead;
  private long movedTail;

  private long prepared;
  private long reserved;
  private long sentFramesUsed;
  private long lastEnter;
  private long records;

  /** An empty FIFO. */
  public CompletionFifo(NicConfig config, int port, Probe probe) {
    this.port = port;
    this.depth = config.completionFifoDepth();
    this.probe = probe;
    // Entries are prepared at the grant and live until the link has taken their write.
    int live = 3 * (config.decisionFifoDepth() + 1) + depth + CompletionWriter.places(config);
    int size = PowerOfTwo.atLeast(live);
    this.order = new CompletionEntry[size];
    this.queues = new int[size];
    this.orderMask = size - 1;
    this.pool = new EntryPool(size, port);
    this.entryPops = new CycleHistory(depth);
    this.entryVisible = new CycleHistory(depth);
    this.framesSent = new CycleHistory(config.linkStoreBeats() + depth);
    int moved = PowerOfTwo.atLeast(depth);
    this.movedCycle = new long[moved];
    this.movedEntries = new int[moved];
    this.movedKept = new boolean[moved];
    this.movedMask = moved - 1;
    reset();
  }

  /** A free entry for a queue, to be filled in grant order. */
  public CompletionEntry prepare(int queue) {
    CompletionEntry entry = pool.take();
    entry.queue = queue;
    int place = (int) prepared++ & orderMask;
    order[place] = entry;
    queues[place] = queue;
    return entry;
  }

  /** Takes back an entry whose write has been sent. */
  public void giveBack(CompletionEntry entry) {
    pool.giveBack(entry);
  }

  /** First cycle with a place for so many entries more, FAR while unknown. */
  public long creditCycle(int entries) {
    return entries == 0 ? CycleHistory.BEFORE : entryPops.freeCycle(reserved + entries - 1 - depth);
  }

  /** rx_dma takes the places. */
  public void reserve(int entries) {
    reserved += entries;
  }

  /** rx_dma has moved the last beat of its next frame. */
  public void frameMoved(long lastPop, boolean kept, int entries) {
    if (entries == 0) {
      return;
    }
    int place = (int) movedTail & movedMask;
    movedCycle[place] = lastPop;
    movedEntries[place] = entries;
    movedKept[place] = kept;
    movedTail++;
    // A kept frame's record waits for the link anyway.
    if (!kept) {
      enterRecords();
    }
  }

  /** The link has sent the last TLP of the port's next kept frame. */
  public void frameSent(long cycle) {
    framesSent.append(cycle);
    enterRecords();
  }

  private void enterRecords() {
    while (movedHead != movedTail) {
      int place = (int) movedHead & movedMask;
      long enter = Math.max(movedCycle[place], lastEnter) + 1;
      if (movedKept[place]) {
        if (!framesSent.knows(sentFramesUsed)) {
          return;
        }
        enter = Math.max(enter, framesSent.at(sentFramesUsed) + 1);
        sentFramesUsed++;
      }
      lastEnter = enter;
      for (int i = 0; i < movedEntries[place]; i++) {
        entryVisible.append(enter + 1);
      }
      if (probe != null) {
        probe.beat(
            Boundary.COMPLETION_RECORD, port, enter, (int) records, movedEntries[place], true);
      }
      records++;
      movedHead++;
      findHead();
    }
  }

  /** Cycle from which the head entry can be popped, FAR while there is none. */
  public long headCycle() {
    return headCycle;
  }

  /** Queue of the head entry. */
  public int headQueue() {
    return queues[(int) entryPops.count() & orderMask];
  }

  private void findHead() {
    long head = entryPops.count();
    headCycle = entryVisible.knows(head) ? entryVisible.at(head) : CycleHistory.FAR;
  }

  /** Pops the head entry; it stays readable until its write has been sent. */
  public CompletionEntry pop(long cycle) {
    CompletionEntry entry = order[(int) entryPops.count() & orderMask];
    entryPops.append(cycle);
    findHead();
    return entry;
  }

  /** Empties the FIFO. */
  public void reset() {
    entryPops.reset();
    entryVisible.reset();
    framesSent.reset();
    movedHead = 0;
    movedTail = 0;
    prepared = 0;
    reserved = 0;
    sentFramesUsed = 0;
    lastEnter = CycleHistory.BEFORE;
    records = 0;
    headCycle = CycleHistory.FAR;
    pool.reset();
  }
}
