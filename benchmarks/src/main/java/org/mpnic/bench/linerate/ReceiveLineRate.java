package org.mpnic.bench.linerate;

import java.util.Map;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.bench.FrameOffer;
import org.mpnic.bench.ProgrammedSubflows;
import org.mpnic.bench.ReceiveFrames;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/**
 * Offers frames of one size to every port at line rate, for so many times the deepest buffer
 * (longer when announcements of mappings come now and then among the frames), and looks at what the
 * receive datapath made of it.
 */
final class ReceiveLineRate {
  /** Announcements are rare; this many lengths have them meet everything else in both halves. */
  private static final int LENGTHS_WITH_ANNOUNCEMENTS = 3;

  private static final int FCS = 4;
  private static final int PREAMBLE_AND_GAP = 20;
  private static final int INTERRUPT_BYTES = 4;
  private static final int ANNOUNCEMENT_CYCLES = 64;
  private static final int SETTLE_CYCLES = 20_000;
  private static final double BUSY = 0.97;

  private final NicConfig config;
  private final int size;
  private final int depths;
  private final LineRateTraffic traffic;
  private final LinkTraffic linkTraffic;
  private final LatencyHost host;
  private final ReceivePeaks probe;
  private final RxTop card;
  private final long[] wireBytes;
  private final long[] busFree;
  private long heldBackCycles;
  private long start;

  /**
   * A run that has not begun.
   *
   * @param card configuration of the card
   * @param size frame size in bytes, FCS included
   * @param subflows subflows that the frames belong to, in turn
   * @param depths times the deepest buffer
   * @param chargeBytes what each TLP costs beside its payload and header
   */
  ReceiveLineRate(NicConfig card, int size, int subflows, int depths, int chargeBytes) {
    config = LineRate.charged(card, chargeBytes);
    this.size = size;
    this.depths = depths;
    traffic = new LineRateTraffic(size, subflows, 0, 1);
    linkTraffic = new LinkTraffic(card);
    host =
        new LatencyHost(config) {
          @Override
          public void interrupt(int queue, long cycle) {
            linkTraffic.write(cycle, INTERRUPT_BYTES);
          }
        };
    probe = new ReceivePeaks(config, linkTraffic);
    this.card = new RxTop(config, host, new ProgrammedSubflows(subflows, true), probe);
    wireBytes = new long[config.ports()];
    busFree = new long[config.ports()];
  }

  /** Runs it. */
  DirectionRun run() {
    announce();
    host.clear();
    int frames = framesPerPort();
    offer(frames / 2);
    long half = lastCycle();
    advance(half);
    heldBackCycles = 0;
    long[] first = card.counters().clone();
    offer(frames - frames / 2);
    long end = lastCycle();
    advance(end);
    long[] second = card.counters().clone();
    for (int port = 0; port < config.ports(); port++) {
      card.horizon(port, Long.MAX_VALUE);
    }
    advance(Long.MAX_VALUE);
    check();
    return point(first, second, half, end);
  }

  /** The subflows' first mappings, at a rate that nobody notices. */
  private void announce() {
    start = RxTop.readyCycle(config);
    for (byte[] frame = traffic.nextAnnouncement();
        frame != null;
        frame = traffic.nextAnnouncement()) {
      offer(0, frame, start);
      start += ANNOUNCEMENT_CYCLES;
    }
    start += SETTLE_CYCLES;
    advance(start);
  }

  private int framesPerPort() {
    int beats = config.beatsOf(size - FCS);
    int forBeats = (depths * config.packetBufferBeats() + beats - 1) / beats;
    int frames = Math.max(forBeats, depths * config.packetBufferHeaders());
    return 2
        * (size < ReceiveFrames.SMALLEST_WITH_MAPPING
            ? LENGTHS_WITH_ANNOUNCEMENTS * frames / 2
            : frames / 2);
  }

  private void offer(int framesPerPort) {
    for (long frame = (long) framesPerPort * config.ports(); frame > 0; frame--) {
      int port = 0;
      for (int other = 1; other < config.ports(); other++) {
        port = wireBytes[other] < wireBytes[port] ? other : port;
      }
      byte[] bytes = traffic.next();
      long cycle = start + config.wireCycles(wireBytes[port]);
      // A bus that is slower than the wire: the port's sender is held back.
      long late = Math.max(0, busFree[port] - cycle);
      start += late;
      heldBackCycles += late;
      busFree[port] = cycle + late + config.beatsOf(bytes.length);
      offer(port, bytes, cycle + late);
      wireBytes[port] += bytes.length + FCS + PREAMBLE_AND_GAP;
    }
  }

  private void offer(int port, byte[] bytes, long cycle) {
    for (int other = 0; other < config.ports(); other++) {
      card.horizon(other, cycle);
    }
    FrameOffer.offer(card, port, bytes, cycle);
  }

  private void advance(long cycle) {
    FrameOffer.advance(card, cycle);
  }

  private long lastCycle() {
    long last = Long.MAX_VALUE;
    for (long bytes : wireBytes) {
      last = Math.min(last, start + config.wireCycles(bytes));
    }
    for (int port = 0; port < config.ports(); port++) {
      card.horizon(port, last);
    }
    return last;
  }

  /** Frames that were not dropped must have come out as they should. */
  private void check() {
    long dropped = card.counters()[CounterTable.FRAMES_DROPPED];
    if (dropped == 0 && (host.exceptions != 0 || host.goodVerdicts != traffic.verdicts())) {
      throw new IllegalStateException(
          "size="
              + size
              + " exceptions="
              + host.exceptions
              + " goodVerdicts="
              + host.goodVerdicts
              + " of "
              + traffic.verdicts());
    }
  }

  private DirectionRun point(long[] first, long[] second, long half, long end) {
    long offered = ports(second, CounterTable.PORT_FRAMES) - ports(first, CounterTable.PORT_FRAMES);
    long delivered =
        offered - second[CounterTable.FRAMES_DROPPED] + first[CounterTable.FRAMES_DROPPED];
    double inTime = (double) (end - half - heldBackCycles) / (end - half);
    Map<String, FifoPeak> peaks = probe.peaks(half, end);
    return new DirectionRun(
        delivered == offered ? inTime : inTime * delivered / offered,
        card.counters()[CounterTable.FRAMES_DROPPED],
        (double) delivered / (end - half),
        limit(half, end, peaks),
        linkTraffic.load(half, end, delivered),
        peaks,
        DirectionRun.steady(probe.peaks(start, half), peaks),
        "rx_completion",
        new CycleRange(host.leastCycles, host.mostCycles));
  }

  /** The stage farthest back that is as busy as it can be. */
  private String limit(long from, long to, Map<String, FifoPeak> peaks) {
    long[] counters = card.counters();
    if (counters[CounterTable.FRAMES_DROPPED] == 0) {
      return heldBackCycles == 0 ? LineRatePoint.WIRE : "bus";
    }
    if (probe.linkUse(from, to) > BUSY) {
      return "host_link";
    }
    if (counters[CounterTable.REASONS + Reason.NO_BUFFER.code()] > 0) {
      return "descriptor_fetch";
    }
    if (peaks.get("completion_fifo").fill() == 1) {
      return "completion";
    }
    if (probe.grantsPerCycle(from, to) * config.headerIntervalCycles() > BUSY) {
      return "port_arbiter";
    }
    return peaks.get("link_store").fill() == 1 ? "host_link" : "packet_buffer";
  }

  private long ports(long[] counters, int index) {
    long sum = 0;
    for (int port = 0; port < config.ports(); port++) {
      sum += counters[index + port];
    }
    return sum;
  }
}
