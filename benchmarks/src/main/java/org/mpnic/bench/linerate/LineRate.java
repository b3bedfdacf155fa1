package org.mpnic.bench.linerate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mpnic.model.config.NicConfig;

/**
 * Measures one frame size on one card, in one direction or in both at once.
 *
 * <p>Receive and transmit of a card share nothing but the host link. The model takes time on it for
 * the writes of receive and for the data that transmit reads, one way each. What goes beside
 * (requests, descriptors, transmit completions, interrupts, and in both directions at once the
 * other direction's share) is counted in a short run first, and then charged in the run that is
 * reported: each TLP that the model carries holds the link longer by its part of it. So both
 * directions slow down alike where the link does not carry all.
 */
final class LineRate {
  /** Times the deepest buffer of a run. */
  private static final int DEPTHS = 20;

  private static final int DEPTHS_TO_COUNT = 2;
  private static final int MOST_TLP_HEADER_BYTES = 256;

  private final NicConfig config;
  private final Direction direction;
  private final int subflows;
  private final boolean streams;

  /**
   * Measurements of one card.
   *
   * @param subflows subflows that the frames belong to, in turn; transmit has one a port at least
   * @param streams transmit cuts streams into segments where it can; else the host gives whole
   *     frames
   */
  LineRate(NicConfig config, Direction direction, int subflows, boolean streams) {
    this.config = config;
    this.direction = direction;
    this.subflows = subflows;
    this.streams = streams;
  }

  /** Measures frames of one size, bytes with FCS. */
  LineRatePoint measure(int size) {
    LinkLoad receive =
        direction == Direction.TX ? LinkLoad.NONE : receive(size, DEPTHS_TO_COUNT, 0).load();
    LinkLoad transmit =
        direction == Direction.RX ? LinkLoad.NONE : transmit(size, DEPTHS_TO_COUNT, 0).load();
    if (direction == Direction.RX) {
      return point(size, receive(size, DEPTHS, receive.chargeOfWrites(transmit)), null);
    }
    DirectionRun sent = transmit(size, DEPTHS, transmit.chargeOfReads(receive));
    if (direction == Direction.TX) {
      return point(size, sent, null);
    }
    return point(size, receive(size, DEPTHS, receive.chargeOfWrites(transmit)), sent);
  }

  private DirectionRun receive(int size, int depths, int chargeBytes) {
    return new ReceiveLineRate(config, size, subflows, depths, chargeBytes).run();
  }

  private DirectionRun transmit(int size, int depths, int chargeBytes) {
    return new TransmitLineRate(config, size, subflows, streams, depths, chargeBytes).run();
  }

  /** The same card, whose TLPs hold the link for so many bytes more. */
  static NicConfig charged(NicConfig config, int bytes) {
    int header = Math.min(config.tlpHeaderBytes() + bytes, MOST_TLP_HEADER_BYTES);
    return config.toBuilder().tlpHeaderBytes(header).build();
  }

  private LinkUse use(DirectionRun run, DirectionRun other) {
    return LinkUse.of(config, run.load(), other == null ? LinkLoad.NONE : other.load());
  }

  /** Of one direction, or of both. */
  private LineRatePoint point(int size, DirectionRun run, DirectionRun other) {
    boolean otherIsLower = other != null && other.share() < run.share();
    DirectionRun lower = otherIsLower ? other : run;
    LinkUse link = use(run, other);
    boolean fits = link.busiest() <= 1;
    double perCycle = run.packetsPerCycle() + (other == null ? 0 : other.packetsPerCycle());
    double perSecond = perCycle * config.clockHz();
    Map<String, FifoPeak> fifos = new LinkedHashMap<>(run.fifos());
    Map<String, CycleRange> latencies = new LinkedHashMap<>();
    latencies.put(run.latencyName(), run.latency());
    if (other != null) {
      fifos.putAll(other.fifos());
      latencies.put(other.latencyName(), other.latency());
    }
    String deepest =
        fifos.keySet().stream()
            .max((a, b) -> Double.compare(fifos.get(a).fill(), fifos.get(b).fill()))
            .orElseThrow();
    return new LineRatePoint(
        size,
        direction.text(),
        // Ways that the model lets pass without time of their own bound the rate all the same.
        fits ? lower.share() : Math.min(lower.share(), 1 / link.busiest()),
        run.drops() + (other == null ? 0 : other.drops()),
        1 / perCycle,
        perSecond,
        perSecond * 8 * size / 1e9,
        fits || !lower.limit().equals(LineRatePoint.WIRE) ? lower.limit() : "host_link",
        link.busiest(),
        link,
        deepest,
        fifos,
        run.steady() && (other == null || other.steady()),
        latencies);
  }
}
