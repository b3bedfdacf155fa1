package org.mpnic.device;

import java.io.IOException;
import java.nio.file.Path;
import org.mpnic.abi.CounterTable;
import org.mpnic.device.wire.FrameTap;
import org.mpnic.device.wire.WireCapture;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.tx.ReceiveState;
import org.mpnic.model.tx.TransmitDatapath;
import org.mpnic.model.tx.TransmitSink;

/**
 * The transmit half of a card: datapath, its tables, and the capture of what passes the ports.
 *
 * <p>Without a wire, frames that leave are counted and gone.
 */
final class TransmitSide implements FrameTap {
  /**
   * Between two looks at doorbells and commands, and two wakes of the host: some 300 us of the
   * device's time. A host that is woken more often finds little to do each time.
   */
  private static final long STEP_CYCLES = 16_384;

  private final NicConfig config;
  private final RegionTransmitHost host;
  private final TransmitSink sink;
  private final TransmitDatapath top;
  private final TransmitTables tables;
  private boolean sending;
  private long aloneCycle;
  private WireCapture capture;
  private String captureProblem;

  /**
   * A card's transmit half at cycle 0.
   *
   * @param receive what segments tell of the opposite direction
   * @param sink where frames go
   */
  TransmitSide(
      NicConfig config,
      DatapathEngine engine,
      RegionTransmitHost host,
      ReceiveState receive,
      TransmitSink sink) {
    this.config = config;
    this.host = host;
    this.sink = sink;
    this.top = engine.createTransmit(config, host, receive, this::leave);
    this.tables = new TransmitTables(config, top);
  }

  /** Its tables. */
  TransmitTables tables() {
    return tables;
  }

  /** Its datapath. */
  TransmitDatapath top() {
    return top;
  }

  RegionTransmitHost host() {
    return host;
  }

  /** Its counters, by index of {@link CounterTable}. */
  long[] counters() {
    return top.counters();
  }

  /** Lets time pass; see {@link TransmitDatapath#advance}. */
  int advance(long untilCycle) {
    int result = top.advance(untilCycle);
    host.signalAll();
    return result;
  }

  /**
   * Without a wire: lets time pass as far as there is something to send.
   *
   * @return whether there is more to do at once
   */
  boolean stepAlone() {
    if (!sending && !host.hasNews()) {
      return false;
    }
    long untilCycle = aloneCycle + STEP_CYCLES;
    int result = advance(untilCycle);
    if (result == TransmitDatapath.WAITING_FOR_HOST) {
      sending = true;
      return false;
    }
    aloneCycle = untilCycle;
    sending = result == TransmitDatapath.REACHED;
    flushCapture(untilCycle);
    return sending;
  }

  /** Writes frames to a pcap file from now on; null ends it. */
  void capture(Path path) throws IOException {
    closeCapture();
    if (path != null) {
      capture = new WireCapture(path, config.clockHz());
    }
  }

  /** No frame before this cycle is to come: the capture may be written so far. */
  void flushCapture(long cycle) {
    if (capture == null) {
      return;
    }
    try {
      capture.flush(cycle);
    } catch (IOException e) {
      fail(e);
      capture = null;
    }
  }

  private void fail(IOException e) {
    captureProblem = "cannot write the capture: " + e.getMessage();
    DeviceLog.error("cannot write the capture", e);
  }

  /** What went wrong with the capture, one line, once; null if nothing. */
  String takeCaptureProblem() {
    String problem = captureProblem;
    captureProblem = null;
    return problem;
  }

  @Override
  public void frame(int port, byte[] frame, int offset, int length, long cycle, boolean leaves) {
    if (capture != null) {
      capture.frame(port, frame, offset, length, cycle, leaves);
    }
  }

  private void leave(int port, byte[] frame, int offset, int length, long firstBeatCycle) {
    frame(port, frame, offset, length, firstBeatCycle, true);
    sink.frame(port, frame, offset, length, firstBeatCycle);
  }

  /** Back to cycle 0; the rings were emptied. */
  void reset() {
    closeCapture();
    host.reset();
    top.reset();
    tables.reset();
    sending = false;
    aloneCycle = 0;
  }

  void close() {
    closeCapture();
    top.close();
  }

  private void closeCapture() {
    if (capture != null) {
      try {
        capture.close();
      } catch (IOException e) {
        fail(e);
      }
      capture = null;
    }
  }
}
