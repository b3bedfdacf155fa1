package org.mpnic.bench.linerate;

import org.mpnic.abi.CounterTable;
import org.mpnic.bench.FrameOffer;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.model.top.RxTop;

/** Frames of one size on a fresh card, as densely as a load says. */
final class LatencyRun {
  /** How frames follow each other. */
  enum Load {
    /** One frame on the card at a time. */
    ALONE("alone", 64),
    /** Every port at the rate of its wire. */
    LINE_RATE("line rate", 20_000),
    /** Every port has a beat in every cycle. */
    EVERY_CYCLE("every cycle", 100_000);

    final String text;
    final int framesPerPort;

    Load(String text, int framesPerPort) {
      this.text = text;
      this.framesPerPort = framesPerPort;
    }
  }

  /** Also notes when completions became visible. */
  private static final class CountingHost extends LatencyHost {
    long firstVisible = -1;
    long lastVisible;
    long completions;

    CountingHost(NicConfig config) {
      super(config);
    }

    @Override
    public void publish(int queue, CompletionWord completion, long visibleCycle, boolean last) {
      super.publish(queue, completion, visibleCycle, last);
      firstVisible = firstVisible < 0 ? visibleCycle : Math.min(firstVisible, visibleCycle);
      lastVisible = Math.max(lastVisible, visibleCycle);
      completions++;
    }

    void restart() {
      clear();
      firstVisible = -1;
      completions = 0;
      leastCycles = Long.MAX_VALUE;
      mostCycles = 0;
    }
  }

  private static final int FCS = 4;
  private static final int PREAMBLE_AND_GAP = 20;
  private static final int ALONE_CYCLES = 10_000;
  private static final int ANNOUNCEMENT_CYCLES = 64;
  private static final int SETTLE_CYCLES = 20_000;

  private final NicConfig config;
  private final int size;
  private final Load load;
  private final LineRateTraffic traffic;
  private final HeaderRate probe = new HeaderRate();
  private final CountingHost host;
  private final RxTop card;

  /** A run that has not begun; the card's link is charged with what goes beside. */
  LatencyRun(NicConfig card, int size, int subflows, Load load) {
    LinkLoad beside = new ReceiveLineRate(card, size, subflows, 2, 0).run().load();
    config = LineRate.charged(card, beside.chargeOfWrites(LinkLoad.NONE));
    this.size = size;
    this.load = load;
    traffic = new LineRateTraffic(size, subflows, 0, 1);
    host = new CountingHost(config);
    this.card = new RxTop(config, host, new ProgrammedSubflows(subflows, true), probe);
  }

  /** Runs it. */
  LatencyPoint run() {
    long start = announce();
    host.restart();
    probe.from(start);
    long droppedBefore = card.counters()[CounterTable.FRAMES_DROPPED];
    if (load == Load.EVERY_CYCLE) {
      for (int port = 0; port < config.ports(); port++) {
        card.beatSpacing(port, RxTop.BACK_TO_BACK);
      }
    }
    offer(start);
    for (int port = 0; port < config.ports(); port++) {
      card.horizon(port, Long.MAX_VALUE);
    }
    FrameOffer.advance(card, Long.MAX_VALUE);
    long dropped = card.counters()[CounterTable.FRAMES_DROPPED] - droppedBefore;
    check(dropped);
    double nsPerCycle = 1e9 / config.clockHz();
    return new LatencyPoint(
        size,
        load.text,
        probe.grants(),
        probe.cycles(),
        (double) probe.grants() / probe.cycles(),
        host.completions,
        host.lastVisible - host.firstVisible + 1,
        dropped,
        host.leastCycles,
        host.mostCycles,
        host.leastCycles * nsPerCycle,
        host.mostCycles * nsPerCycle);
  }

  private long announce() {
    long cycle = RxTop.readyCycle(config);
    for (byte[] frame = traffic.nextAnnouncement();
        frame != null;
        frame = traffic.nextAnnouncement()) {
      offer(0, frame, cycle);
      cycle += ANNOUNCEMENT_CYCLES;
    }
    cycle += SETTLE_CYCLES;
    for (int port = 0; port < config.ports(); port++) {
      card.horizon(port, cycle);
    }
    FrameOffer.advance(card, cycle);
    return cycle;
  }

  private void offer(long start) {
    int frames = load.framesPerPort;
    if (load == Load.ALONE) {
      for (int frame = 0; frame < frames; frame++) {
        offer(frame % config.ports(), traffic.next(), start + (long) frame * ALONE_CYCLES);
      }
      return;
    }
    int beats = config.beatsOf(size - FCS);
    for (int frame = 0; frame < frames; frame++) {
      long cycle =
          load == Load.EVERY_CYCLE
              ? start + (long) frame * beats
              : start + config.wireCycles((long) frame * (size + PREAMBLE_AND_GAP));
      for (int port = 0; port < config.ports(); port++) {
        offer(port, traffic.next(), cycle);
      }
    }
  }

  private void offer(int port, byte[] bytes, long cycle) {
    for (int other = 0; other < config.ports(); other++) {
      card.horizon(other, cycle);
    }
    FrameOffer.offer(card, port, bytes, cycle);
  }

  /** Whatever was granted must have been delivered, mapped, and completed. */
  private void check(long dropped) {
    long[] counters = card.counters();
    long atBuffer = 0;
    for (int port = 0; port < config.ports(); port++) {
      atBuffer += counters[CounterTable.PACKET_BUFFER_DROPS + port];
      atBuffer += counters[CounterTable.HEADER_SLOT_DROPS + port];
    }
    if (host.packets != probe.grants()
        || host.exceptions != 0 && dropped == 0
        || dropped != atBuffer) {
      throw new IllegalStateException(
          "size="
              + size
              + " load="
              + load.text
              + " grants="
              + probe.grants()
              + " packets="
              + host.packets
              + " exceptions="
              + host.exceptions
              + " drops="
              + dropped
              + " of these at packet_buffer="
              + atBuffer);
    }
  }
}
