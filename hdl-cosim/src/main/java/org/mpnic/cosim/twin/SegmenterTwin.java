package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.cell.CycleHistory;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ScheduleAnswer;
import org.mpnic.model.tx.ScheduleAsk;
import org.mpnic.model.tx.Segmenter;
import org.mpnic.model.tx.SliceOutput;
import org.mpnic.model.tx.TxDescriptor;
import org.mpnic.model.tx.TxQueue;
import org.mpnic.model.tx.TxQueueHead;
import org.mpnic.model.tx.TxSlice;

/**
 * segmenter with the heads of all queues: the descriptors and decisions of a {@link
 * SegmenterInput}, with random gaps and after random times, slice FIFOs that are emptied or not,
 * queues that start anew inside frames and between them.
 */
final class SegmenterTwin implements StageTwin, SliceOutput {
  private static final int DRAIN_CYCLES = 20_000;
  private static final int DESCRIPTOR_BITS = 233;
  private static final int SLICE_CYCLES = 7;
  private static final int NO_QUEUE = SegmenterInput.NO_QUEUE;

  /** A queue with what stands around it. */
  private final class Queue {
    final TxQueue descriptors;
    final TxQueueHead head;

    /** Indices of descriptors whose places are taken, in order; those of them that are done. */
    final Deque<Integer> held = new ArrayDeque<>();

    final BitSet done = new BitSet();

    /** Connections of the chunks that are not cut and granted. */
    final Deque<Integer> connections = new ArrayDeque<>();

    /** Descriptors and bytes of the frame that is not whole. */
    int chain;

    int chainBytes;
    boolean coming;

    Queue(NicConfig config, int number) {
      descriptors = new TxQueue(config, number);
      head = new TxQueueHead(descriptors, config.transmit().scheduleBytes());
    }

    void restart(long cycle) {
      head.reset();
      descriptors.restart(cycle);
      held.clear();
      done.clear();
      connections.clear();
      chain = 0;
      chainBytes = 0;
      coming = false;
    }
  }

  private final StagePorts ports = new StagePorts("segmenter");
  private final Signal stall;
  private final Signal queueReset;
  private final Signal readyValid;
  private final Signal readyQueue;
  private final Signal readyDescriptor;
  private final Signal readyCommit;
  private final Signal readyFrameBytes;
  private final Signal readyDrop;
  private final Signal coming;
  private final Signal decideValid;
  private final Signal decideQueue;
  private final SegmenterAnswerPorts answerPorts;
  private final Signal slicePop;
  private final SegmenterAskPorts[] asks;
  private final OutputBoundary insides = ports.boundary("inside", "|dut.inside_o");
  private final Signal inside;
  private final SegmenterGrantPorts grants;

  private final Random random;
  private final NicConfig config;
  private final Queue[] queues;
  private final Segmenter model;
  private final SegmenterInput input;
  private final ScheduleAsk ask = new ScheduleAsk();
  private ScheduleAnswer answer;
  private final Pauses gaps;
  private final Pauses stalls;
  private final Pauses[] popStalls;

  /** By port: first cycles in which the slices of its FIFO can be popped. */
  private final Deque<Long>[] fifo;

  private Expectation current;

  /** The decision that is on its way: its queue, when it began, and when it ends. */
  private int decided = NO_QUEUE;

  private long decideCycle;
  private long answerCycle;
  private int resetPending = NO_QUEUE;
  private int drain = DRAIN_CYCLES;

  /** Random input. */
  SegmenterTwin(NicConfig config, long seed, long packets) {
    this(config, new Random(seed), packets);
  }

