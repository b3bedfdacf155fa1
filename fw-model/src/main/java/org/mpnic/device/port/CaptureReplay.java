package org.mpnic.device.port;

import java.io.Closeable;
import java.io.IOException;
import org.mpnic.device.Datapath;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.InternetChecksum;
import org.mpnic.wire.ParseReason;
import org.mpnic.wire.ParserLimits;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.capture.CaptureReader;
import org.mpnic.wire.capture.CaptureRecord;
import org.mpnic.wire.capture.LinkLayer;

/**
 * A capture on its way into the ports of a card.
 *
 * <p>Frames keep the capture's order by (cycle, port), whatever ports they enter: a frame never
 * begins before the one that stands before it in the file. One port alone is back to back.
 *
 * <p>Captures are often taken above the sender's network card. Unless they shall stay as they are,
 * frames longer than the wire allows are cut as that card cut them, and checksums that were left to
 * it are completed.
 */
public final class CaptureReplay implements Closeable {
  private final CaptureOptions options;
  private final CapturePorts ports;
  private final int maximumBusBytes;
  private final CaptureReader reader;
  private final CaptureTime time;
  private final long startCycle;
  private final CaptureTotals totals = new CaptureTotals();
  private final SegmentSizes segmentSizes = new SegmentSizes();
  private final FrameCutter cutter = new FrameCutter();
  private final FrameHeader header = new FrameHeader();
  private final CaptureRecord record = new CaptureRecord();
  private final byte[] scratch = new byte[CapturePorts.MAXIMUM_FRAME_BYTES];

  /** A record's frame lies in scratch, and so many of its pieces have been put into the ring. */
  private boolean loaded;

  private int loadedLength;
  private int loadedPort;
  private int pieces;
  private int piecesTaken;

  /** The frame that comes next lies in its port's ring and has its cycle. */
  private boolean ready;

  private long readySerial;
  private long readyCycle;
  private int lastPort;
  private long lastCycle;
  private boolean exhausted;

  /**
   * Opens a capture.
   *
   * @param startCycle first cycle in which a frame may arrive
   * @throws IOException if the file cannot be read or is no capture, with a message of one line
   */
  public CaptureReplay(
      NicConfig config, CapturePorts ports, CaptureOptions options, long startCycle)
      throws IOException {
    this.options = options;
    this.ports = ports;
    this.maximumBusBytes = config.maxFrameBytes() - ArrivalClock.CHECK_SEQUENCE_BYTES;
    this.time = new CaptureTime(config.clockHz());
    this.startCycle = startCycle;
    this.lastCycle = startCycle;
    this.reader = CaptureReader.open(options.capture());
  }

  /** What was read and offered so far. */
  public CaptureTotals totals() {
    return totals;
  }

  /** Whether every frame of the capture was offered. */
  public boolean exhausted() {
    return exhausted;
  }

  /** Every frame that begins before this cycle, on any port, was offered. */
  public long horizonCycle() {
    return lastCycle;
  }

  /**
   * Offers the next frames to the datapath.
   *
   * @param limit most frames to offer
   * @return frames offered; fewer than the limit when the datapath must advance first or the
   *     capture has ended
   * @throws IOException if the file is damaged from here on, with a message of one line
   */
  public int offer(Datapath datapath, int limit) throws IOException {
    int offered = 0;
    while (offered < limit && prepare()) {
      FrameRing ring = ports.ring(loadedPort);
      int length = ring.length(readySerial);
      int result =
          datapath.offer(loadedPort, ring.bytes(), ring.offset(readySerial), length, readyCycle);
      if (result < 0) {
        break;
      }
      ready = false;
      totals.framesOffered++;
      totals.bytesOffered += length;
      offered++;
    }
    return offered;
  }

