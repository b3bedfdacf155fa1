package org.mpnic.model.top;

import org.mpnic.model.config.NicConfig;

/** The receive datapath of one card. */
public final class RxTop {
  /** {@link #advance}: nothing is left to do until frames are offered or a horizon moves. */
  public static final int IDLE = 0;

  /** {@link #advance}: the real host is behind virtual time; call again when it has moved. */
  public static final int WAITING_FOR_HOST = 1;

  /** {@link #advance}: every event before the given cycle has happened, more are to come. */
  public static final int REACHED = 2;

  /** {@link #offer}: the frame is taken. */
  public static final int ACCEPTED = 0;

  /** {@link #offer}: advance first. */
  public static final int QUEUE_FULL = -1;

  /** {@link #offer}: the frame is empty, longer than maxFrameBytes, or outside its array. */
  public static final int BAD_LENGTH = -2;

  /** {@link #offer}: the frame begins before the previous one of its port has ended. */
  public static final int BAD_CYCLE = -3;

  /** Beats come at the rate of the wire. */
  public static final int LINE_RATE = 0;

  /** A beat comes every cycle. */
  public static final int BACK_TO_BACK = 1;

  private final NicConfig config;

  /** Builds a card at cycle 0; {@code probe} may be null. */
  public RxTop(NicConfig config, HostInterface host, FirmwareProgram firmware, Probe probe) {
    this.config = config;
    if (firmware != null) {
      firmware.attach(this, event -> host.event(event));
    }
    if (probe != null) {
      probe.beat(Boundary.PORT_BEAT, 0, 0, 0, 0, false);
    }
  }

  /** Parameters of this card. */
  public NicConfig config() {
    return config;
  }

  /**
   * Offers one frame to a port, in cycle order per port.
   *
   * @param port port number
   * @param buffer holds the frame; the bytes stay as they are until {@link #released} passes it
   * @param offset first byte
   * @param length bytes without FCS
   * @param firstBeatCycle cycle in which the first beat enters rx_parser
   * @return {@link #ACCEPTED} or a negative constant
   */
  public int offer(int port, byte[] buffer, int offset, int length, long firstBeatCycle) {
    return QUEUE_FULL;
  }

  /** Promises that every frame of this port that starts before {@code cycle} has been offered. */
  public void horizon(int port, long cycle) {}

  /** Lets virtual time pass to the first event at or after {@code untilCycle}. */
  public int advance(long untilCycle) {
    return IDLE;
  }

  /** Frames of the port, counted from the first, whose bytes are no longer needed. */
  public long released(int port) {
    return 0;
  }

  /**
   * Every frame whose first beat came before this cycle has been published or dropped and counted.
   */
  public long completedCycle() {
    return 0;
  }

  /** Back to cycle 0, as after power-on. */
  public void reset() {}
}