  private SegmenterTwin(NicConfig config, Random random, long packets) {
    this(config, random, new RandomSegmenterInput(config, random, packets));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  SegmenterTwin(NicConfig config, Random random, SegmenterInput input) {
    this.config = config;
    this.random = random;
    this.input = input;
    int count = config.transmit().queues();
    queues = new Queue[count];
    TxQueueHead[] heads = new TxQueueHead[count];
    for (int queue = 0; queue < count; queue++) {
      queues[queue] = new Queue(config, queue);
      heads[queue] = queues[queue].head;
    }
    model = new Segmenter(config.ports(), heads, this);
    gaps = new Pauses(random);
    stalls = new Pauses(random);
    popStalls = new Pauses[config.ports()];
    fifo = new Deque[config.ports()];
    for (int port = 0; port < fifo.length; port++) {
      popStalls[port] = new Pauses(random);
      fifo[port] = new ArrayDeque<>();
    }
    int queueBits = Bits.ofIndex(count);
    ports
        .parameter("PORTS", config.ports())
        .parameter("TX_QUEUES", count)
        .parameter("TX_DESCRIPTOR_CACHE", config.transmit().descriptorCache())
        .parameter("TX_SUBFLOWS", config.transmit().subflows())
        .parameter("TX_CONNECTIONS", config.transmit().connections())
        .parameter("TX_SCHEDULE_BYTES", config.transmit().scheduleBytes())
        .parameter("TX_RETRY_CYCLES", config.transmit().retryCycles())
        .parameter("TX_SLICE_FIFO_DEPTH", config.transmit().sliceFifoDepth());
    stall = ports.input("stall_i", 1);
    queueReset = ports.input("queue_reset_i", count);
    readyValid = ports.input("ready_valid_i", 1);
    readyQueue = ports.input("ready_queue_i", queueBits);
    readyDescriptor = ports.input("ready_descriptor_i", DESCRIPTOR_BITS);
    readyCommit = ports.input("ready_commit_i", 1);
    readyFrameBytes = ports.input("ready_frame_bytes_i", 18);
    readyDrop = ports.input("ready_drop_i", 1);
    coming = ports.input("coming_i", count);
    decideValid = ports.input("decide_valid_i", 1);
    decideQueue = ports.input("decide_queue_i", queueBits);
    answerPorts = new SegmenterAnswerPorts(ports, config);
    slicePop = ports.input("slice_pop_i", config.ports());
    asks = new SegmenterAskPorts[count];
    for (int queue = 0; queue < count; queue++) {
      asks[queue] = new SegmenterAskPorts(ports, queue);
    }
    inside = insides.data("inside_o", count);
    grants = new SegmenterGrantPorts(ports, config);
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    current = expectation;
    expectState(cycle, stimulus);
    int reset = reset(cycle, stimulus);
    schedule(cycle, stimulus);
    boolean[] pops = pop(cycle, stimulus);
    boolean stalled = stalls.next() && !input.ends();
    stimulus.set(stall, stalled);
    if (!stalled && model.nextCycle() <= cycle) {
      model.step(cycle);
    }
    for (int port = 0; port < pops.length; port++) {
      if (pops[port]) {
        fifo[port].remove();
      }
    }
    if (!gaps.next() || input.ends()) {
      descriptor(cycle, stimulus, reset);
    }
    for (int queue = 0; queue < queues.length; queue++) {
      come(queues[queue], cycle);
      queues[queue].head.refresh(cycle + 1);
    }
    return !input.ends() || drain-- > 0;
  }

  private void expectState(long cycle, Stimulus stimulus) {
    long comingBits = 0;
    long insideBits = 0;
    for (int queue = 0; queue < queues.length; queue++) {
      Queue q = queues[queue];
      comingBits |= q.coming ? 1L << queue : 0;
      insideBits |= q.head.insideFrame() ? 1L << queue : 0;
      if (q.head.askCycle() <= cycle) {
        q.head.ask(ask);
        asks[queue].expect(current, cycle, ask);
      }
    }
    stimulus.set(coming, comingBits);
    if (insideBits != 0) {
      current.valid(cycle, insides);
      current.set(cycle, inside, insideBits);
    }
  }

  /** Lets a queue start anew; returns which one, or none. */
  private int reset(long cycle, Stimulus stimulus) {
    if (resetPending == NO_QUEUE) {
      resetPending = input.reset();
    }
    if (resetPending == NO_QUEUE || queues[resetPending].head.insideFrame()) {
      return NO_QUEUE;
    }
    int queue = resetPending;
    resetPending = NO_QUEUE;
    stimulus.set(queueReset, 1L << queue);
    queues[queue].restart(cycle);
    input.restarted(queue);
    if (decided == queue) {
      // The question is still seen to be taken, the answer is not given.
      if (cycle == decideCycle + 1) {
        stimulus.set(decideValid, true);
        stimulus.set(decideQueue, queue);
      }
      decided = NO_QUEUE;
    }
    return queue;
  }

  private void schedule(long cycle, Stimulus stimulus) {
    if (decided != NO_QUEUE && cycle == decideCycle + 1) {
      stimulus.set(decideValid, true);
      stimulus.set(decideQueue, decided);
    }
    if (decided != NO_QUEUE && cycle == answerCycle) {
      answerPorts.drive(stimulus, decided, answer);
      decided = NO_QUEUE;
    }
    if (cycle < answerCycle) {
      return;
    }
    int queue = input.asked();
    if (queue == NO_QUEUE || queues[queue].head.askCycle() > cycle) {
      return;
    }
    TxQueueHead head = queues[queue].head;
    decided = queue;
    decideCycle = cycle;
    answerCycle = cycle + 3 + random.nextInt(random.nextInt(10) == 0 ? 40 : 4);
    head.ask(ask);
    // It still shows in the next cycle.
    asks[queue].expect(current, cycle + 1, ask);
    // The answer's inputs are driven from here, when its cycle has come.
    answer = input.answer(queue, ask, answerCycle);
    head.answer(answer, answerCycle);
    if (!answer.blocked) {
      queues[queue].connections.add(answer.connection);
    }
  }

  private boolean[] pop(long cycle, Stimulus stimulus) {
    boolean[] pops = new boolean[fifo.length];
    long bits = 0;
    for (int port = 0; port < pops.length; port++) {
      boolean full = !fifo[port].isEmpty() && fifo[port].peek() <= cycle;
      pops[port] = (!popStalls[port].next() || input.ends()) && full;
      bits |= pops[port] ? 1L << port : 0;
    }
    stimulus.set(slicePop, bits);
    return pops;
  }

  private void come(Queue queue, long cycle) {
    if (input.togglesComing(queue.coming)) {
      if (queue.coming) {
        queue.descriptors.arrived(cycle);
      } else {
        queue.descriptors.fetch(0, cycle);
      }
      queue.coming = !queue.coming;
    }
  }

  private void descriptor(long cycle, Stimulus stimulus, int reset) {
    int number = input.queue(cycle);
    if (number == NO_QUEUE
        || number == reset
        || queues[number].held.size() == config.transmit().descriptorCache()) {
      return;
    }
    Queue queue = queues[number];
    stimulus.set(readyQueue, number);
    if (queue.chain > 0 && input.drops(number)) {
      stimulus.set(readyDrop, true);
      for (; queue.chain > 0; queue.chain--) {
        queue.held.removeLast();
      }
      queue.chainBytes = 0;
      queue.descriptors.dropChain();
      return;
    }
    TxDescriptor d = input.next(number);
    queue.held.add(d.index);
    queue.descriptors.good(d, cycle);
    stimulus.set(readyValid, true);
    stimulus.set(readyCommit, !d.more);
    queue.chain = d.more ? queue.chain + 1 : 0;
    queue.chainBytes += d.length;
    stimulus.set(readyFrameBytes, queue.chainBytes);
    queue.chainBytes = d.more ? queue.chainBytes : 0;
    stimulus.set(readyDescriptor, bits(d));
  }

  private static long[] bits(TxDescriptor d) {
    boolean names = d.type == TxDescriptor.MAPPING || d.type == TxDescriptor.STREAM;
    long offload = names ? d.ssn : d.l4Offset << 24 | d.l3Offset << 16 | d.mss;
    long header = names ? d.dsn : d.dsn & -1L << 16 | d.checksumOffset << 8 | d.headerBytes;
    return new PackedBits(DESCRIPTOR_BITS)
        .at(0, 64, header)
        .at(64, 32, offload)
        .at(96, 32, d.index)
        .at(128, 18, d.length)
        .at(146, 64, d.address)
        .at(210, 20, d.target)
        .at(230, 1, d.dataFin ? 1 : 0)
        .at(231, 2, d.type)
        .words();
  }

  @Override
  public long creditCycle(int port) {
    return fifo[port].size() < config.transmit().sliceFifoDepth() ? 0 : CycleHistory.FAR;
  }

  @Override
  public void granted(TxQueueHead head, long cycle) {
    TxSlice slice = head.slice();
    Queue queue = queues[slice.queue];
    long leaves = cycle + Segmenter.OUTPUT_CYCLES;
    grants.expect(current, leaves, head);
    if (head.makesHeader()) {
      grants.expectSegment(current, leaves, head, queue.connections.peek());
    }
    if (head.endsChunk()) {
      queue.connections.remove();
    }
    fifo[slice.port].add(cycle + SLICE_CYCLES);
    if (slice.lastOfDescriptor) {
      queue.done.set(slice.descriptorIndex);
      while (!queue.held.isEmpty() && queue.done.get(queue.held.peek())) {
        queue.held.remove();
      }
    }
    input.granted(slice);
  }
}