  /** Takes back the memory of frames that the datapath has done with. */
  public void release(Datapath datapath) {
    for (int port = 0; port < ports.count(); port++) {
      ports.ring(port).release(datapath.released(port));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Has the next frame in its ring with its cycle; false when there is no room, or no frame. */
  private boolean prepare() throws IOException {
    if (ready) {
      return true;
    }
    while (!loaded) {
      if (!load()) {
        return false;
      }
    }
    FrameRing ring = ports.ring(loadedPort);
    int offset = ring.reserve(pieces > 1 ? cutter.longestFrameBytes() : loadedLength);
    if (offset < 0) {
      return false;
    }
    int length = loadedLength;
    if (pieces > 1) {
      length = cutter.write(piecesTaken, ring.bytes(), offset);
    } else {
      System.arraycopy(scratch, 0, ring.bytes(), offset, length);
    }
    readySerial = ring.commit(offset, length);
    readyCycle = arrival(length);
    ready = true;
    piecesTaken++;
    loaded = piecesTaken < pieces;
    return true;
  }

  private long arrival(int length) {
    ArrivalClock clock = ports.clock(loadedPort);
    clock.notBefore(loadedPort < lastPort ? lastCycle + 1 : lastCycle, length);
    if (options.captureTiming()) {
      clock.notBefore(startCycle + time.cycleOf(record.timestampNs), length);
    }
    lastCycle = clock.arrive(length);
    lastPort = loadedPort;
    return lastCycle;
  }

  /** Reads the next record; false at the end of the capture. */
  private boolean load() throws IOException {
    if (exhausted || !reader.next(record)) {
      exhausted = true;
      return false;
    }
    totals.recordsRead++;
    loadedLength = LinkLayer.toEthernet(record, scratch, 0);
    if (loadedLength < 0) {
      totals.recordsSkipped++;
      return true;
    }
    loadedPort = options.port() >= 0 ? options.port() : record.interfaceId % ports.count();
    pieces = 1;
    piecesTaken = 0;
    loaded = true;
    if (!options.asCaptured()) {
      mend();
    }
    return true;
  }

  /** Does what the sender's network card would have done to the frame in scratch. */
  private void mend() {
    int reason = FrameParser.parse(scratch, 0, loadedLength, ParserLimits.UNLIMITED, header);
    if (!ParseReason.leavesSegmentUsable(reason) || (header.layers & FrameHeader.LAYER_IP) == 0) {
      return;
    }
    boolean isTcp = (header.layers & FrameHeader.LAYER_TCP) != 0;
    boolean isUdp = !isTcp && header.protocol == TransportChecksum.UDP;
    if (isTcp && (header.tcpFlags & TcpFlags.SYN) != 0) {
      segmentSizes.learn(header);
    }
    if (header.fragment || !isTcp && !isUdp || isUdp && header.ipTotalEnd - header.l4Offset < 8) {
      return;
    }
    TransportChecksum.State state = TransportChecksum.state(scratch, 0, header);
    if (state == TransportChecksum.State.WRONG) {
      return;
    }
    if (isTcp && loadedLength > maximumBusBytes && ipChecksumRightOrLeft()) {
      int count = cutter.begin(scratch, 0, header, segmentSizes.of(header), maximumBusBytes);
      if (count > 1) {
        pieces = count;
        totals.framesCut++;
        return;
      }
    }
    if (state == TransportChecksum.State.PARTIAL) {
      int l4Offset = header.l4Offset;
      TransportChecksum.complete(
          scratch, header.l3Offset, header.isIpv6, header.protocol, l4Offset, header.ipTotalEnd);
      totals.checksumsCompleted++;
    }
  }

  /**
   * Whether the IPv4 header's checksum is right, or 0 because it too was left to the network card.
   */
  private boolean ipChecksumRightOrLeft() {
    if (header.isIpv6) {
      return true;
    }
    int headerBytes = (scratch[header.l3Offset] & 0x0f) * 4;
    boolean left = scratch[header.l3Offset + 10] == 0 && scratch[header.l3Offset + 11] == 0;
    return left || InternetChecksum.sum(scratch, header.l3Offset, headerBytes) == 0xffff;
  }
}
