package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.QueueState;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;

/**
 * The order in which the events of the transmit datapath happen: decisions of subflow_scheduler,
 * grants of the segmenter and of the read link, completions, checks and fetches of descriptors.
 *
 * <p>Each event looks only at what was true at the start of its cycle, and whatever it causes
 * happens a cycle later at the earliest; so what an event needs is known once all events of earlier
 * cycles have happened. All else is derived as soon as its operands are known.
 */
final class TxEngine implements CompletionSink, TxDescriptorFetch.Listener {
  final TxConnections connections;
  final TxSubflows subflows;
  final long[] counters = new long[CounterTable.COUNT];
  final SubflowScheduler scheduler;
  final Segmenter segmenter;
  final PayloadPath path;
  final TxDescriptorFetch fetch;
  private final int hostLatency;
  private final TransmitHost host;
  private final TransmitSink sink;
  private final TxQueue[] queues;
  private final TxQueueHead[] heads;
  private final TxCompletion completion;
  private final ReadLink link;
  private final GrantedSlices slices;
  private final TxProbe probe;
  private final boolean[] resetPending;

  /** Cycle of the last event. */
  private long now;

  /** Every event before this cycle has happened. */
  private long reached;

  private int waitingQueue;

  /** Cycles of the next events as far as known, FAR without one. */
  private long nextDecision;

  private long nextGrant;
  private long nextRead;
  private long nextWrite;
  private long nextCheck;
  private long nextFetch;
  private long nextReset;

  /** Something that decisions and grants, grants only, or fetches and completions hang on. */
  private boolean headsChanged;

  private boolean creditsChanged;
  private boolean queuesChanged;

  TxEngine(
      NicConfig config, TransmitHost host, ReceiveState receive, TransmitSink sink, TxProbe probe) {
    this.hostLatency = config.hostLatencyCycles();
    this.host = host;
    this.sink = sink;
    this.probe = probe;
    this.connections = new TxConnections(config);
    this.subflows = new TxSubflows(config, connections);
    int count = config.transmit().queues();
    this.queues = new TxQueue[count];
    this.heads = new TxQueueHead[count];
    this.resetPending = new boolean[count];
    for (int queue = 0; queue < count; queue++) {
      queues[queue] = new TxQueue(config, queue);
      heads[queue] = new TxQueueHead(queues[queue], config.transmit().scheduleBytes());
    }
    this.path = new PayloadPath(config, host, this::frame, this, probe);
    this.completion = path.completion();
    this.link = path.link();
    TxDescriptorCheck check = new TxDescriptorCheck(config, host, queues, connections, subflows);
    this.scheduler = new SubflowScheduler(config, connections, subflows, heads, counters, probe);
    DssInserter inserter = new DssInserter(config, connections, subflows, receive, counters);
    this.slices = new GrantedSlices(config, path, inserter, subflows, counters, probe);
    this.segmenter = new Segmenter(config.ports(), heads, slices);
    this.fetch =
        new TxDescriptorFetch(config, host, queues, completion, check, counters, probe, this);
    reset();
  }

  long now() {
    return now;
  }

  long reached() {
    return reached;
  }

  int waitingQueue() {
    return waitingQueue;
  }

  int advance(long until) {
    // Whoever programs the tables knows them programmed before it rings a doorbell.
    long held = Math.max(reached, connections.heldCycle());
    fetch.noticeDoorbells(held + hostLatency);
    findAll();
    int blocked = 0;
    while (true) {
      long others = Math.min(Math.min(nextGrant, nextWrite), Math.min(nextCheck, nextFetch));
      long next = Math.min(Math.min(others, nextReset), nextDecision);
      if (nextRead < Math.min(next, until)) {
        readAlone(Math.min(next, until));
        blocked = 0;
        continue;
      }
      others = Math.min(others, nextRead);
      next = Math.min(next, nextRead);
      boolean idle = next >= CycleHistory.FAR;
      // Queues that are blocked may ask for ever: no time passes for them alone without an end.
      boolean stuck = others >= CycleHistory.FAR && blocked > heads.length;
      if (idle || next >= until || stuck && until >= CycleHistory.FAR) {
        reached = Math.max(reached, until < CycleHistory.FAR ? until : now + 1);
        return idle || next < until ? TxTop.IDLE : TxTop.REACHED;
      }
      now = next;
      reached = Math.max(reached, next);
      blocked = next == others ? 0 : blocked + 1;
      if (!step(next)) {
        counters[CounterTable.HOST_WAITS]++;
        return TxTop.WAITING_FOR_HOST;
      }
    }
  }

  /** Most events are grants of the read link: they go on while nothing else can happen. */
  private void readAlone(long end) {
    long before = end;
    while (nextRead < before && !(headsChanged | queuesChanged)) {
      now = nextRead;
      if (link.step(now)) {
        nextGrant = segmenter.nextCycle();
        before = Math.min(end, nextGrant);
      }
      nextRead = link.nextCycle();
    }
    reached = Math.max(reached, now);
    findChanged();
  }

