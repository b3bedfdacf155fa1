package org.mpnic.model.tx;

import java.util.Arrays;
import org.mpnic.model.cell.StallPattern;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.BeatSpacing;

/**
 * tx_port: sends the finished frames of one port at the rate of its wire.
 *
 * <p>Contract, with V the cycle in which frame k is visible and NR the port's stalls, in which no
 * frame begins:
 *
 * <pre>
 * first[k] = NR( max( V[k], last[k-1] + 1, wire free ) )
 * beat j   = first[k] + wire time of the bytes behind the first beat, rounded down,
 *            a cycle after beat j-1 at the earliest
 * </pre>
 *
 * A frame shorter than 60 bytes is padded with zeros, and takes the time and the beats of 60. A
 * beat's place in tx_checksum is free in the cycle after it left (B = 1); padding beats have none.
 */
public final class TxPort {
  private final NicConfig config;
  private final int port;
  private final TransmitSink sink;
  private final TxProbe probe;
  private final BeatSpacing spacing;
  private final WireClock wire;
  private final BeatPlaces places;
  private StallPattern stall = StallPattern.NONE;
  private long lastBeat;
  private int frames;

  /** An idle port; {@code probe} may be null. */
  public TxPort(NicConfig config, int port, TransmitSink sink, TxProbe probe) {
    this.config = config;
    this.port = port;
    this.sink = sink;
    this.probe = probe;
    this.spacing = BeatSpacing.lineRate(config);
    this.wire = new WireClock(config);
    this.places = new BeatPlaces(spacing, config.transmit().checksumBufferBeats());
    reset();
  }

  /** Cycles in which no frame begins. */
  public void stall(StallPattern pattern) {
    this.stall = pattern;
  }

  /**
   * Sends a frame, the next in order.
   *
   * @param frame holds the frame without its check sequence, with room for 60 bytes from its start
   * @param bytes length before padding
   * @param visible cycle from which the port sees it
   */
  public void send(byte[] frame, int bytes, long visible) {
    int padded = Math.max(bytes, WireClock.LEAST_FRAME_BYTES);
    Arrays.fill(frame, bytes, padded, (byte) 0);
    long first = stall.next(Math.max(Math.max(visible, lastBeat + 1), wire.freeCycle()));
    wire.start(first, padded);
    places.add(first, padded, config.beatsOf(bytes));
    lastBeat = first + spacing.lastOffset(padded);
    if (probe != null) {
      int paddedBeats = config.beatsOf(padded);
      for (int beat = 0; beat < paddedBeats; beat++) {
        long cycle = first + spacing.offset(padded, beat);
        probe.transfer(TxBoundary.PORT_BEAT, port, cycle, frames, beat, beat + 1 == paddedBeats);
      }
    }
    frames++;
    sink.frame(port, frame, 0, padded, first);
  }

  /** Places of its beats in tx_checksum. */
  BeatPlaces places() {
    return places;
  }

  /** First cycle in which the next frame may begin, as far as the wire is concerned. */
  public long freeCycle() {
    return Math.max(lastBeat + 1, wire.freeCycle());
  }

  /** An idle port at cycle 0; the stall pattern stays. */
  public void reset() {
    wire.reset();
    places.reset();
    lastBeat = -1;
    frames = 0;
  }
}
