package org.mpnic.bench.linerate;

import java.util.Map;
import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.TransmitSink;
import org.mpnic.model.tx.TxTop;

/**
 * Lets a card send frames of one size as fast as it can, from a host that never runs out, for twice
 * so many times the deepest buffer, and looks at how idle the wires were in the second half.
 */
final class TransmitLineRate implements TransmitSink {
  private static final int FCS = 4;
  private static final int PREAMBLE_AND_GAP = 20;
  private static final int SETTLE_CYCLES = 20_000;
  private static final double BUSY = 0.97;

  private final NicConfig config;
  private final int size;
  private final TransmitFrames frames;
  private final LinkTraffic linkTraffic;
  private final TransmitPeaks probe;
  private final TxTop card;
  private final WireTime[] wires;
  private final EndlessTransmitHost host;
  private final long programmed;
  private final long half;
  private final long end;

  /**
   * A run that has not begun.
   *
   * @param card configuration of the card
   * @param size frame size in bytes, FCS included
   * @param subflows subflows that the frames belong to; one a port at least
   * @param streams the card cuts streams, where MSS allows so small a frame
   * @param depths times the deepest buffer
   * @param chargeBytes what each TLP costs beside its payload and header
   */
  TransmitLineRate(
      NicConfig card, int size, int subflows, boolean streams, int depths, int chargeBytes) {
    config = LineRate.charged(card, chargeBytes);
    this.size = size;
    int count = Math.max(subflows, config.ports());
    int queues = Math.min(config.transmit().queues(), count);
    linkTraffic = new LinkTraffic(card);
    probe = new TransmitPeaks(config, linkTraffic);
    StreamData data =
        streams && size >= StreamData.smallest()
            ? new StreamData(config, size, count, queues)
            : null;
    frames = data == null ? new WholeFrames(config, size, count, queues) : data;
    host = new EndlessTransmitHost(config, queues, frames);
    this.card = new TxTop(config, host, data, this, probe);
    programmed = data == null ? 0 : data.program(this.card) + 1;
    long cycles = config.wireCycles((long) framesPerPort(depths) * (size + PREAMBLE_AND_GAP));
    half = programmed + SETTLE_CYCLES + cycles;
    end = half + cycles;
    wires = new WireTime[config.ports()];
    for (int port = 0; port < wires.length; port++) {
      wires[port] = new WireTime(config, half, end);
    }
  }

  /** Runs it. */
  DirectionRun run() {
    card.advance(programmed);
    host.begin();
    if (card.advance(end) != TxTop.REACHED) {
      throw new IllegalStateException("the card waits for a host that is never late");
    }
    double share = 1;
    long sent = 0;
    for (WireTime wire : wires) {
      share = Math.min(share, wire.share());
      sent += wire.frames();
    }
    Map<String, FifoPeak> peaks = probe.peaks(half, end);
    return new DirectionRun(
        share,
        0,
        (double) sent / (end - half),
        share == 1 ? LineRatePoint.WIRE : limit(peaks),
        linkTraffic.load(half, end, sent),
        peaks,
        DirectionRun.steady(probe.peaks(programmed, half), peaks),
        "tx_wire",
        probe.latency());
  }

  private int framesPerPort(int depths) {
    var transmit = config.transmit();
    int beats = config.beatsOf(size - FCS);
    int forBeats = (depths * transmit.checksumBufferBeats() + beats - 1) / beats;
    int slots = Math.max(transmit.descriptorCache(), transmit.readRequests());
    return Math.max(forBeats, depths * slots);
  }

  /** The stage farthest behind that is as busy as it can be. */
  private String limit(Map<String, FifoPeak> peaks) {
    double ticks = card.counters()[CounterTable.TX_LINK_BUSY_TICKS];
    if (config.beatsOf(size - FCS) > config.wireCycles(size + PREAMBLE_AND_GAP)) {
      return "bus";
    }
    if (ticks / NicConfig.TICKS_PER_CYCLE / (end - programmed) > BUSY) {
      return "host_link";
    }
    if (probe.grantsPerCycle(half, end) > BUSY) {
      return "segmenter";
    }
    if (probe.schedulerUse(half, end) > BUSY) {
      return "subflow_scheduler";
    }
    return peaks.get("tx_slice_fifo").fill() == 1 ? "tx_dma" : "queue_head";
  }

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    frames.sent(frame, offset, length);
    wires[port].frame(length + FCS + PREAMBLE_AND_GAP, firstBeatCycle);
  }
}
