package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.rx.PacketBuffer;

/**
 * packet_buffer: frames of random length and content, beats at the spacing that the model knows
 * (back to back), gaps between frames, headers and beats taken with random stalls.
 */
final class PacketBufferTwin implements StageTwin {
  private static final int HEADER_BITS = 64;
  private static final int DRAIN_CYCLES = 20_000;

  private final StagePorts ports = new StagePorts("packet_buffer");
  private final Signal beatValid;
  private final Signal beatLast;
  private final Signal beatData;
  private final Signal header;
  private final Signal headerReady;
  private final Signal beatReady;
  private final OutputBoundary headers = ports.boundary("header", "header_valid_o");
  private final Signal headerOut = headers.data("header_o", HEADER_BITS);
  private final OutputBoundary beats = ports.boundary("beat", "beat_valid_o");
  private final Signal beatLastOut = beats.data("beat_last_o", 1);
  private final Signal beatDataOut;
  private final OutputBoundary drops = ports.boundary("drop", "dropped_o");
  private final Signal noBeatPlace = drops.data("no_beat_place_o", 1);

  private final NicConfig config;
  private final PacketBuffer model;
  private final BeatSpacing spacing;
  private final Random random;
  private final Pauses gaps;
  private final Pauses headerStalls;
  private final Pauses beatStalls;
  private final ArrayDeque<long[]> frame = new ArrayDeque<>();
  private final ArrayDeque<long[]> keptBeats = new ArrayDeque<>();
  private final ArrayDeque<Long> keptHeaders = new ArrayDeque<>();

  private long framesLeft;
  private int beatsLeft;
  private int beatsOfFrame;
  private long firstCycle;
  private int drain = DRAIN_CYCLES;

  PacketBufferTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    this.model = new PacketBuffer(config);
    this.spacing = BeatSpacing.backToBack(config);
    this.random = new Random(seed);
    this.gaps = new Pauses(random);
    this.headerStalls = new Pauses(random);
    this.beatStalls = new Pauses(random);
    this.framesLeft = packets;
    int beatBits = 8 * config.beatBytes();
    ports
        .parameter("BEAT_BYTES", config.beatBytes())
        .parameter("HEADER_BITS", HEADER_BITS)
        .parameter("PACKET_BUFFER_BEATS", config.packetBufferBeats())
        .parameter("PACKET_BUFFER_HEADERS", config.packetBufferHeaders());
    beatValid = ports.input("beat_valid_i", 1);
    beatLast = ports.input("beat_last_i", 1);
    beatData = ports.input("beat_data_i", beatBits);
    header = ports.input("header_i", HEADER_BITS);
    headerReady = ports.input("header_ready_i", 1);
    beatReady = ports.input("beat_ready_i", 1);
    headers.takenBy(headerReady);
    beats.takenBy(beatReady);
    beatDataOut = beats.data("beat_data_o", beatBits);
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    take(cycle, stimulus, expectation);
    if (beatsLeft == 0 && framesLeft > 0 && !gaps.next()) {
      framesLeft--;
      beatsOfFrame =
          random.nextInt(4) == 0
              ? 1 + random.nextInt(config.packetBufferBeats() + 2)
              : 1 + random.nextInt(4);
      beatsOfFrame = Math.min(beatsOfFrame, config.beatsOf(config.maxFrameBytes()));
      beatsLeft = beatsOfFrame;
      firstCycle = cycle;
    }
    if (beatsLeft > 0) {
      offer(cycle, stimulus, expectation);
    }
    return framesLeft > 0 || beatsLeft > 0 || drain-- > 0;
  }

  /** What leaves in this cycle: decided on what was kept before it. */
  private void take(long cycle, Stimulus stimulus, Expectation expectation) {
    boolean takesHeader = !headerStalls.next();
    stimulus.set(headerReady, takesHeader);
    if (!keptHeaders.isEmpty()) {
      expectation.valid(cycle, headers);
      expectation.set(cycle, headerOut, keptHeaders.peek());
      if (takesHeader) {
        keptHeaders.remove();
        model.popHeader(cycle);
      }
    }
    boolean takesBeat = !beatStalls.next();
    stimulus.set(beatReady, takesBeat);
    if (!keptBeats.isEmpty()) {
      long[] beat = keptBeats.peek();
      expectation.valid(cycle, beats);
      expectation.set(cycle, beatLastOut, beat[beat.length - 1]);
      expectation.set(cycle, beatDataOut, beat);
      if (takesBeat) {
        keptBeats.remove();
        model.popBeat(cycle);
      }
    }
  }

  private void offer(long cycle, Stimulus stimulus, Expectation expectation) {
    beatsLeft--;
    int words = beatData.words();
    long[] beat = new long[words + 1];
    for (int i = 0; i < words; i++) {
      beat[i] = random.nextLong();
    }
    beat[words] = beatsLeft == 0 ? 1 : 0;
    frame.add(beat);
    stimulus.set(beatValid, true);
    stimulus.set(beatLast, beatsLeft == 0);
    stimulus.set(beatData, beat);
    long word = random.nextLong();
    stimulus.set(header, word);
    if (beatsLeft > 0) {
      return;
    }
    int decision =
        model.decide(firstCycle, beatsOfFrame * config.beatBytes(), beatsOfFrame, spacing);
    if (decision == PacketBuffer.KEPT) {
      keptBeats.addAll(frame);
      keptHeaders.add(word);
    } else {
      expectation.valid(cycle + 1, drops);
      expectation.set(cycle + 1, noBeatPlace, decision == PacketBuffer.NO_BEAT_PLACE);
    }
    frame.clear();
  }
}
