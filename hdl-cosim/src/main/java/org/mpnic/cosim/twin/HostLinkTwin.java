package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.cosim.lockstep.Expectation;
import org.mpnic.cosim.lockstep.OutputBoundary;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.StageTwin;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.host.HostLink;
import org.mpnic.model.rx.TlpQueue;

/**
 * host_link: TLPs of random size come to every requester with random gaps, by turns to all in step,
 * to each for itself, and to the first alone; the link stalls at random.
 */
final class HostLinkTwin implements StageTwin {
  private static final int DRAIN_CYCLES = 4_000;
  private static final int STEP_CYCLES = 1024;
  private static final int WAITING_TLPS = 6;
  private static final int RING = 1 << 13;

  private final StagePorts ports = new StagePorts("host_link");
  private final Signal stall;
  private final Signal tlpValid;
  private final Signal tlpCost;
  private final Signal tlpBeats;
  private final Signal tlpLast;
  private final OutputBoundary start = ports.boundary("start", "start_valid_o");
  private final Signal tlpReady;
  private final OutputBoundary sent = ports.boundary("sent", "sent_valid_o");
  private final Signal sentBeats;
  private final Signal sentLast;

  private final NicConfig config;
  private final Random random;
  private final int requesters;
  private final int costBits;
  private final int beatsBits;
  private final TlpQueue[] queues;
  private final int[] waiting;
  private final HostLink model;
  private final Pauses stalls;
  private final Pauses[] gaps;
  private final int[][] beatsAt;
  private final int[][] lastAt;
  private long left;
  private int drain = DRAIN_CYCLES;

  HostLinkTwin(NicConfig config, long seed, long packets) {
    this.config = config;
    random = new Random(seed);
    requesters = config.ports() + 1;
    costBits = Bits.of(config.linkCostTicks(config.maxPayloadBytes()));
    beatsBits = Bits.of(config.maxPayloadBytes() / config.beatBytes());
    queues = new TlpQueue[requesters];
    waiting = new int[requesters];
    gaps = new Pauses[requesters];
    for (int r = 0; r < requesters; r++) {
      queues[r] = new TlpQueue(WAITING_TLPS);
      gaps[r] = new Pauses(random);
    }
    model = new HostLink(config, queues);
    stalls = new Pauses(random);
    beatsAt = new int[RING][requesters];
    lastAt = new int[RING][requesters];
    left = packets;
    ports
        .parameter("REQUESTERS", requesters)
        .parameter("COST_BITS", costBits)
        .parameter("BEATS_BITS", beatsBits);
    stall = ports.input("stall_i", 1);
    tlpValid = ports.input("tlp_valid_i", requesters);
    tlpCost = ports.input("tlp_cost_i", requesters * costBits);
    tlpBeats = ports.input("tlp_beats_i", requesters * beatsBits);
    tlpLast = ports.input("tlp_last_i", requesters);
    tlpReady = start.data("tlp_ready_o", requesters);
    sentBeats = sent.data("sent_beats_o", requesters * beatsBits);
    sentLast = sent.data("sent_last_o", requesters);
  }

  @Override
  public StagePorts ports() {
    return ports;
  }

  @Override
  public boolean drive(long cycle, Stimulus stimulus, Expectation expectation) {
    showHeads(cycle, stimulus);
    boolean stalled = stalls.next();
    stimulus.set(stall, stalled);
    if (!stalled) {
      startTlps(cycle, expectation);
    }
    tellSent(cycle, expectation);
    arrive(cycle);
    return left > 0 || drain-- > 0;
  }

  private void showHeads(long cycle, Stimulus stimulus) {
    long valid = 0;
    long last = 0;
    PackedBits costs = new PackedBits(tlpCost);
    PackedBits beats = new PackedBits(tlpBeats);
    for (int r = 0; r < requesters; r++) {
      // What stands beside an empty store is nothing to the link.
      boolean there = queues[r].headCycle() <= cycle;
      valid |= there ? 1L << r : 0;
      last |= (there ? queues[r].headIsLast() : random.nextBoolean()) ? 1L << r : 0;
      costs.put(r, costBits, there ? config.linkCostTicks(queues[r].headBytes()) : 1);
      beats.put(r, beatsBits, there ? queues[r].headBeats() : 1);
    }
    stimulus.set(tlpValid, valid);
    stimulus.set(tlpLast, last);
    stimulus.set(tlpCost, costs.words());
    stimulus.set(tlpBeats, beats.words());
  }

  private void startTlps(long cycle, Expectation expectation) {
    model.begin(cycle);
    long started = 0;
    for (int r = model.start(); r >= 0; r = model.start()) {
      started |= 1L << r;
      waiting[r]--;
      int at = (int) (model.sentCycle() + 1) & RING - 1;
      beatsAt[at][r] += model.sentBeats();
      lastAt[at][r] += model.sentLast() ? 1 : 0;
    }
    if (started != 0) {
      expectation.valid(cycle, start);
      expectation.set(cycle, tlpReady, started);
    }
  }

  private void tellSent(long cycle, Expectation expectation) {
    int at = (int) cycle & RING - 1;
    PackedBits beats = new PackedBits(sentBeats);
    long last = 0;
    boolean any = false;
    for (int r = 0; r < requesters; r++) {
      any |= beatsAt[at][r] > 0;
      beats.put(r, beatsBits, beatsAt[at][r]);
      last |= (long) lastAt[at][r] << r;
      beatsAt[at][r] = 0;
      lastAt[at][r] = 0;
    }
    if (any) {
      expectation.valid(cycle, sent);
      expectation.set(cycle, sentBeats, beats.words());
      expectation.set(cycle, sentLast, last);
    }
  }

  private void arrive(long cycle) {
    long phase = cycle / STEP_CYCLES % 3;
    boolean first = !gaps[0].next();
    for (int r = 0; r < requesters; r++) {
      boolean comes = phase == 0 || r == 0 ? first : phase == 1 && !gaps[r].next();
      if (comes && left > 0 && waiting[r] < WAITING_TLPS) {
        left--;
        waiting[r]++;
        int bytes =
            random.nextBoolean()
                ? config.maxPayloadBytes()
                : 1 + random.nextInt(config.maxPayloadBytes());
        queues[r].add(cycle + 1, bytes, config.beatsOf(bytes), random.nextInt(3) == 0);
      }
    }
  }
}
