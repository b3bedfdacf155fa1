package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxPort;
import org.mpnic.model.tx.WireClock;

/** tx_port: frames of random length that become visible one after the other, with random pauses. */
final class TxPortTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 5_000;
  private static final int MOST_WAITING = 4;
  private static final int STALL_PERIOD = 256;

  /** A frame and the cycles of its beats. */
  private static final class Frame {
    int bytes;
    int padded;
    long[] data;
    long[] cycles;
    int beats;
    int left;
  }

  private final StagePorts ports = new StagePorts("tx_port");
  private final Signal stallIn;
  private final Signal frameValid;
  private final Signal frameBytes;
  private final Signal frameRealBytes;
  private final Signal frameCost;
  private final Signal frameTailCost;
  private final Signal beatData;
  private final OutputBoundary starts = ports.boundary("frame", "frame_ready_o");
  private final OutputBoundary pops = ports.boundary("pop", "beat_pop_o");
  private final OutputBoundary beats = ports.boundary("beat", "valid_o");
  private final Signal lastOut;
  private final Signal bytesOut;
  private final Signal dataOut;

  private final NicConfig config;
  private final Random random;
  private final TxPort model;
  private final long wireNumerator;
  private final StallPattern stall;
  private final Pauses gaps;
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private Frame sending;
  private long left;
  private int drain = DRAIN_CYCLES;

  TxPortTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    wireNumerator = config.wireNumerator();
    model = new TxPort(config, 0, (port, frame, offset, length, cycle) -> {}, this::beatLeaves);
    stall = stall();
    model.stall(stall);
    gaps = new Pauses(random);
    left = packets;
    long longest = config.maxFrameBytes() + WireClock.OVERHEAD_BYTES;
    ports
        .parameter("BEAT_BYTES", config.beatBytes())
        .parameter("MAX_FRAME_BYTES", config.maxFrameBytes())
        .parameter("WIRE_NUMERATOR", wireNumerator)
        .parameter("WIRE_DENOMINATOR", config.wireDenominator());
    int lengthBits = Bits.of(config.maxFrameBytes());
    stallIn = ports.input("stall_i", 1);
    frameValid = ports.input("frame_valid_i", 1);
    frameBytes = ports.input("frame_bytes_i", lengthBits);
    frameRealBytes = ports.input("frame_real_bytes_i", lengthBits);
    frameCost = ports.input("frame_cost_i", Bits.of(longest * wireNumerator));
    frameTailCost = ports.input("frame_tail_cost_i", Bits.of(config.beatBytes() * wireNumerator));
    beatData = ports.input("beat_data_i", 8 * config.beatBytes());
    lastOut = beats.data("last_o", 1);
    bytesOut = beats.data("bytes_o", Bits.of(config.beatBytes()));
    dataOut = beats.data("data_o", 8 * config.beatBytes());
  }

  private StallPattern stall() {
    boolean[] stalled = new boolean[STALL_PERIOD];
    for (int phase = 1; phase < STALL_PERIOD; phase++) {
      stalled[phase] = phase < 100 ? random.nextInt(3) == 0 : phase > 200 && phase < 230;
    }
    return new StallPattern(stalled);
  }

  private void beatLeaves(int boundary, int port, long cycle, int number, int value, boolean last) {
    if (boundary == TxBoundary.PORT_BEAT) {
      Frame frame = frames.peekLast();
      frame.cycles[frame.beats++] = cycle;
    }
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    if (left > 0 && frames.size() < MOST_WAITING && !gaps.next()) {
      left--;
      offer(cycle);
    }
    stimulus.set(stallIn, stall.stalls(cycle));
    if (sending == null && !frames.isEmpty()) {
      show(frames.peek(), cycle, stimulus, expectation);
    }
    if (sending != null) {
      beat(cycle, stimulus, expectation);
    }
    return left > 0 || drain-- > 0;
  }

  private void offer(long cycle) {
    Frame frame = new Frame();
    int longest = config.maxFrameBytes() - 4;
    frame.bytes =
        switch (random.nextInt(5)) {
          case 0 -> 1 + random.nextInt(longest);
          case 1 -> 14 + random.nextInt(50);
          case 2 -> 60;
          default -> 1 + random.nextInt(4 * config.beatBytes());
        };
    frame.padded = Math.max(frame.bytes, WireClock.LEAST_FRAME_BYTES);
    int beatWords = config.beatBytes() / 8;
    frame.data = new long[config.beatsOf(frame.padded) * beatWords];
    for (int word = 0; 8 * word < frame.bytes; word++) {
      int rest = frame.bytes - 8 * word;
      frame.data[word] = random.nextLong() & (rest >= 8 ? -1L : (1L << 8 * rest) - 1);
    }
    frame.cycles = new long[config.beatsOf(frame.padded)];
    frames.add(frame);
    model.send(new byte[Math.max(frame.bytes, 64)], frame.bytes, cycle);
  }

  private void show(Frame frame, long cycle, Stimulus stimulus, Expectation expectation) {
    stimulus.set(frameValid, true);
    stimulus.set(frameBytes, frame.padded);
    stimulus.set(frameRealBytes, frame.bytes);
    stimulus.set(frameCost, (frame.padded + WireClock.OVERHEAD_BYTES) * wireNumerator);
    int tail = (frame.padded - 1) % config.beatBytes() + 1;
    stimulus.set(frameTailCost, tail * wireNumerator);
    if (frame.cycles[0] == cycle) {
      expectation.valid(cycle, starts);
      sending = frames.remove();
    }
  }

  private void beat(long cycle, Stimulus stimulus, Expectation expectation) {
    int beatWords = config.beatBytes() / 8;
    int beat = sending.left;
    long[] data = Arrays.copyOfRange(sending.data, beat * beatWords, (beat + 1) * beatWords);
    boolean real = beat * config.beatBytes() < sending.bytes;
    if (real) {
      stimulus.set(beatData, data);
    }
    if (sending.cycles[beat] != cycle) {
      return;
    }
    boolean last = beat + 1 == sending.cycles.length;
    expectation.valid(cycle, beats);
    expectation.set(cycle, lastOut, last);
    int bytes = last ? sending.padded - beat * config.beatBytes() : config.beatBytes();
    expectation.set(cycle, bytesOut, bytes);
    expectation.set(cycle, dataOut, data);
    if (real) {
      expectation.valid(cycle, pops);
    }
    sending.left++;
    if (last) {
      sending = null;
    }
  }
}
