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
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.FrameFinish;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxChecksum;
import org.mpnic.model.tx.TxPort;
import org.mpnic.model.tx.TxSlice;
import org.mpnic.model.tx.WireClock;

/**
 * tx_checksum: frames of every kind, beat by beat with random gaps; the model's port takes them
 * with random pauses.
 */
final class TxChecksumTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 5_000;
  private static final int STALL_PERIOD = 512;

  /** A frame and what is known of it. */
  private static final class Frame {
    byte[] bytes;
    int length;
    FrameFinish finish;
    long visible;
    long[] pops;
    int popped;
  }

  private final StagePorts ports = new StagePorts("tx_checksum");
  private final Signal valid;
  private final Signal last;
  private final Signal data;
  private final Signal bytes;
  private final Signal finish;
  private final Signal frameReady;
  private final Signal beatPop;
  private final OutputBoundary frames = ports.boundary("frame", "frame_valid_o");
  private final Signal frameBytes;
  private final Signal frameRealBytes;
  private final Signal frameCost;
  private final Signal frameTailCost;
  private final OutputBoundary beats = ports.boundary("beat", "dut.beat_pop_i");
  private final Signal beatData;

  private final NicConfig config;
  private final SliceSource source;
  private final ArrayDeque<Frame> given = new ArrayDeque<>();
  private final TxPort port;
  private final long wireNumerator;
  private final Pauses gaps;
  private final ArrayDeque<Frame> finished = new ArrayDeque<>();
  private Frame sent;
  private Frame entering;
  private int entered;
  private long stored;
  private Frame leaving;
  private long left;
  private int drain = DRAIN_CYCLES;

  TxChecksumTwin(NicConfig card, long seed, long packets) {
    config = card.toBuilder().ports(1).build();
    Random random = new Random(seed);
    source = new SliceSource(config, random);
    port = new TxPort(config, 0, (p, f, o, l, c) -> {}, this::leaves);
    port.stall(TxDmaTwin.stall(random, STALL_PERIOD));
    wireNumerator = config.wireNumerator();
    gaps = new Pauses(random);
    left = packets;
    long longest = config.maxFrameBytes() + WireClock.OVERHEAD_BYTES;
    int lengthBits = Bits.of(config.maxFrameBytes());
    ports
        .include("tx_finish.svh")
        .parameter("BEAT_BYTES", config.beatBytes())
        .parameter("MAX_FRAME_BYTES", config.maxFrameBytes())
        .parameter("TX_CHECKSUM_BUFFER_BEATS", config.transmit().checksumBufferBeats())
        .parameter("WIRE_NUMERATOR", wireNumerator);
    valid = ports.input("valid_i", 1);
    last = ports.input("last_i", 1);
    data = ports.input("data_i", 8 * config.beatBytes());
    bytes = ports.input("bytes_i", lengthBits);
    finish = ports.input("finish_i", FinishBits.WIDTH);
    frameReady = ports.input("frame_ready_i", 1);
    beatPop = ports.input("beat_pop_i", 1);
    frameBytes = frames.data("frame_bytes_o", lengthBits);
    frameRealBytes = frames.data("frame_real_bytes_o", lengthBits);
    frameCost = frames.data("frame_cost_o", Bits.of(longest * wireNumerator));
    frameTailCost = frames.data("frame_tail_cost_o", Bits.of(config.beatBytes() * wireNumerator));
    frames.takenBy(frameReady);
    beatData = beats.data("beat_data_o", 8 * config.beatBytes());
  }

  /** Frames to run instead of random ones: their bytes, and what is to be done to each. */
  TxChecksumTwin follow(List<byte[]> frames, List<FrameFinish> work) {
    for (int i = 0; i < frames.size(); i++) {
      Frame frame = new Frame();
      frame.length = frames.get(i).length;
      frame.bytes = Arrays.copyOf(frames.get(i), Math.max(frame.length, TxChecksum.WINDOW_BYTES));
      frame.finish = work.get(i);
      given.add(frame);
    }
    left = given.size();
    return this;
  }

  private void leaves(int boundary, int number, long cycle, int frame, int beat, boolean end) {
    if (boundary == TxBoundary.PORT_BEAT && beat < sent.pops.length) {
      sent.pops[beat] = cycle;
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    show(cycle, stimulus, expectation);
    boolean popped = pop(cycle, stimulus, expectation);
    enter(cycle, stimulus);
    stored -= popped ? 1 : 0;
    return left > 0 || entering != null || drain-- > 0;
  }

  private void enter(long cycle, Stimulus stimulus) {
    if (entering == null && left > 0) {
      left--;
      entering = given.isEmpty() ? random() : given.remove();
      entered = 0;
    }
    if (entering == null || stored == config.transmit().checksumBufferBeats() || gaps.next()) {
      return;
    }
    stored++;
    int from = entered * config.beatBytes();
    int count = Math.min(config.beatBytes(), entering.length - from);
    entered++;
    boolean ends = from + count == entering.length;
    stimulus.set(valid, true);
    stimulus.set(last, ends);
    stimulus.set(data, SliceSource.words(entering.bytes, from, count, config.beatBytes()));
    if (ends) {
      stimulus.set(bytes, entering.length);
      stimulus.set(finish, FinishBits.of(entering.finish));
      sent = entering;
      entering = null;
      TxChecksum.finish(sent.bytes, sent.length, sent.finish);
      sent.visible = cycle + TxChecksum.FINISH_CYCLES;
      sent.pops = new long[config.beatsOf(sent.length)];
      finished.add(sent);
      byte[] room = Arrays.copyOf(sent.bytes, Math.max(sent.length, 64));
      port.send(room, sent.length, sent.visible);
    }
  }

  private Frame random() {
    List<TxSlice> slices = new ArrayList<>();
    Frame frame = new Frame();
    TxSlice slice;
    do {
      slice = source.next(0);
      slices.add(slice);
      frame.length += slice.headerBytes + slice.length;
    } while (!slice.last);
    frame.bytes = source.gathered(slices);
    frame.finish = slices.get(0).finish;
    return frame;
  }

  private void show(long cycle, Stimulus stimulus, Expectation expectation) {
    Frame frame = finished.peek();
    if (frame == null || frame.visible > cycle) {
      return;
    }
    int padded = Math.max(frame.length, WireClock.LEAST_FRAME_BYTES);
    expectation.valid(cycle, frames);
    expectation.set(cycle, frameBytes, padded);
    expectation.set(cycle, frameRealBytes, frame.length);
    expectation.set(cycle, frameCost, (padded + WireClock.OVERHEAD_BYTES) * wireNumerator);
    int tail = (padded - 1) % config.beatBytes() + 1;
    expectation.set(cycle, frameTailCost, tail * wireNumerator);
    if (frame.pops[0] == cycle) {
      stimulus.set(frameReady, true);
      leaving = finished.remove();
    }
  }

  private boolean pop(long cycle, Stimulus stimulus, Expectation expectation) {
    if (leaving == null || leaving.pops[leaving.popped] != cycle) {
      return false;
    }
    int from = leaving.popped * config.beatBytes();
    int count = Math.min(config.beatBytes(), leaving.length - from);
    stimulus.set(beatPop, true);
    expectation.valid(cycle, beats);
    expectation.set(
        cycle, beatData, SliceSource.words(leaving.bytes, from, count, config.beatBytes()));
    leaving.popped++;
    if (leaving.popped == leaving.pops.length) {
      leaving = null;
    }
    return true;
  }
}
