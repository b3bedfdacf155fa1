package org.mpnic.model.rx;

import java.util.Arrays;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.cell.PowerOfTwo;
import org.mpnic.model.cell.TimeSlots;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * completion writer: merges the ports' completion entries by time slots, gathers neighbours of one
 * queue to a write, and offers the writes to the host link.
 *
 * <p>Contract: one entry per cycle. Cycle c belongs to port c modulo ports; every cycle of phase 63
 * modulo 64 belongs to the control processor instead when it has an entry to pop. An entry is
 * popped in its owner's slot if it is visible and the write store has a place (C = linkStoreBeats,
 * B = 1 after its write was sent).
 *
 * <p>The open batch is flushed, and eligible for the link a cycle later, in the cycle f: (a) after
 * the entry that filled it (completionBatch entries, or the next place of the queue's ring is a
 * multiple of completionBatch); else (b) of the next entry of another queue; else (c)
 * completionBatchIdleCycles after its last entry. At most one flush per cycle.
 */
public final class CompletionWriter {
  private static final int FIRMWARE_PHASE = 63;

  private final int ports;
  private final int batch;
  private final int idleCycles;
  private final int storeBeats;
  private final CompletionFifo[] fifos;
  private final FirmwareCompletionFifo firmware;
  private final Probe probe;
  private final TimeSlots slots;
  private final TlpQueue tlps;
  private final CycleHistory sent;

  private final CompletionEntry[] entries;
  private final int entryMask;
  private final int[] tlpQueue;
  private final int tlpMask;
  private final int[] ringPlace;
  private long gathered;
  private long published;
  private long flushed;
  private long firstTlp;
  private int openCount;
  private int openQueue;
  private long flushCycle;
  private long lastSlot;

  /** An idle writer. */
  public CompletionWriter(
      NicConfig config, CompletionFifo[] fifos, FirmwareCompletionFifo firmware, Probe probe) {
    this.ports = config.ports();
    this.batch = config.completionBatch();
    this.idleCycles = config.completionBatchIdleCycles();
    this.storeBeats = config.linkStoreBeats();
    this.fifos = fifos;
    this.firmware = firmware;
    this.probe = probe;
    this.slots = new TimeSlots(ports);
    this.tlps = new TlpQueue(storeBeats);
    this.sent = new CycleHistory(storeBeats);
    int size = PowerOfTwo.atLeast(storeBeats);
    this.entries = new CompletionEntry[size];
    this.entryMask = size - 1;
    this.tlpQueue = new int[size];
    this.tlpMask = size - 1;
    this.ringPlace = new int[config.queues()];
    reset();
  }

  /** Cycle of the next flush or entry as far as known. */
  public long nextCycle() {
    long next = openCount == 0 ? CycleHistory.FAR : flushCycle;
    long room = sent.freeCycle(gathered - storeBeats);
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
    if (openCount > 0 && flushCycle == cycle) {
      flush(cycle);
    }
    if (sent.freeCycle(gathered - storeBeats) > cycle || lastSlot >= cycle) {
      return -1;
    }
    if (((int) cycle & FIRMWARE_PHASE) == FIRMWARE_PHASE && firmware.headCycle() <= cycle) {
      gather(firmware.pop(cycle), cycle);
      return -1;
    }
    int port = slots.owner(cycle);
    if (fifos[port].headCycle() > cycle) {
      return -1;
    }
    gather(fifos[port].pop(cycle), cycle);
    return port;
  }

  private void gather(CompletionEntry entry, long cycle) {
    int queue = entry.word.queue;
    if (openCount > 0 && openQueue != queue) {
      flush(cycle);
    }
    lastSlot = cycle;
    entries[(int) gathered & entryMask] = entry;
    gathered++;
    openQueue = queue;
    openCount++;
    int place = ++ringPlace[queue];
    boolean full = openCount == batch || (place & batch - 1) == 0;
    flushCycle = cycle + (full ? 1 : idleCycles);
    if (probe != null) {
      probe.beat(
          Boundary.COMPLETION_ENTRY, entry.source, cycle, entry.word.frame, entry.word.type, full);
    }
  }

  private void flush(long cycle) {
    tlps.add(cycle + 1, openCount * 64, openCount, true);
    tlpQueue[(int) flushed & tlpMask] = openQueue;
    if (probe != null) {
      probe.beat(Boundary.COMPLETION_WRITE, openQueue, cycle, (int) flushed, openCount, true);
    }
    flushed++;
    openCount = 0;
  }

  /** Writes that wait for the link. */
  public TlpQueue tlps() {
    return tlps;
  }

  /** Queue of the write at the head of {@link #tlps}. */
  public int headQueue() {
    return tlpQueue[(int) firstTlp & tlpMask];
  }

  /** The link has sent a write of so many entries: their places are free from the next cycle on. */
  public void writeSent(long cycle, int count) {
    firstTlp++;
    sent.appendSame(cycle, count);
  }

  /** The oldest entry that was not handed out yet; called once per entry of a sent write. */
  public CompletionEntry nextPublished() {
    return entries[(int) published++ & entryMask];
  }

  /** The queue's completion ring starts from its first place again. */
  public void resetQueue(int queue) {
    ringPlace[queue] = 0;
  }

  /** Idle at cycle 0. */
  public void reset() {
    tlps.reset();
    sent.reset();
    Arrays.fill(ringPlace, 0);
    gathered = 0;
    published = 0;
    flushed = 0;
    firstTlp = 0;
    openCount = 0;
    openQueue = 0;
    flushCycle = CycleHistory.FAR;
    lastSlot = CycleHistory.BEFORE;
  }
}
