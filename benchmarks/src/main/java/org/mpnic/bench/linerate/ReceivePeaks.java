package org.mpnic.bench.linerate;

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
final class ReceivePeaks implements Probe {
  private static final int DESCRIPTOR_BYTES = 16;

  private final NicConfig config;
  private final LinkTraffic traffic;
  private final FifoLevel[] headers;
  private final FifoLevel[] beats;
  private final FifoLevel[] decisions;
  private final FifoLevel[] stores;
  private final FifoLevel[] completions;
  private final Crossings linkTicks = new Crossings();
  private final Crossings grants = new Crossings();

  /**
   * By port: whether the frames on their way to rx_dma are kept; serial numbers modulo the size.
   */
  private final boolean[][] kept;

  /**
   * Of a card that has not begun.
   *
   * @param traffic is told what crosses the host link
   */
  ReceivePeaks(NicConfig config, LinkTraffic traffic) {
    this.config = config;
    this.traffic = traffic;
    headers = FifoLevel.of(config.ports());
    beats = FifoLevel.of(config.ports());
    decisions = FifoLevel.of(config.ports());
    stores = FifoLevel.of(config.ports() + 1);
    completions = FifoLevel.of(config.ports());
    kept = new boolean[config.ports()][1 << 16];
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
      case Boundary.LINK_START -> {
        linkTicks.add(cycle, config.linkCostTicks(beat));
        traffic.carriedWrite(cycle, beat);
      }
      case Boundary.DESCRIPTOR_FETCH -> traffic.read(cycle, DESCRIPTOR_BYTES * beat);
      case Boundary.LINK_SENT ->
          stores[port].out.add(cycle, port < completions.length ? config.beatsOf(beat) : 1);
      case Boundary.COMPLETION_RECORD -> completions[port].in.add(cycle, beat);
      case Boundary.COMPLETION_ENTRY -> {
        if (port < completions.length) {
          completions[port].out.add(cycle, 1);
        }
      }
      // The store of completions has places for whole batches.
      case Boundary.COMPLETION_WRITE -> stores[config.ports()].in.add(cycle, 1);
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
    FifoLevel.put(peaks, "packet_buffer_beats", beats, config.packetBufferBeats(), from, to);
    FifoLevel.put(peaks, "packet_buffer_headers", headers, config.packetBufferHeaders(), from, to);
    FifoLevel.put(peaks, "decision_fifo", decisions, config.decisionFifoDepth(), from, to);
    FifoLevel.put(peaks, "link_store", stores, config.linkStoreBeats(), from, to);
    FifoLevel.put(peaks, "completion_fifo", completions, config.completionFifoDepth(), from, to);
    return peaks;
  }

  /** Share of the time for which the host link carried TLPs. */
  double linkUse(long from, long to) {
    return (double) linkTicks.sum(from, to) / NicConfig.TICKS_PER_CYCLE / (to - from);
  }

  /** Headers granted in a cycle, on average. */
  double grantsPerCycle(long from, long to) {
    return (double) grants.sum(from, to) / (to - from);
  }
}
