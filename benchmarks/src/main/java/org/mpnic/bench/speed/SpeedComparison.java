package org.mpnic.bench.speed;

import org.mpnic.bench.EagerHost;
import org.mpnic.bench.LineRateReplay;
import org.mpnic.bench.ProcessorTime;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.bench.ReceiveTraffic;
import org.mpnic.bench.RecordingHost;
import org.mpnic.bench.baseline.NativeBuild;
import org.mpnic.cosim.engine.RtlPlayback;
import org.mpnic.cosim.engine.RtlRecording;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * Runs the same frames through the model, the verilated RTL and the C port, and compares what the
 * host gets: every completion, and all of its memory.
 *
 * <p>Two ports at line rate, {@value #SUBFLOWS} subflows in turn, DSS with checksums. All have
 * their tables programmed, and mappings announced where frames are too small for their own, before
 * the clock runs. The model does all that the RTL does: parse, sums over real bytes, lookup,
 * mapping, steering, DMA, completion.
 */
final class SpeedComparison {
  private static final int SUBFLOWS = 1024;
  private static final int DRAIN_CYCLES = 4096;
  private static final long WARM_UP_NS = 4_000_000_000L;

  private final NicConfig config = NicConfig.DEFAULT;
  private final int size;
  private final int packets;
  private final ReceiveTraffic traffic;
  private final RecordingHost host;
  private final RxTop card;
  private final LineRateReplay replay;

  /** Null when it is not compared. */
  private final RtlPlayback rtl;

  /** Null without gcc. */
  private final RxDatapathInC inC;

  private boolean used;

  /**
   * Makes the frames, and lets the RTL run once.
   *
   * @param size frame size, bytes, FCS included
   * @param packets packets of a run
   * @param withRtl compare with the RTL
   */
  SpeedComparison(int size, int packets, boolean withRtl) {
    this.size = size;
    this.packets = packets;
    traffic = new ReceiveTraffic(size, true, SUBFLOWS, packets);
    rtl = withRtl ? record() : null;
    inC =
        NativeBuild.missing().isEmpty()
            ? new RxDatapathInC(config, traffic.frames(), firstBeats(), SUBFLOWS)
            : null;
    host = new RecordingHost(config, 2 * packets + SUBFLOWS);
    card = new RxTop(config, host, new ProgrammedSubflows(SUBFLOWS, true), null);
    replay = new LineRateReplay(config, LineRateReplay.of(card), traffic.frames());
  }

  private RtlPlayback record() {
    ProgrammedSubflows program = new ProgrammedSubflows(SUBFLOWS, true);
    try (RtlRecording recording = new RtlRecording(config, new EagerHost(config), program)) {
      LineRateReplay played =
          new LineRateReplay(config, LineRateReplay.of(recording.card()), traffic.frames());
      long start = played.run(0, traffic.announcements(), firstCycle(), DRAIN_CYCLES);
      recording.begin();
      played.run(traffic.announcements(), traffic.frames().length, start, DRAIN_CYCLES);
      return recording.end(packets, size);
    }
  }

  /** The cycles in which the frames begin. */
  private long[] firstBeats() {
    FirstBeats beats = new FirstBeats(traffic.frames().length);
    LineRateReplay played = new LineRateReplay(config, beats, traffic.frames());
    long start = played.run(0, traffic.announcements(), firstCycle(), DRAIN_CYCLES);
    played.run(traffic.announcements(), traffic.frames().length, start, DRAIN_CYCLES);
    return beats.cycles();
  }

  /** The first frame meets buffers that are ready, and subflows that are programmed. */
  private long firstCycle() {
    return RxTop.readyCycle(config) + SUBFLOWS;
  }

  /**
   * Runs all by turns.
   *
   * @param rounds runs of each
   * @param passes passes over the packets that make a run of the model, and of the C port
   */
  SpeedRun run(int rounds, int passes) {
    long warm = ProcessorTime.now() + WARM_UP_NS;
    while (ProcessorTime.now() < warm) {
      pass(false);
    }
    Times model = new Times();
    Times verilated = new Times();
    Times port = new Times();
    boolean equal = true;
    boolean equalInC = true;
    for (int round = 0; round < rounds; round++) {
      long nanoseconds = 0;
      for (int pass = 0; pass < passes; pass++) {
        nanoseconds += pass(pass == passes - 1);
      }
      model.add(nanoseconds / (1e9 * passes));
      if (inC != null) {
        port.add(passesInC(passes) / (1e9 * passes));
        equalInC &= inC.sameCompletions(host) && inC.sameMemory(host);
      }
      if (rtl != null) {
        verilated.add(rtl.play() / 1e9);
        equal &= isEqual();
      }
    }
    double driver = rtl == null ? 0 : rtl.driverNanoseconds() / 1e9 / verilated.best();
    return SpeedRun.of(
        size,
        packets,
        rtl == null ? 0 : rtl.cycles(),
        model,
        rtl == null ? null : verilated,
        driver,
        inC == null ? null : port,
        host.completions(),
        equal,
        equalInC);
  }

  /**
   * One pass of the model.
   *
   * @param compared its results will be compared: its host starts from empty memory
   * @return processor time of all packets, ns
   */
  private long pass(boolean compared) {
    if (used) {
      card.reset();
    }
    used = true;
    host.clear();
    long start = replay.run(0, traffic.announcements(), firstCycle(), DRAIN_CYCLES);
    host.clear();
    if (compared) {
      host.clearMemory();
    }
    long before = ProcessorTime.now();
    replay.run(traffic.announcements(), traffic.frames().length, start, DRAIN_CYCLES);
    long nanoseconds = ProcessorTime.now() - before;
    if (host.packets != packets || host.exceptions != 0) {
      throw new IllegalStateException(
          "packets=" + host.packets + " of " + packets + " exceptions=" + host.exceptions);
    }
    return nanoseconds;
  }

  private long passesInC(int passes) {
    long nanoseconds = 0;
    for (int pass = 0; pass < passes; pass++) {
      nanoseconds += inC.run(traffic.announcements(), pass == passes - 1);
    }
    return nanoseconds;
  }

  private boolean isEqual() {
    RecordingHost other = new RecordingHost(config, 2 * packets + SUBFLOWS);
    rtl.results(other);
    return host.sameCompletions(other) && host.sameMemory(other);
  }
}
