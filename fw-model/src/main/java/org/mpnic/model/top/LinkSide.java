package org.mpnic.model.top;

import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.host.DescriptorFetch;
import org.mpnic.model.host.HostLink;
import org.mpnic.model.host.InterruptModeration;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.CompletionFifo;
import org.mpnic.model.rx.CompletionWriter;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.rx.RxDma;
import org.mpnic.model.rx.TlpQueue;

/**
 * The events behind the decision on a frame: the host link sends, the completion writer takes
 * entries and flushes, completions are published, interrupt timers end.
 */
final class LinkSide {
  private final HostInterface host;
  private final Probe probe;
  private final long[] counters;
  private final int portCount;
  private final int writeLatencyCycles;
  private final RxDma[] dmas;
  private final CompletionFifo[] fifos;
  private final FirmwareCompletionFifo firmwareFifo;
  private final DescriptorFetch descriptors;
  private final RecordLedger ledger;
  final CompletionWriter writer;
  final HostLink link;
  final InterruptModeration interrupts;

  /** Queue whose completion ring is full, when {@link #run} answers false. */
  int waitingQueue;

  /** Cycle of the last event here but interrupts. */
  private long lastEvent;

  LinkSide(RxParts parts) {
    this.host = parts.host;
    this.probe = parts.probe;
    this.counters = parts.counters;
    this.portCount = parts.ports.length;
    this.writeLatencyCycles = parts.config.writeLatencyCycles();
    this.dmas = parts.dmas;
    this.fifos = parts.fifos;
    this.firmwareFifo = parts.firmwareFifo;
    this.descriptors = parts.descriptors;
    this.ledger = parts.ledger;
    this.writer = new CompletionWriter(parts.config, fifos, firmwareFifo, probe);
    TlpQueue[] requesters = new TlpQueue[portCount + 1];
    for (int port = 0; port < portCount; port++) {
      requesters[port] = dmas[port].tlps();
    }
    requesters[portCount] = writer.tlps();
    this.link = new HostLink(parts.config, requesters);
    this.interrupts =
        new InterruptModeration(parts.config, host, counters, CounterTable.QUEUE_INTERRUPTS);
    reset();
  }

  /** Cycle of the next event as far as known, FAR without one. */
  long nextCycle() {
    return Math.min(Math.min(link.nextCycle(), writer.nextCycle()), interrupts.nextCycle());
  }

  /** Cycle of the last event here. */
  long now() {
    return Math.max(lastEvent, interrupts.lastRaised());
  }

  /**
   * Does the events up to a cycle.
   *
   * @param end last cycle; every grant that is visible to rx_dma by then has been made
   * @return false when the host has no place for the completions of the next event
   */
  boolean run(long end) {
    boolean done = follow(end);
    for (RxDma dma : dmas) {
      dma.advance();
    }
    return done;
  }

  private boolean follow(long end) {
    while (true) {
      long send = link.nextCycle();
      long write = writer.nextCycle();
      long next = Math.min(send, write);
      if (next > end) {
        interrupts.step(end);
        return true;
      }
      if (send == next && !send(next)) {
        interrupts.step(next - 1);
        return false;
      }
      lastEvent = next;
      if (write == next) {
        int port = writer.step(next);
        if (port >= 0) {
          dmas[port].keepUp();
        }
      }
    }
  }

  private boolean send(long cycle) {
    if (writer.tlps().headCycle() <= cycle) {
      waitingQueue = writer.headQueue();
      if (descriptors.state(waitingQueue) != QueueState.ABSENT.code()
          && !host.completionPlacesFree(waitingQueue, writer.tlps().headBeats())) {
        return false;
      }
    }
    link.begin(cycle);
    for (int requester = link.start(); requester >= 0; requester = link.start()) {
      long sent = link.sentCycle();
      int beats = link.sentBeats();
      counters[CounterTable.LINK_WRITES]++;
      counters[CounterTable.LINK_BYTES] += link.sentBytes();
      if (probe != null) {
        boolean last = link.sentLast();
        probe.beat(Boundary.LINK_START, requester, cycle, 0, link.sentBytes(), last);
        probe.beat(Boundary.LINK_SENT, requester, sent, 0, link.sentBytes(), last);
      }
      if (requester == portCount) {
        publish(sent, beats);
      } else {
        if (link.sentLast()) {
          fifos[requester].frameSent(sent);
        }
        dmas[requester].beatsSent(sent, beats);
        dmas[requester].keepUp();
      }
    }
    counters[CounterTable.LINK_BUSY_TICKS] = link.busyTicks();
    return true;
  }

  private void publish(long sent, int count) {
    int queue = writer.headQueue();
    long visible = sent + writeLatencyCycles;
    counters[CounterTable.COMPLETION_BATCHES]++;
    counters[CounterTable.COMPLETION_ENTRIES] += count;
    counters[CounterTable.QUEUE_COMPLETION_WRITES + queue]++;
    int life = descriptors.life(queue);
    int last = lastOfLife(queue, life, count);
    int buffers = 0;
    for (int i = 0; i < count; i++) {
      CompletionEntry entry = writer.published(i);
      if (i <= last && entry.queueLife == life) {
        counters[CounterTable.QUEUE_COMPLETIONS + queue]++;
        host.publish(queue, entry, visible, i == last);
        buffers += entry.bufferCount;
      }
      if (entry.source < portCount) {
        if (entry.lastOfRecord) {
          ledger.done(entry.source, entry.record);
        }
        fifos[entry.source].giveBack(entry);
      } else {
        firmwareFifo.giveBack(entry);
      }
    }
    if (buffers > 0) {
      descriptors.giveBack(queue, life, buffers, visible);
    }
    // Moderation counts what is written, void or not: it sees writes, not what is in them.
    interrupts.completions(queue, count, visible);
    writer.writeSent(sent);
  }

  /** The last entry of the write that is of the queue's present life, -1 if all are void. */
  private int lastOfLife(int queue, int life, int count) {
    int last = count - 1;
    if (descriptors.state(queue) == QueueState.ABSENT.code()) {
      return -1;
    }
    while (last >= 0 && writer.published(last).queueLife != life) {
      last--;
    }
    return last;
  }

  /** Idle at cycle 0; the parts that both sides use are reset by their owner. */
  void reset() {
    writer.reset();
    link.reset();
    interrupts.reset();
    waitingQueue = -1;
    lastEvent = CycleHistory.BEFORE;
  }
}
