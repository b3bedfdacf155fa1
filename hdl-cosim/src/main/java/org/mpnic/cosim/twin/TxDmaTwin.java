package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.PayloadPath;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxDma;
import org.mpnic.model.tx.TxSlice;

/**
 * tx_dma of one port: random slices with random gaps; the model's link grants with random stalls
 * and answers, the model's port takes the frames with random pauses.
 */
final class TxDmaTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 5_000;
  private static final int STALL_PERIOD = 512;
  private static final int HEADER_BYTES = 128;

  /** Header bytes beside a slice that is not its frame's first. */
  private static final int UNUSED = 77;

  /** Something that is known to happen in a cycle. */
  private record Event(long cycle, long number, long value, boolean last, long[] data) {}

  private final StagePorts ports = new StagePorts("tx_dma");
  private final Signal sliceValid;
  private final Signal sliceAddress;
  private final Signal sliceLength;
  private final Signal sliceFirst;
  private final Signal sliceLast;
  private final Signal sliceMark;
  private final Signal sliceQueue;
  private final Signal sliceIndex;
  private final Signal sliceHeaderBytes;
  private final Signal sliceHeader;
  private final Signal sliceFinish;
  private final Signal requestGrant;
  private final Signal dataValid;
  private final Signal dataIn;
  private final Signal beatPop;
  private final OutputBoundary slicePops = ports.boundary("slice", "slice_pop_o");
  private final OutputBoundary requests = ports.boundary("request", "request_valid_o");
  private final Signal requestAddress;
  private final Signal requestBytes;
  private final Signal requestMark;
  private final Signal requestQueue;
  private final Signal requestIndex;
  private final OutputBoundary beats = ports.boundary("beat", "valid_o");
  private final Signal lastOut;
  private final Signal dataOut;
  private final Signal bytesOut;
  private final Signal finishOut;

  private final NicConfig config;
  private final PayloadPath path;
  private final SliceSource source;
  private final Pauses gaps;
  private final ArrayDeque<Event> answers = new ArrayDeque<>();
  private final ArrayDeque<Event> gathered = new ArrayDeque<>();
  private final ArrayDeque<Event> sent = new ArrayDeque<>();
  private final ArrayDeque<Long> popped = new ArrayDeque<>();
  private final ArrayDeque<List<TxSlice>> waiting = new ArrayDeque<>();
  private long[] answer;
  private int real;
  private byte[] frame;
  private int frameBytes;
  private int framed;
  private long left;
  private int drain = DRAIN_CYCLES;

  TxDmaTwin(NicConfig card, long seed, long packets) {
    config = card.toBuilder().ports(1).build();
    Random random = new Random(seed);
    source = new SliceSource(config, random);
    path = new PayloadPath(config, source, (p, f, o, l, c) -> {}, source, this::note);
    path.link().stall(stall(random, STALL_PERIOD));
    path.port(0).stall(stall(random, STALL_PERIOD));
    gaps = new Pauses(random);
    left = packets;
    int beatBits = 8 * config.beatBytes();
    int lanes = config.transmit().readRequestBytes() / config.beatBytes() + 1;
    int queueBits = Bits.ofIndex(config.transmit().queues());
    ports
        .parameter("BEAT_BYTES", config.beatBytes())
        .parameter("MAX_FRAME_BYTES", config.maxFrameBytes())
        .parameter("TX_SLICE_FIFO_DEPTH", config.transmit().sliceFifoDepth())
        .parameter("TX_READ_REQUEST_BYTES", config.transmit().readRequestBytes())
        .parameter("TX_READ_REQUESTS", config.transmit().readRequests())
        .parameter("TX_CHECKSUM_BUFFER_BEATS", config.transmit().checksumBufferBeats())
        .parameter("QUEUE_BITS", queueBits)
        .parameter("FINISH_BITS", FinishBits.WIDTH);
    sliceValid = ports.input("slice_valid_i", 1);
    sliceAddress = ports.input("slice_address_i", 64);
    sliceLength = ports.input("slice_length_i", 18);
    sliceFirst = ports.input("slice_first_i", 1);
    sliceLast = ports.input("slice_last_i", 1);
    sliceMark = ports.input("slice_mark_i", 1);
    sliceQueue = ports.input("slice_queue_i", queueBits);
    sliceIndex = ports.input("slice_index_i", 32);
    sliceHeaderBytes = ports.input("slice_header_bytes_i", 8);
    sliceHeader = ports.input("slice_header_i", 8 * HEADER_BYTES);
    sliceFinish = ports.input("slice_finish_i", FinishBits.WIDTH);
    requestGrant = ports.input("request_grant_i", 1);
    dataValid = ports.input("data_valid_i", 1);
    dataIn = ports.input("data_i", lanes * beatBits);
    beatPop = ports.input("beat_pop_i", 1);
    requestAddress = requests.data("request_address_o", 64);
    requestBytes = requests.data("request_bytes_o", Bits.of(config.transmit().readRequestBytes()));
    requestMark = requests.data("request_mark_o", 1);
    requestQueue = requests.data("request_queue_o", queueBits);
    requestIndex = requests.data("request_index_o", 32);
    requests.takenBy(requestGrant);
    lastOut = beats.data("last_o", 1);
    dataOut = beats.data("data_o", beatBits);
    bytesOut = beats.data("bytes_o", Bits.of(config.maxFrameBytes()));
    finishOut = beats.data("finish_o", FinishBits.WIDTH);
  }

  /** Random stalls, light and heavy, and a long one. */
  static StallPattern stall(Random random, int period) {
    boolean[] stalled = new boolean[period];
    for (int phase = 1; phase < period; phase++) {
      int part = 8 * phase / period;
      stalled[phase] = part == 7 || random.nextInt(100) < new int[] {0, 30, 0, 70, 10, 0, 90}[part];
    }
    return new StallPattern(stalled);
  }

  private void note(int boundary, int port, long cycle, int number, int value, boolean last) {
    switch (boundary) {
      case TxBoundary.SLICE_POP -> popped.add(cycle);
      case TxBoundary.READ_DATA -> answers.add(new Event(cycle, number, value, last, answer));
      case TxBoundary.GATHER_BEAT -> gathered.add(new Event(cycle, number, value, last, null));
      case TxBoundary.FRAME_READY -> real = config.beatsOf(value);
      case TxBoundary.PORT_BEAT -> {
        if (value < real) {
          sent.add(new Event(cycle, number, value, last, null));
        }
      }
      default -> {}
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    request(cycle, stimulus, expectation);
    if (left > 0 && path.dma(0).creditCycle() <= cycle && !gaps.next()) {
      left--;
      push(cycle, stimulus);
    }
    while (!popped.isEmpty() && popped.peek() <= cycle + 1) {
      expectation.valid(popped.remove(), slicePops);
    }
    if (!answers.isEmpty() && answers.peek().cycle == cycle) {
      stimulus.set(dataValid, true);
      stimulus.set(dataIn, Arrays.copyOf(answers.remove().data, dataIn.words()));
    }
    if (!sent.isEmpty() && sent.peek().cycle == cycle) {
      sent.remove();
      stimulus.set(beatPop, true);
    }
    if (!gathered.isEmpty() && gathered.peek().cycle == cycle) {
      beat(cycle, gathered.remove(), expectation);
    }
    return left > 0 || drain-- > 0;
  }

  private void request(long cycle, Stimulus stimulus, Expectation expectation) {
    TxDma dma = path.dma(0);
    if (dma.requestCycle() > cycle) {
      return;
    }
    TxSlice slice = dma.slice();
    expectation.valid(cycle, requests);
    expectation.set(cycle, requestAddress, dma.requestAddress());
    expectation.set(cycle, requestBytes, dma.requestBytes());
    expectation.set(cycle, requestMark, slice.lastOfDescriptor && dma.requestIsLast());
    expectation.set(cycle, requestQueue, slice.queue);
    expectation.set(cycle, requestIndex, slice.descriptorIndex);
    if (path.link().nextCycle() == cycle) {
      stimulus.set(requestGrant, true);
      answer = source.beats(dma.requestAddress(), dma.requestBytes());
      path.link().step(cycle);
    }
  }

  private void push(long cycle, Stimulus stimulus) {
    TxSlice slice = source.next(0);
    slice.pushedCycle = cycle;
    path.dma(0).grant();
    path.dma(0).push(slice);
    if (slice.first) {
      waiting.add(new ArrayList<>());
    }
    waiting.getLast().add(slice);
    stimulus.set(sliceValid, true);
    stimulus.set(sliceAddress, slice.address);
    stimulus.set(sliceLength, slice.length);
    stimulus.set(sliceFirst, slice.first);
    stimulus.set(sliceLast, slice.last);
    stimulus.set(sliceMark, slice.lastOfDescriptor);
    stimulus.set(sliceQueue, slice.queue);
    stimulus.set(sliceIndex, slice.descriptorIndex);
    stimulus.set(sliceHeaderBytes, slice.first ? slice.headerBytes : UNUSED);
    stimulus.set(sliceHeader, SliceSource.words(slice.header, 0, slice.headerBytes, HEADER_BYTES));
    stimulus.set(sliceFinish, FinishBits.of(slice.finish));
  }

  private void beat(long cycle, Event beat, Expectation expectation) {
    List<TxSlice> slices = waiting.peek();
    if (framed != slices.size()) {
      // The first beats may leave before the last slices come.
      framed = slices.size();
      frame = source.gathered(slices);
      frameBytes = 0;
      for (TxSlice slice : slices) {
        frameBytes += slice.headerBytes + slice.length;
      }
    }
    int from = (int) beat.value * config.beatBytes();
    int bytes = Math.min(config.beatBytes(), frame.length - from);
    expectation.valid(cycle, beats);
    expectation.set(cycle, lastOut, beat.last);
    expectation.set(cycle, dataOut, SliceSource.words(frame, from, bytes, config.beatBytes()));
    if (beat.last) {
      expectation.set(cycle, bytesOut, frameBytes);
      expectation.set(cycle, finishOut, FinishBits.of(waiting.remove().get(0).finish));
      framed = 0;
    }
  }
}
