package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.FrameMix;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;

/**
 * A stage of one port before packet_buffer: beats come with random gaps, also within a frame, are
 * never stalled and leave a constant number of cycles later. Between beats the inputs are anything.
 */
abstract class BeatStageTwin implements GuidedTwin {
  private static final int DRAIN_CYCLES = 200;

  /** The RTL's ports. */
  protected final StagePorts ports;

  /** Parameters of model and RTL. */
  protected final NicConfig config;

  /** Source of everything random. */
  protected final Random random;

  /** The frame's word; the model's stage works on it. */
  protected final HeaderWord word = new HeaderWord();

  private final int latencyCycles;
  private final Pauses gaps;
  private final FrameMix frames;
  private final Signal valid;
  private final Signal last;
  private final Signal bytes;
  private final Signal data;
  private final long[] beatWords;
  private OutputBoundary out;
  private Signal lastOut;
  private Signal bytesOut;
  private Signal dataOut;
  private long framesLeft;
  private GivenInput given;
  private int beat;
  private int drain = DRAIN_CYCLES;

  BeatStageTwin(String module, NicConfig config, int latencyCycles, long seed, long packets) {
    this.config = config;
    this.latencyCycles = latencyCycles;
    this.random = new Random(seed);
    this.gaps = new Pauses(random);
    this.frames = new FrameMix(seed, config.maxFrameBytes() - 4);
    this.framesLeft = packets;
    this.ports = new StagePorts(module);
    ports
        .parameter("BEAT_BYTES", config.beatBytes())
        .parameter("HEADER_WINDOW_BEATS", config.headerWindowBeats())
        .parameter("MAX_VLAN_TAGS", config.maxVlanTags());
    valid = ports.input("valid_i", 1);
    last = ports.input("last_i", 1);
    bytes = ports.input("bytes_i", bytesBits(config));
    data = ports.input("data_i", 8 * config.beatBytes());
    beatWords = new long[data.words()];
  }

  private static int bytesBits(NicConfig config) {
    return Bits.of(config.beatBytes());
  }

  /** Declares the beats' boundary; fields that hold beside the last beat are added to it. */
  protected final OutputBoundary beats() {
    out = ports.boundary("beat", "valid_o");
    lastOut = out.data("last_o", 1);
    bytesOut = out.data("bytes_o", bytesBits(config));
    dataOut = out.data("data_o", 8 * config.beatBytes());
    return out;
  }

  /** Runs the model on a frame before its first beat. */
  protected abstract void process();

  /**
   * Drives what comes beside a beat, or beside none.
   *
   * @param shown whether it means anything: from the beat that completes the header window on
   */
  protected abstract void driveBeside(Stimulus stimulus, boolean shown);

  /** Tells what holds beside the last beat. */
  protected abstract void expectBeside(long cycle, Expectation expectation);

  @Override
  public final StagePorts ports() {
    return ports;
  }

  @Override
  public final void follow(GivenInput input) {
    given = input;
    framesLeft = 0;
  }

  @Override
  public final boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    if (hasBeat(cycle)) {
      offer(cycle, stimulus, expectation);
    } else {
      stimulus.set(last, random.nextBoolean());
      stimulus.set(bytes, random.nextInt());
      randomData(0);
      stimulus.set(data, beatWords);
      driveBeside(stimulus, false);
    }
    boolean more = given == null ? framesLeft > 0 : cycle < given.cycles();
    return more || beat > 0 || drain-- > 0;
  }

  /** Whether a beat comes in the cycle; makes its frame before the first one. */
  private boolean hasBeat(long cycle) {
    if (given != null) {
      if (beat == 0 && !given.fill(cycle, word)) {
        return false;
      }
    } else if (beat == 0 && framesLeft == 0 || gaps.next()) {
      return false;
    } else if (beat == 0) {
      framesLeft--;
      word.clear();
      word.frameBytes = frames.next();
      word.buffer = frames.buffer();
    }
    return true;
  }

  private void offer(long cycle, Stimulus stimulus, Expectation expectation) {
    if (beat == 0) {
      process();
      if (given != null) {
        given.processed(word);
      }
    }
    int start = beat * config.beatBytes();
    int count = Math.min(config.beatBytes(), word.frameBytes - start);
    boolean isLast = start + count == word.frameBytes;
    randomData(count);
    for (int i = 0; i < count; i++) {
      beatWords[i >> 3] |= (word.buffer[word.offset + start + i] & 0xffL) << 8 * (i & 7);
    }
    stimulus.set(valid, true);
    stimulus.set(last, isLast);
    stimulus.set(bytes, count);
    stimulus.set(data, beatWords);
    driveBeside(stimulus, isLast || beat + 1 >= config.headerWindowBeats());
    long leaves = cycle + latencyCycles;
    expectation.valid(leaves, out);
    expectation.set(leaves, lastOut, isLast);
    expectation.set(leaves, bytesOut, count);
    expectation.set(leaves, dataOut, beatWords, 8 * count);
    beat++;
    if (isLast) {
      expectBeside(leaves, expectation);
      beat = 0;
    }
  }

  /** Anything in the bytes from {@code first} on, zero before. */
  private void randomData(int first) {
    for (int i = 0; i < beatWords.length; i++) {
      int skip = first - 8 * i;
      long mask = skip <= 0 ? -1L : skip >= 8 ? 0 : -1L << 8 * skip;
      beatWords[i] = mask == 0 ? 0 : random.nextLong() & mask;
    }
  }
}