  /** Does the events of this cycle; false when one of them has to wait for the host. */
  private boolean step(long cycle) {
    long grant = nextGrant;
    long read = nextRead;
    long write = nextWrite;
    long check = nextCheck;
    long ask = nextFetch;
    if (nextReset == cycle) {
      restartPending(cycle);
    }
    if (nextDecision == cycle) {
      scheduler.step(cycle);
      headsChanged = true;
    }
    if (grant == cycle) {
      granted(segmenter.step(cycle));
      headsChanged = true;
      nextRead = link.nextCycle();
    }
    if (read == cycle) {
      creditsChanged |= link.step(cycle);
      nextRead = link.nextCycle();
    }
    if (write == cycle) {
      if (!completion.step(cycle)) {
        return waiting(completion.waitingQueue());
      }
      nextWrite = completion.nextCycle();
    }
    // A fetch before a result, by which its queue may be quarantined from the next cycle on.
    if (ask == cycle) {
      int late = fetch.fetch(cycle);
      if (late >= 0) {
        return waiting(late);
      }
      nextCheck = fetch.nextCheck();
      queuesChanged = true;
    }
    if (check == cycle) {
      fetch.check(cycle);
      nextCheck = fetch.nextCheck();
    }
    findChanged();
    return true;
  }

  private boolean waiting(int queue) {
    waitingQueue = queue;
    return false;
  }

  private void findChanged() {
    if (headsChanged) {
      nextDecision = scheduler.nextCycle();
    }
    if (headsChanged | creditsChanged) {
      headsChanged = false;
      creditsChanged = false;
      nextGrant = segmenter.nextCycle();
    }
    if (queuesChanged) {
      queuesChanged = false;
      nextFetch = fetch.nextFetch();
      nextWrite = completion.nextCycle();
    }
  }

  private void findAll() {
    headsChanged = true;
    queuesChanged = true;
    nextRead = link.nextCycle();
    nextCheck = fetch.nextCheck();
    findChanged();
  }

  private void granted(int queue) {
    if (resetPending[queue] && !heads[queue].insideFrame()) {
      nextReset = now + 1;
    } else {
      heads[queue].refresh(now + 1);
    }
  }

  /** Queues that were to start anew in the middle of a frame, which has ended. */
  private void restartPending(long cycle) {
    nextReset = CycleHistory.FAR;
    headsChanged = true;
    queuesChanged = true;
    for (int queue = 0; queue < heads.length; queue++) {
      if (resetPending[queue] && !heads[queue].insideFrame()) {
        restart(queue, cycle);
      }
    }
  }

  private void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    counters[CounterTable.TX_PORT_FRAMES + port]++;
    counters[CounterTable.TX_PORT_BYTES + port] += length;
    sink.frame(port, frame, offset, length, firstBeatCycle);
  }

  @Override
  public boolean hasRoom(int queue) {
    return host.completionPlacesFree(queue, 1);
  }

  @Override
  public void completion(
      int queue, int type, int reason, int index, long cycle, long visibleCycle) {
    int end = type == TxCompletion.DONE ? index : index + 1;
    counters[CounterTable.TX_QUEUE_COMPLETIONS + queue]++;
    counters[CounterTable.TX_QUEUE_DESCRIPTORS_DONE + queue] += end - (int) queues[queue].reported;
    queues[queue].reported(end, visibleCycle + hostLatency);
    host.publish(queue, type, reason, index, cycle, visibleCycle);
    passed(queue);
  }

  @Override
  public void passed(int queue) {
    queuesChanged = true;
    fetch.passed(queue);
  }

  @Override
  public void changed(TxQueue queue, long cycle) {
    headsChanged = true;
    queuesChanged = true;
    heads[queue.number].refresh(Math.max(now + 1, cycle));
  }

  long departureHorizon(int port) {
    return path.dma(port).horizon(reached);
  }

  /** Counters that the parts keep themselves. */
  void collect() {
    counters[CounterTable.TX_LINK_READS] = link.timing().requests();
    counters[CounterTable.TX_LINK_BYTES] = link.timing().bytes();
    counters[CounterTable.TX_LINK_BUSY_TICKS] = link.timing().busyTicks();
  }

  int queueState(int queue) {
    return queues[queue].state;
  }

  void queueState(int queue, QueueState state) {
    fetch.state(queue, state, reached - 1);
  }

  void resetQueue(int queue) {
    if (heads[queue].insideFrame()) {
      resetPending[queue] = true;
      fetch.stopQueue(queue);
      completion.stopQueue(queue);
    } else {
      restart(queue, reached);
    }
  }

  private void restart(int queue, long cycle) {
    resetPending[queue] = false;
    TxQueueHead head = heads[queue];
    head.giveUp(subflows);
    head.reset();
    completion.resetQueue(queue, queues[queue].life + 1);
    fetch.resetQueue(queue, cycle);
    if (probe != null) {
      probe.transfer(TxBoundary.QUEUE_RESTARTS, queue, cycle, 0, 0, true);
    }
  }

  void reset() {
    Arrays.fill(counters, 0);
    Arrays.fill(resetPending, false);
    connections.reset();
    subflows.reset();
    path.reset();
    for (TxQueueHead head : heads) {
      head.reset();
    }
    scheduler.reset();
    segmenter.reset();
    slices.reset();
    fetch.reset();
    for (TxQueue queue : queues) {
      completion.resetQueue(queue.number, queue.life);
      fetch.passed(queue.number);
    }
    nextReset = CycleHistory.FAR;
    now = -1;
    reached = 0;
    waitingQueue = -1;
  }
}
