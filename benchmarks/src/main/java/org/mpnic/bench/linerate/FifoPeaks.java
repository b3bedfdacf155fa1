package org.mpnic.bench.linerate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.top.Boundary;
import org.mpnic.model.top.Probe;

/**
 * How full the datapath's FIFOs were, from what crossed the boundaries before and behind them, and
 * how long the host link was busy.
 */
final class FifoPeaks implements Probe {
  /** Entries and departures of one FIFO, each ascending. */
  private static final class Level {
    final Crossings in = new Crossings();
    final Crossings out = new Crossings();

    /** Most places in use in a cycle from {@code from} on and before {@code to}. */
    long peak(long from, long to) {
      long level = 0;
      long peak = 0;
      int left = 0;
      for (int i = 0; i < in.count && in.cycles[i] < to; i++) {
        // A place that is freed in a cycle can be used again in the next.
        while (left < out.count && out.cycles[left] < in.cycles[i]) {
          level -= out.amounts[left++];
        }
        level += in.amounts[i];
        if (in.cycles[i] >= from) {
          peak = Math.max(peak, level);
        }
      }
      return peak;
    }
  }

  /** Cycles and amounts of what crossed. */
  private static final class Crossings {
    long[] cycles = new long[1 << 12];
    int[] amounts = new int[1 << 12];
    int count;

    void add(long cycle, int amount) {
      if (count == cycles.length) {
        cycles = Arrays.copyOf(cycles, 2 * count);
        amounts = Arrays.copyOf(amounts, 2 * count);
      }
      cycles[count] = cycle;
      amounts[count++] = amount;
    }
  }

  private static final int ENTRY_BYTES = 64;

  private final NicConfig config;
  private final Level[] headers;
  private final Level[] beats;
  private final Level[] decisions;
  private final Level[] stores;
  private final Level[] completions;
  private final Crossings linkTicks = new Crossings();
  private final Crossings grants = new Crossings();

  /**
   * By port: whether the frames on their way to rx_dma are kept; serial numbers modulo the size.
   */
  private final boolean[][] kept;

  FifoPeaks(NicConfig config) {
    this.config = config;
    headers = levels(config.ports());
    beats = levels(config.ports());
    decisions = levels(config.ports());
    stores = levels(config.ports() + 1);
    completions = levels(config.ports());
    kept = new boolean[config.ports()][1 << 16];
  }

  private static Level[] levels(int count) {
    Level[] levels = new Level[count];
    Arrays.setAll(levels, i -> new Level());
    return levels;
  }

  @Override
  public void beat(int boundary, int port, long cycle, int frame, int beat, boolean last) {
    switch (boundary) {
      case Boundary.BUFFER_BEAT -> {
        beats[port].out.add(cycle, 1);
        if (beat == 0) {
          decisions[port].out.add(cycle, 1);
        }
        if (kept[port][frame & 0xffff]) {
          stores[port].in.add(cycle, 1);
        }
      }
      case Boundary.LINK_START -> linkTicks.add(cycle, config.linkCostTicks(beat));
      case Boundary.LINK_SENT -> stores[port].out.add(cycle, config.beatsOf(beat));
      case Boundary.COMPLETION_RECORD -> completions[port].in.add(cycle, beat);
      case Boundary.COMPLETION_ENTRY -> {
        if (port < completions.length) {
          completions[port].out.add(cycle, 1);
        }
      }
      case Boundary.COMPLETION_WRITE ->
          stores[config.ports()].in.add(cycle, config.beatsOf(ENTRY_BYTES * beat));
      default -> {}
    }
  }

  @Override
  public void word(int boundary, int port, long cycle, HeaderWord word) {
    switch (boundary) {
      case Boundary.BUFFER_HEADER -> {
        headers[port].in.add(cycle, 1);
        beats[port].in.add(cycle, config.beatsOf(word.frameBytes));
      }
      case Boundary.GRANT -> {
        headers[port].out.add(cycle, 1);
        grants.add(cycle, 1);
      }
      case Boundary.STEERING -> {
        decisions[port].in.add(cycle, 1);
        kept[port][word.frame & 0xffff] = word.decision == HeaderWord.KEEP;
      }
      default -> {}
    }
  }

  /** Peaks of all FIFOs from one cycle to another, over all ports. */
  Map<String, FifoPeak> peaks(long from, long to) {
    Map<String, FifoPeak> peaks = new LinkedHashMap<>();
    put(peaks, "packet_buffer_beats", beats, config.packetBufferBeats(), from, to);
    put(peaks, "packet_buffer_headers", headers, config.packetBufferHeaders(), from, to);
    put(peaks, "decision_fifo", decisions, config.decisionFifoDepth(), from, to);
    put(peaks, "link_store", stores, config.linkStoreBeats(), from, to);
    put(peaks, "completion_fifo", completions, config.completionFifoDepth(), from, to);
    return peaks;
  }

  private static void put(
      Map<String, FifoPeak> peaks, String name, Level[] levels, int depth, long from, long to) {
    long peak = 0;
    for (Level level : levels) {
      peak = Math.max(peak, level.peak(from, to));
    }
    peaks.put(name, new FifoPeak(peak, depth));
  }

  /** Share of the time for which the host link carried TLPs. */
  double linkUse(long from, long to) {
    return (double) sum(linkTicks, from, to) / NicConfig.TICKS_PER_CYCLE / (to - from);
  }

  /** Headers granted in a cycle, on average. */
  double grantsPerCycle(long from, long to) {
    return (double) sum(grants, from, to) / (to - from);
  }

  private static long sum(Crossings crossings, long from, long to) {
    long sum = 0;
    for (int i = 0; i < crossings.count; i++) {
      if (crossings.cycles[i] >= from && crossings.cycles[i] < to) {
        sum += crossings.amounts[i];
      }
    }
    return sum;
  }
}
