package org.mpnic.bench;

import org.mpnic.device.Datapath;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.top.RxTop;

/** Offers frames to a card's ports in turn, at line rate. */
public final class LineRateReplay {
  private static final int FCS_PREAMBLE_AND_GAP = 24;

  /** A card whose host is never late: a full port is served before an offer returns. */
  public interface Card {
    /** A frame's first beat comes to a port in a cycle. */
    void offer(int port, byte[] bytes, long cycle);

    /** No frame comes to the port before the cycle. */
    void horizon(int port, long cycle);

    /** Lets time pass up to a cycle. */
    void advance(long cycle);
  }

  private final NicConfig config;
  private final Card card;
  private final byte[][] frames;

  /** A replay into a card. */
  public LineRateReplay(NicConfig config, Card card, byte[][] frames) {
    this.config = config;
    this.card = card;
    this.frames = frames;
  }

  /** The model as such a card. */
  public static Card of(RxTop model) {
    return new Card() {
      @Override
      public void offer(int port, byte[] bytes, long cycle) {
        FrameOffer.offer(model, port, bytes, cycle);
      }

      @Override
      public void horizon(int port, long cycle) {
        model.horizon(port, cycle);
      }

      @Override
      public void advance(long cycle) {
        FrameOffer.advance(model, cycle);
      }
    };
  }

  /** A device's datapath as such a card. */
  public static Card of(Datapath datapath) {
    return new Card() {
      @Override
      public void offer(int port, byte[] bytes, long cycle) {
        int result = datapath.offer(port, bytes, 0, bytes.length, cycle);
        while (result == Datapath.QUEUE_FULL) {
          advance(cycle);
          result = datapath.offer(port, bytes, 0, bytes.length, cycle);
        }
        if (result != Datapath.ACCEPTED) {
          throw new IllegalStateException("port " + port + " cycle " + cycle + ": " + result);
        }
      }

      @Override
      public void horizon(int port, long cycle) {
        datapath.horizon(port, cycle);
      }

      @Override
      public void advance(long cycle) {
        if (datapath.advance(cycle) == Datapath.WAITING_FOR_HOST) {
          throw new IllegalStateException("the card waits for a host that is never late");
        }
      }
    };
  }

  /**
   * Offers frames {@code from} to below {@code to}, and lets time pass until {@code drainCycles}
   * after the last.
   *
   * @param start cycle of the first beat of the first frame
   * @return the cycle up to which time has passed
   */
  public long run(int from, int to, long start, int drainCycles) {
    int ports = config.ports();
    // As NicConfig.wireCycles, without reducing the fraction each time.
    final long numerator = config.wireNumerator();
    final long denominator = config.wireDenominator();
    long wireBytes = 0;
    long cycle = start;
    int port = 0;
    for (int frame = from; frame < to; frame++) {
      byte[] bytes = frames[frame];
      card.horizon(port, cycle);
      card.offer(port, bytes, cycle);
      if (++port == ports) {
        port = 0;
        wireBytes += bytes.length + FCS_PREAMBLE_AND_GAP;
        cycle = start + wireBytes * numerator / denominator;
      }
    }
    long end = start + wireBytes * numerator / denominator + drainCycles;
    for (port = 0; port < ports; port++) {
      card.horizon(port, end);
    }
    card.advance(end);
    return end;
  }
}
