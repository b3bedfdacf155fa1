package org.mpnic.bench.linerate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.DssInserter;
import org.mpnic.model.tx.TxBoundary;
import org.mpnic.model.tx.TxProbe;

/** How full the FIFOs of transmit were and how busy its stages, from what crossed boundaries. */
final class TransmitPeaks implements TxProbe {
  private static final int DESCRIPTOR_BYTES = 32;
  private static final int COMPLETION_BYTES = 16;

  private final NicConfig config;
  private final LinkTraffic traffic;
  private final int inserterCycles;
  private final FifoLevel[] slices;
  private final FifoLevel[] beats;
  private final FifoLevel[] descriptors;
  private final Crossings grants = new Crossings();
  private final Crossings decisions = new Crossings();

  /** By port: bytes of finished frames whose beats have not left, padding not counted. */
  private final ArrayDeque<Integer>[] finished;

  /** By port: cycles of the grants of frames that have not begun to leave. */
  private final ArrayDeque<Long>[] granted;

  private final boolean[] insideFrame;
  private long leastCycles = Long.MAX_VALUE;
  private long mostCycles;

  /**
   * Of a card that has not begun.
   *
   * @param traffic is told what crosses the host link
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  TransmitPeaks(NicConfig config, LinkTraffic traffic) {
    this.config = config;
    this.traffic = traffic;
    inserterCycles = DssInserter.cycles(config);
    slices = FifoLevel.of(config.ports());
    beats = FifoLevel.of(config.ports());
    descriptors = FifoLevel.of(config.transmit().queues());
    finished = new ArrayDeque[config.ports()];
    granted = new ArrayDeque[config.ports()];
    Arrays.setAll(finished, port -> new ArrayDeque<>());
    Arrays.setAll(granted, port -> new ArrayDeque<>());
    insideFrame = new boolean[config.ports()];
  }

  @Override
  public void transfer(int boundary, int port, long cycle, int number, int value, boolean last) {
    switch (boundary) {
      case TxBoundary.DESCRIPTOR_FETCH -> {
        descriptors[port].in.add(cycle, value);
        traffic.read(cycle, DESCRIPTOR_BYTES * value);
      }
      case TxBoundary.SCHEDULE -> decisions.add(cycle, 1);
      case TxBoundary.GRANT -> grants.add(cycle, 1);
      case TxBoundary.SLICE -> slice(port, cycle, last);
      case TxBoundary.SLICE_POP -> slices[port].out.add(cycle, 1);
      case TxBoundary.READ_REQUEST -> traffic.carriedRead(cycle, value);
      case TxBoundary.DESCRIPTOR_DONE -> descriptors[port].out.add(cycle, 1);
      case TxBoundary.GATHER_BEAT -> beats[port].in.add(cycle, 1);
      case TxBoundary.FRAME_READY -> finished[port].add(value);
      case TxBoundary.PORT_BEAT -> leave(port, cycle, value, last);
      case TxBoundary.COMPLETION_WRITE -> traffic.write(cycle, COMPLETION_BYTES);
      default -> {}
    }
  }

  private void slice(int port, long cycle, boolean last) {
    slices[port].in.add(cycle, 1);
    if (!insideFrame[port]) {
      granted[port].add(cycle - inserterCycles);
    }
    insideFrame[port] = !last;
  }

  private void leave(int port, long cycle, int beat, boolean last) {
    if (beat == 0) {
      long cycles = cycle - granted[port].remove();
      leastCycles = Math.min(leastCycles, cycles);
      mostCycles = Math.max(mostCycles, cycles);
    }
    // Padding takes time on the wire and no place in tx_checksum.
    if (beat < config.beatsOf(finished[port].element())) {
      beats[port].out.add(cycle, 1);
    }
    if (last) {
      finished[port].remove();
    }
  }

  /** From a frame's grant to its first beat on the wire, of all frames. */
  CycleRange latency() {
    return new CycleRange(leastCycles, mostCycles);
  }

  /** Peaks of all FIFOs from one cycle to another, over all ports and queues. */
  Map<String, FifoPeak> peaks(long from, long to) {
    Map<String, FifoPeak> peaks = new LinkedHashMap<>();
    var transmit = config.transmit();
    FifoLevel.put(peaks, "tx_descriptors", descriptors, transmit.descriptorCache(), from, to);
    FifoLevel.put(peaks, "tx_slice_fifo", slices, transmit.sliceFifoDepth(), from, to);
    FifoLevel.put(peaks, "tx_checksum_beats", beats, transmit.checksumBufferBeats(), from, to);
    return peaks;
  }

  /** Slices granted in a cycle, on average. */
  double grantsPerCycle(long from, long to) {
    return (double) grants.count(from, to) / (to - from);
  }

  /** Share of the time for which subflow_scheduler decides; its shortest interval is one. */
  double schedulerUse(long from, long to) {
    long least = Long.MAX_VALUE;
    for (int i = 1; i < decisions.count(); i++) {
      least = Math.min(least, decisions.cycle(i) - decisions.cycle(i - 1));
    }
    return decisions.count() < 2 ? 0 : (double) decisions.count(from, to) * least / (to - from);
  }
}
