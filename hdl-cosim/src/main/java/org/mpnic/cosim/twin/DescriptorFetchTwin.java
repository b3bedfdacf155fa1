package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Random;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DescriptorLayout;
import org.mpnic.abi.QueueState;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.host.DescriptorFetch;
import org.mpnic.model.rx.CompletionEntry;
import org.mpnic.model.rx.FirmwareCompletionFifo;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * descriptor_fetch: frames that take buffers of one queue or of all with random gaps, a host that
 * posts them again in bursts, bad descriptors by turns; queues that are disabled, enabled and reset
 * while reads are on their way.
 */
final class DescriptorFetchTwin implements StageTwin {
  private static final int LEAD_CYCLES = 9;
  private static final int CHECK_CYCLES = 3;
  private static final int LIFE_BITS = 4;
  private static final int POSTED_BITS = 8;
  private static final int MOST_POSTED = 60;
  private static final int CONTROL_INTERVAL_CYCLES = 20;
  private static final int STEP_CYCLES = 900;
  private static final int DRAIN_CYCLES = 2_000;

  /** Buffers that count as posted after a cycle. */
  private record Return(long cycle, int queue, int life, int count) {}

  /** Data of a read on its way. */
  private record Data(long cycle, long[] tag, long[] descriptors) {}

  private final StagePorts ports = new StagePorts("descriptor_fetch");
  private final Signal cycleIn;
  private final Signal dmaStart;
  private final Signal dmaEnd;
  private final Signal posted;
  private final Signal dataValid;
  private final Signal dataTag;
  private final Signal data;
  private final Signal takeValid;
  private final Signal takeQueue;
  private final Signal takeCount;
  private final Signal errorReady;
  private final Signal stateValid;
  private final Signal stateQueue;
  private final Signal state;
  private final Signal resetValid;
  private final Signal resetQueue;
  private final OutputBoundary reads = ports.boundary("read", "read_valid_o");
  private final Signal readQueue;
  private final Signal readIndex;
  private final Signal readCount;
  private final Signal readTag;
  private final OutputBoundary refusals = ports.boundary("refused", "take_refused_o");
  private final Signal takeReason;
  private final OutputBoundary buffersOut = ports.boundary("taken", "taken_o");
  private final Signal takeIndex;
  private final Signal takeAddresses;
  private final OutputBoundary errors = ports.boundary("error", "error_valid_o");
  private final Signal errorEntry;

  private final NicConfig config;
  private final Random random;
  private final DescriptorHost host;
  private final FirmwareCompletionFifo errorFifo;
  private final DescriptorFetch model;
  private final HeaderWord word = new HeaderWord();
  private final Pauses gaps;
  private final Pauses errorStalls;
  private final Pauses[] hostStalls;
  private final int[] held;
  private final int firstLife;
  private final int buffers;
  private final int queueBits;
  private final int batchBits;
  private final int tagBits;
  private final ArrayDeque<Return> returns = new ArrayDeque<>();
  private final ArrayDeque<Data> onTheWay = new ArrayDeque<>();
  private int fetchQueue;
  private int fetchFirst;
  private int fetchCount;
  private long left;
  private int drain = DRAIN_CYCLES;

  DescriptorFetchTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    host = new DescriptorHost(config, seed);
    errorFifo = new FirmwareCompletionFifo(config, LEAD_CYCLES);
    long[] counters = new long[CounterTable.COUNT];
    model = new DescriptorFetch(config, host, errorFifo, counters, LEAD_CYCLES, new Fetches());
    model.reset();
    firstLife = model.life(0);
    gaps = new Pauses(random);
    errorStalls = new Pauses(random);
    hostStalls = new Pauses[config.queues()];
    held = new int[config.queues()];
    for (int queue = 0; queue < hostStalls.length; queue++) {
      hostStalls[queue] = new Pauses(random);
      host.life(queue, model.life(queue));
    }
    left = packets;
    buffers = (config.maxFrameBytes() - 5) / config.bufferBytes() + 1;
    queueBits = Bits.ofIndex(config.queues());
    batchBits = Bits.of(config.fetchBatch());
    tagBits = queueBits + LIFE_BITS + 32 + batchBits;
    ports
        .parameter("QUEUES", config.queues())
        .parameter("RING_ENTRIES", config.ringEntries())
        .parameter("MAX_FRAME_BYTES", config.maxFrameBytes())
        .parameter("BUFFER_BYTES", config.bufferBytes())
        .parameter("DESCRIPTOR_CACHE", config.descriptorCache())
        .parameter("FETCH_BATCH", config.fetchBatch())
        .parameter("FETCH_OUTSTANDING", config.fetchOutstanding())
        .parameter("QUARANTINE_ERRORS", config.quarantineErrors())
        .parameter("ERROR_FIFO_DEPTH", config.errorFifoDepth())
        .parameter("MAX_PAYLOAD_BYTES", config.maxPayloadBytes())
        .parameter("LEAD_CYCLES", LEAD_CYCLES);
    cycleIn = ports.input("cycle_i", 64);
    dmaStart = ports.input("dma_start_i", 64);
    dmaEnd = ports.input("dma_end_i", 64);
    posted = ports.input("posted_i", POSTED_BITS * config.queues());
    dataValid = ports.input("data_valid_i", 1);
    dataTag = ports.input("data_tag_i", tagBits);
    data = ports.input("data_i", 8 * DescriptorLayout.BYTES * config.fetchBatch());
    takeValid = ports.input("take_valid_i", 1);
    takeQueue = ports.input("take_queue_i", queueBits);
    takeCount = ports.input("take_count_i", Bits.of(buffers));
    errorReady = ports.input("error_ready_i", 1);
    stateValid = ports.input("state_valid_i", 1);
    stateQueue = ports.input("state_queue_i", queueBits);
    state = ports.input("state_i", 3);
    resetValid = ports.input("queue_reset_valid_i", 1);
    resetQueue = ports.input("queue_reset_queue_i", queueBits);
    readQueue = reads.data("read_queue_o", queueBits);
    readIndex = reads.data("read_index_o", Bits.ofIndex(config.ringEntries()));
    readCount = reads.data("read_count_o", batchBits);
    readTag = reads.data("read_tag_o", tagBits);
    takeReason = refusals.data("take_reason_o", 7);
    takeIndex = buffersOut.data("take_index_o", 32);
    takeAddresses = buffersOut.data("take_addresses_o", 64 * buffers);
    errorEntry = errors.data("error_entry_o", 512);
    errors.takenBy(errorReady);
  }

  /** Notes the fetch of the cycle that is stepped. */
  private final class Fetches implements Probe {
    @Override
    public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
      if (boundary == Boundary.DESCRIPTOR_FETCH) {
        fetchQueue = port;
        fetchFirst = frame;
        fetchCount = beat;
      }
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    stimulus.set(cycleIn, cycle);
    stimulus.set(dmaStart, host.dmaStart());
    stimulus.set(dmaEnd, host.dmaEnd());
    post(cycle, stimulus);
    fetch(cycle, expectation);
    deliver(cycle, stimulus);
    popError(cycle, stimulus, expectation);
    if (left > 0 && !gaps.next()) {
      left--;
      take(cycle, stimulus, expectation);
    }
    giveBack(cycle);
    if (random.nextInt(CONTROL_INTERVAL_CYCLES) == 0) {
      control(cycle, stimulus);
    }
    return left > 0 || drain-- > 0;
  }

  private void post(long cycle, Stimulus stimulus) {
    int[] now = new int[config.queues()];
    while (!returns.isEmpty() && returns.peek().cycle == cycle) {
      Return back = returns.remove();
      if (model.life(back.queue) == back.life) {
        now[back.queue] += back.count;
      }
    }
    PackedBits all = new PackedBits(posted);
    for (int queue = 0; queue < now.length; queue++) {
      all.put(queue, POSTED_BITS, now[queue]);
    }
    stimulus.set(posted, all.words());
  }

  private void fetch(long cycle, Expectation expectation) {
    fetchCount = 0;
    for (long key = model.nextKey(); key <= cycle - LEAD_CYCLES; key = model.nextKey()) {
      model.step(key);
    }
    if (fetchCount == 0) {
      return;
    }
    int life = model.life(fetchQueue) - firstLife;
    long[] tag =
        new PackedBits(tagBits)
            .at(0, batchBits, fetchCount)
            .at(batchBits, 32, fetchFirst)
            .at(batchBits + 32, LIFE_BITS, life)
            .at(batchBits + 32 + LIFE_BITS, queueBits, fetchQueue)
            .words();
    expectation.valid(cycle, reads);
    expectation.set(cycle, readQueue, fetchQueue);
    expectation.set(cycle, readIndex, fetchFirst);
    expectation.set(cycle, readCount, fetchCount);
    expectation.set(cycle, readTag, tag);
    PackedBits all = new PackedBits(data);
    int bits = 8 * DescriptorLayout.BYTES;
    for (int i = 0; i < config.fetchBatch(); i++) {
      // What lies behind the last descriptor that was asked for is of no meaning.
      int index = fetchFirst + i;
      int at = i * bits;
      all.at(at + 8 * DescriptorLayout.ADDRESS, 64, host.descriptorAddress(fetchQueue, index));
      all.at(at + 8 * DescriptorLayout.LENGTH, 32, host.descriptorLength(fetchQueue, index));
      all.at(at + 8 * DescriptorLayout.INDEX, 32, host.descriptorIndex(fetchQueue, index));
    }
    onTheWay.add(new Data(cycle + config.readLatencyCycles() - CHECK_CYCLES, tag, all.words()));
  }

  private void deliver(long cycle, Stimulus stimulus) {
    if (!onTheWay.isEmpty() && onTheWay.peek().cycle == cycle) {
      Data next = onTheWay.remove();
      stimulus.set(dataValid, true);
      stimulus.set(dataTag, next.tag);
      stimulus.set(data, next.descriptors);
    }
  }

  private void popError(long cycle, Stimulus stimulus, Expectation expectation) {
    boolean ready = random.nextInt(4) == 0 && !errorStalls.next();
    stimulus.set(errorReady, ready);
    if (errorFifo.headCycle() > cycle) {
      return;
    }
    expectation.valid(cycle, errors);
    if (ready) {
      CompletionEntry entry = errorFifo.pop(cycle);
      expectation.set(cycle, errorEntry, CompletionImages.of(entry));
      if (entry.queueLife == model.life(entry.queue)) {
        held[entry.queue]++;
      }
      errorFifo.giveBack(entry);
    }
  }

  private void take(long cycle, Stimulus stimulus, Expectation expectation) {
    boolean one = (cycle / STEP_CYCLES & 1) == 0;
    word.queue =
        one ? (int) (cycle / STEP_CYCLES) % config.queues() : random.nextInt(config.queues());
    word.frameBytes =
        random.nextInt(3) == 0
            ? 1 + random.nextInt(config.maxFrameBytes() - 4)
            : 1 + random.nextInt(config.bufferBytes());
    word.grantCycle = cycle - LEAD_CYCLES;
    int count = (word.frameBytes + config.bufferBytes() - 1) / config.bufferBytes();
    stimulus.set(takeValid, true);
    stimulus.set(takeQueue, word.queue);
    stimulus.set(takeCount, count);
    int refusal = model.take(word);
    if (refusal != 0) {
      expectation.valid(cycle + 1, refusals);
      expectation.set(cycle + 1, takeReason, refusal);
      return;
    }
    held[word.queue] += count;
    expectation.valid(cycle + 2, buffersOut);
    expectation.set(cycle + 2, takeIndex, model.takenIndex());
    long[] takenAddresses = new long[buffers];
    for (int i = 0; i < count; i++) {
      takenAddresses[i] = model.takenAddress(i);
    }
    expectation.set(cycle + 2, takeAddresses, takenAddresses, 64 * count);
  }

  private void giveBack(long cycle) {
    for (int queue = 0; queue < held.length; queue++) {
      if (held[queue] > 0 && !hostStalls[queue].next()) {
        int count = 1 + random.nextInt(Math.min(held[queue], MOST_POSTED));
        held[queue] -= count;
        int life = model.life(queue);
        model.giveBack(queue, life, count, cycle);
        returns.add(new Return(cycle + config.hostLatencyCycles(), queue, life, count));
      }
    }
  }

  /** A queue that stands still is helped soon, one that runs is disturbed now and then. */
  private void control(long cycle, Stimulus stimulus) {
    int queue = random.nextInt(config.queues());
    boolean stands = model.state(queue) != QueueState.ENABLED.code();
    if (stands ? random.nextBoolean() : random.nextInt(40) == 0) {
      stimulus.set(resetValid, true);
      stimulus.set(resetQueue, queue);
      model.resetQueue(queue, cycle - LEAD_CYCLES);
      host.life(queue, model.life(queue));
      held[queue] = 0;
    }
    if (stands ? random.nextBoolean() : random.nextInt(3) == 0) {
      // A running queue is mostly told to run: what else happens in that cycle must still count.
      QueueState next =
          stands || random.nextInt(40) != 0 ? QueueState.ENABLED : QueueState.DISABLED;
      stimulus.set(stateValid, true);
      stimulus.set(stateQueue, queue);
      stimulus.set(state, next.code());
      model.state(queue, next, cycle - LEAD_CYCLES);
    }
  }
}
