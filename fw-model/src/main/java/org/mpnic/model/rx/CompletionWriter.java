package org.mpnic.model.rx;

import java.util.Arrays;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.cell.TimeSlots;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * completion writer: merges the ports' completion entries by time slots, gathers those of each
 * queue to writes, and offers the writes to the host link.
 *
 * <p>Contract: one entry per cycle. Cycle c belongs to port c modulo ports; every cycle of phase 63
 * modulo 64 belongs to the control processor instead when it has an entry to pop. An entry is
 * popped in its owner's slot if it is visible and there is place for one more batch: batches that
 * are open or wait, C = linkStoreBeats, B = 1 after a batch's write was sent.
 *
 * <p>Each queue has an open batch of its own. It is flushed, and eligible for the link two cycles
 * later (F = 2), (a) in the cycle after the entry that filled it (completionBatch entries, or the
 * next place of the queue's ring is a multiple of completionBatch), (b) completionBatchIdleCycles
 * after its first entry, before an entry of that cycle is gathered. One batch is flushed per cycle:
 * (a) goes before (b), and of those that are late the one that was opened first ({@link
 * BatchDeadlines}).
 */
public final class CompletionWriter {
  private static final int FIRMWARE_PHASE = 63;
  private static final int NONE = -1;

  /** Cycles from a flush until the link may start the write. */
  private static final int WRITE_CYCLES = 2;

  private final int ports;
  private final int batch;
  private final int batchShift;
  private final int blocks;
  private final CompletionFifo[] fifos;
  private final FirmwareCompletionFifo firmware;
  private final Probe probe;
  private final TimeSlots slots;
  private final TlpQueue tlps;
  private final CycleHistory sent;

  /** Entries by block: a batch has one from its first entry until its write was sent. */
  private final CompletionEntry[] entries;

  private final int[] free;
  private int freeCount;
  private long opened;

  /** Of each queue: place in its ring, and of its open batch block, entries, opening. */
  private final int[] ringPlace;

  private final int[] openBlock;
  private final int[] openCount;
  private final int[] opening;
  private final BatchDeadlines late;

  /** The batch that is full and is flushed in the next cycle. */
  private int fullBlock;

  private int fullQueue;
  private int fullCount;
  private long fullCycle;

  /** Blocks and queues of the writes, in the order of their flush. */
  private final int[] writeBlock;

  private final int[] writeQueue;
  private final int writeMask;
  private long flushed;
  private long firstWrite;
  private long lastFlush;
  private long lastSlot;

  /** An idle writer. */
  public CompletionWriter(
      NicConfig config, CompletionFifo[] fifos, FirmwareCompletionFifo firmware, Probe probe) {
    this.ports = config.ports();
    this.batch = config.completionBatch();
    this.batchShift = Integer.numberOfTrailingZeros(batch);
    this.blocks = config.linkStoreBeats();
    this.fifos = fifos;
    this.firmware = firmware;
    this.probe = probe;
    this.slots = new TimeSlots(ports);
    this.tlps = new TlpQueue(blocks);
    this.sent = new CycleHistory(blocks);
    this.late = new BatchDeadlines(config);
    this.entries = new CompletionEntry[places(config)];
    this.free = new int[blocks];
    this.ringPlace = new int[config.queues()];
    this.openBlock = new int[config.queues()];
    this.openCount = new int[config.queues()];
    this.opening = new int[config.queues()];
    int size = PowerOfTwo.atLeast(blocks);
    this.writeBlock = new int[size];
    this.writeQueue = new int[size];
    this.writeMask = size - 1;
    reset();
  }

  /** Entries that a writer holds at most, those of a write on the link included. */
  public static int places(NicConfig config) {
    return config.linkStoreBeats() * config.completionBatch();
  }

  /** Entries at most that are popped while an open batch waits to be flushed: one a cycle. */
  public static int passing(NicConfig config) {
    return BatchDeadlines.depth(config);
  }

  /** Cycle of the next flush or entry as far as known. */
  public long nextCycle() {
    long next = Math.min(fullCycle, Math.max(late.dueCycle(), lastFlush + 1));
    long room = sent.freeCycle(opened - blocks);
    if (room == CycleHistory.FAR) {
      return next;
    }
    long from = Math.max(room, lastSlot + 1);
    for (int port = 0; port < ports; port++) {
      long head = fifos[port].headCycle();
      if (head < next) {
        next = Math.min(next, slots.next(port, Math.max(head, from)));
      }
    }
    long head = firmware.headCycle();
    if (head < next) {
      long cycle = Math.max(Math.max(head, from), 0);
      next = Math.min(next, cycle + (FIRMWARE_PHASE - ((int) cycle & FIRMWARE_PHASE)));
    }
    return next;
  }

  /**
   * Does what happens in a cycle.
   *
   * @return the port whose completion FIFO gave an entry, or -1
   */
  public int step(long cycle) {
    if (fullCycle == cycle) {
      fullCycle = CycleHistory.FAR;
      flush(fullQueue, fullBlock, fullCount, cycle);
    } else if (late.dueCycle() <= cycle && lastFlush < cycle) {
      int queue = late.queue();
      flush(queue, openBlock[queue], openCount[queue], cycle);
      openBlock[queue] = NONE;
      late.flushed(cycle);
    }
    if (sent.freeCycle(opened - blocks) > cycle || lastSlot >= cycle) {
      return -1;
    }
    if (((int) cycle & FIRMWARE_PHASE) == FIRMWARE_PHASE && firmware.headCycle() <= cycle) {
      CompletionEntry entry = firmware.pop(cycle);
      gather(entry.queue, entry, cycle);
      return -1;
    }
    int port = slots.owner(cycle);
    if (fifos[port].headCycle() > cycle) {
      return -1;
    }
    gather(fifos[port].headQueue(), fifos[port].pop(cycle), cycle);
    return port;
  }

  private void gather(int queue, CompletionEntry entry, long cycle) {
    int block = openBlock[queue];
    int count = 0;
    if (block == NONE) {
      block = free[--freeCount];
      opened++;
    } else {
      count = openCount[queue];
    }
    entries[(block << batchShift) + count] = entry;
    count++;
    int place = ++ringPlace[queue];
    boolean full = count == batch || (place & batch - 1) == 0;
    if (full) {
      if (count > 1) {
        late.filled(opening[queue], cycle);
      }
      openBlock[queue] = NONE;
      fullBlock = block;
      fullQueue = queue;
      fullCount = count;
      fullCycle = cycle + 1;
    } else {
      if (count == 1) {
        opening[queue] = late.open(queue, cycle);
      }
      openBlock[queue] = block;
      openCount[queue] = count;
    }
    lastSlot = cycle;
    if (probe != null) {
      probe.beat(Boundary.COMPLETION_ENTRY, entry.source, cycle, entry.frame, entry.type, full);
    }
  }

  private void flush(int queue, int block, int count, long cycle) {
    tlps.add(cycle + WRITE_CYCLES, count * CompletionLayout.BYTES, count, true);
    int place = (int) flushed & writeMask;
    writeBlock[place] = block;
    writeQueue[place] = queue;
    if (probe != null) {
      probe.beat(Boundary.COMPLETION_WRITE, queue, cycle, (int) flushed, count, true);
    }
    flushed++;
    lastFlush = cycle;
  }

  /** Writes that wait for the link. */
  public TlpQueue tlps() {
    return tlps;
  }

  /** Queue of the write at the head of {@link #tlps}. */
  public int headQueue() {
    return writeQueue[(int) firstWrite & writeMask];
  }

  /** Entry of the write at the head of {@link #tlps}, from 0 on. */
  public CompletionEntry published(int place) {
    return entries[(writeBlock[(int) firstWrite & writeMask] << batchShift) + place];
  }

  /** The link has sent that write: its batch's place is free from the next cycle on. */
  public void writeSent(long cycle) {
    free[freeCount++] = writeBlock[(int) firstWrite & writeMask];
    firstWrite++;
    sent.append(cycle);
  }

  /** The queue's completion ring starts from its first place again. */
  public void resetQueue(int queue) {
    ringPlace[queue] = 0;
  }

  /** Idle at cycle 0. */
  public void reset() {
    tlps.reset();
    sent.reset();
    late.reset();
    Arrays.fill(ringPlace, 0);
    Arrays.fill(openBlock, NONE);
    Arrays.setAll(free, block -> block);
    freeCount = blocks;
    opened = 0;
    fullCycle = CycleHistory.FAR;
    flushed = 0;
    firstWrite = 0;
    lastFlush = CycleHistory.BEFORE;
    lastSlot = CycleHistory.BEFORE;
  }
}
