package org.mpnic.bench.speed;

import org.mpnic.bench.EagerHost;
import org.mpnic.bench.LineRateReplay;
import org.mpnic.bench.ProcessorTime;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.bench.ReceiveTraffic;
import org.mpnic.bench.RecordingHost;
import org.mpnic.cosim.engine.RtlPlayback;
import org.mpnic.cosim.engine.RtlRecording;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * Runs the same frames through the model and through the verilated RTL, and compares what the host
 * gets: every completion, and all of its memory.
 *
 * <p>Two ports at line rate, {@value #SUBFLOWS} subflows in turn, DSS with checksums. Both twins
 * have their tables programmed, and mappings announced where frames are too small for their own,
 * before the clock runs. The model does all that the RTL does: parse, sums over real bytes, lookup,
 * mapping, steering, DMA, completion.
 */
final class ModelAndRtl {
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
  private final RtlPlayback rtl;
  private boolean used;

  /**
   * Makes the frames, and lets the RTL run once.
   *
   * @param size frame size, bytes, FCS included
   * @param packets packets of a run
   */
  ModelAndRtl(int size, int packets) {
    this.size = size;
    this.packets = packets;
    traffic = new ReceiveTraffic(size, true, SUBFLOWS, packets);
    rtl = record();
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

  /** The first frame meets buffers that are ready, and subflows that are programmed. */
  private long firstCycle() {
    return RxTop.readyCycle(config) + SUBFLOWS;
  }

  /**
   * Runs both by turns.
   *
   * @param rounds runs of each
   * @param passes passes of the model over the packets that make one of its runs
   */
  SpeedRun run(int rounds, int passes) {
    long warm = ProcessorTime.now() + WARM_UP_NS;
    while (ProcessorTime.now() < warm) {
      pass(false);
    }
    long modelBest = Long.MAX_VALUE;
    long modelWorst = 0;
    long rtlBest = Long.MAX_VALUE;
    long rtlWorst = 0;
    boolean equal = true;
    for (int round = 0; round < rounds; round++) {
      long model = 0;
      for (int pass = 0; pass < passes; pass++) {
        model += pass(pass == passes - 1);
      }
      modelBest = Math.min(modelBest, model);
      modelWorst = Math.max(modelWorst, model);
      long nanoseconds = rtl.play();
      rtlBest = Math.min(rtlBest, nanoseconds);
      rtlWorst = Math.max(rtlWorst, nanoseconds);
      equal &= isEqual();
    }
    double modelSeconds = modelBest / 1e9 / passes;
    double rtlSeconds = rtlBest / 1e9;
    return new SpeedRun(
        size,
        packets,
        rtl.cycles(),
        modelSeconds,
        rtlSeconds,
        packets / modelSeconds,
        packets / rtlSeconds,
        rtl.cycles() / modelSeconds / 1e6,
        rtl.cycles() / rtlSeconds / 1e6,
        rtlSeconds / modelSeconds,
        (double) rtl.driverNanoseconds() / rtlBest,
        (double) modelWorst / modelBest,
        (double) rtlWorst / rtlBest,
        host.completions(),
        equal);
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

  private boolean isEqual() {
    RecordingHost other = new RecordingHost(config, 2 * packets + SUBFLOWS);
    rtl.results(other);
    return host.sameCompletions(other) && host.sameMemory(other);
  }
}
