package org.mpnic.cosim.twin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mpnic.cosim.header.HeaderWordLayout;
import org.mpnic.cosim.header.RtlParameters;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.cosim.traffic.PortFrame;
import org.mpnic.cosim.traffic.Traffic;
import org.mpnic.firmware.capture.CaptureFirmware;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;
import org.mpnic.model.top.RxTop;

/**
 * The whole receive path: {@link RxTop} with its firmware, and rx_top on the same frames.
 *
 * <p>The model runs ahead of the RTL by more cycles than the longest frame takes, so that it has
 * said everything of a cycle before that cycle is compared. What the control processor writes into
 * tables, when it takes events, and what the host's memory answers is taken from the model and
 * replayed into the RTL in its cycles.
 */
public final class TopTwin implements StageTwin {
  /** Cycles that the model runs at a time. */
  private static final int STEP_CYCLES = 128;

  /** Everything is through the card so many cycles after the last beat. */
  private static final int DRAIN_CYCLES = 30_000;

  private final NicConfig config;
  private final Traffic traffic;
  private final StallPattern stalls;
  private final StagePorts ports = new StagePorts("rx_top");
  private final TopFrames frames;
  private final TopControl control;
  private final TopMemory memory;
  private final TopProbe probe;
  private final RxTop model;
  private final StrayWrites strays;
  private final boolean isDisturbed;
  private final int aheadCycles;
  private final List<ArrayDeque<PortFrame>> pending = new ArrayList<>();
  private PortFrame next;
  private long modelled;
  private long endCycle = -1;

  /**
   * Both twins at cycle 0.
   *
   * @param stalls cycles in which no TLP starts on the host link
   * @param straySeed seed of table writes beside the control processor's, 0 for none
   */
  public TopTwin(NicConfig config, Traffic traffic, StallPattern stalls, long straySeed) {
    this.config = config;
    this.isDisturbed = straySeed != 0;
    this.traffic = traffic;
    this.stalls = stalls;
    BeatSpacing spacing =
        traffic.beatSpacing() == RxTop.LINE_RATE
            ? BeatSpacing.lineRate(config)
            : BeatSpacing.backToBack(config);
    RtlParameters.ofTop(config).forEach(ports::parameter);
    ports.include(HeaderWordLayout.INCLUDE);
    frames = new TopFrames(config, ports, spacing);
    TopHost host = new TopHost(config);
    memory = new TopMemory(config, ports, host);
    probe = new TopProbe(config, ports, frames, host, memory);
    model = new RxTop(config, host, new CaptureFirmware(), probe);
    control = new TopControl(config, ports, model);
    strays = new StrayWrites(straySeed, model.stages());
    probe.control(control, strays);
    model.linkStall(stalls);
    int longest = config.maxFrameBytes();
    aheadCycles = 256 + spacing.lastOffset(longest - 4) + STEP_CYCLES;
    for (int port = 0; port < config.ports(); port++) {
      model.beatSpacing(port, traffic.beatSpacing());
      pending.add(new ArrayDeque<>());
    }
    next = traffic.hasNext() ? traffic.next() : null;
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public int horizonCycles() {
    // Beats of frames that are dropped are told as soon as they are decided.
    int ahead = aheadCycles + 2 * CHUNK_CYCLES + config.packetBufferBeats() + 2048;
    return Integer.highestOneBit(ahead - 1) << 1;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    probe.expectation(expectation);
    while (modelled < cycle + aheadCycles) {
      step();
    }
    frames.drive(cycle, stimulus);
    control.drive(cycle, stimulus, expectation);
    memory.drive(cycle, stimulus, stalls.stalls(cycle));
    if (endCycle < 0 && next == null && frames.isEmpty()) {
      endCycle = cycle + DRAIN_CYCLES;
    }
    return endCycle < 0 || cycle < endCycle;
  }

  private void step() {
    modelled += STEP_CYCLES;
    // A frame of another port may still come from behind.
    while (next != null && next.firstBeatCycle() < modelled + Traffic.SPREAD_CYCLES) {
      pending.get(next.port()).add(next);
      frames.add(next.port(), next.bytes(), next.firstBeatCycle());
      next = traffic.hasNext() ? traffic.next() : null;
    }
    boolean all = false;
    while (!all) {
      all = true;
      for (int port = 0; port < config.ports(); port++) {
        all &= offer(port);
      }
      model.advance(modelled);
    }
    probe.afterStep();
    if (isDisturbed) {
      strays.write(modelled, STEP_CYCLES);
    }
  }

  /** Offers what the port takes; true when that is everything that comes in this step. */
  private boolean offer(int port) {
    ArrayDeque<PortFrame> queue = pending.get(port);
    PortFrame frame = queue.peek();
    while (frame != null && frame.firstBeatCycle() < modelled) {
      byte[] bytes = frame.bytes();
      int answer = model.offer(port, bytes, 0, bytes.length, frame.firstBeatCycle());
      if (answer == RxTop.QUEUE_FULL) {
        model.horizon(port, frame.firstBeatCycle());
        return false;
      }
      if (answer != RxTop.ACCEPTED) {
        throw new IllegalStateException(
            "port " + port + " refuses a frame at " + frame.firstBeatCycle() + ": " + answer);
      }
      queue.remove();
      frame = queue.peek();
    }
    model.horizon(port, next == null && frame == null ? Long.MAX_VALUE : modelled);
    return true;
  }
}
