package org.mpnic.device.port;

import java.io.Closeable;
import java.io.IOException;
import org.mpnic.abi.CounterTable;
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
 * The Ethernet frames of a capture, one after the other, as the sender's network card put them on
 * the wire.
 *
 * <p>Captures are often taken above that card. Unless they shall stay as they are, frames longer
 * than the wire allows are cut as the card cut them, and checksums that were left to it are
 * completed. A frame whose checksum is neither right nor left to the card stays as it is: cutting
 * would make it look sound.
 */
final class CaptureFrames implements Closeable {
  private static final int UDP_HEADER_BYTES = 8;

  private final CaptureOptions options;
  private final CapturePorts ports;
  private final long[] counters;
  private final CaptureTotals totals;
  private final CaptureReader reader;
  private final SegmentSizes segmentSizes = new SegmentSizes();
  private final FrameCutter cutter = new FrameCutter();
  private final FrameHeader header = new FrameHeader();
  private final CaptureRecord record = new CaptureRecord();
  private final byte[] frame = new byte[CapturePorts.MAXIMUM_FRAME_BYTES];
  private int length;
  private int port;
  private int pieces;
  private int piecesWritten;

  CaptureFrames(CaptureOptions options, CapturePorts ports, long[] counters, CaptureTotals totals)
      throws IOException {
    this.options = options;
    this.ports = ports;
    this.counters = counters;
    this.totals = totals;
    this.reader = CaptureReader.open(options.capture());
  }

  /**
   * Makes sure that there is a frame to be written.
   *
   * @return false at the end of the capture
   */
  boolean available() throws IOException {
    while (piecesWritten == pieces) {
      if (!reader.next(record)) {
        return false;
      }
      load();
    }
    return true;
  }

  /** Port that the frame enters. */
  int port() {
    return port;
  }

  /** Time stamp of the frame. */
  long timestampNs() {
    return record.timestampNs;
  }

  /** Most bytes that {@link #write} will need. */
  int maximumBytes() {
    return pieces > 1 ? cutter.longestFrameBytes() : length;
  }

  /** Writes the frame and moves to the next one; returns its length. */
  int write(byte[] target, int offset) {
    int index = piecesWritten++;
    if (pieces > 1) {
      return cutter.write(index, target, offset);
    }
    System.arraycopy(frame, 0, target, offset, length);
    return length;
  }

  /** Interfaces that the reader knows of. */
  int interfaces() {
    return reader.interfaces();
  }

  /** What is wrong with the end of the file, one line, or null. */
  String warning() {
    return reader.warning();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void load() {
    port = options.port() >= 0 ? options.port() : record.interfaceId % ports.count();
    totals.recordsRead++;
    counters[CounterTable.CAPTURE_RECORDS + port]++;
    if (record.length < record.originalLength) {
      counters[CounterTable.CAPTURE_RECORDS_TRUNCATED + port]++;
    }
    pieces = 0;
    piecesWritten = 0;
    length = -1;
    if (record.length > 0 && record.length <= frame.length - LinkLayer.MAX_GROWTH_BYTES) {
      length = LinkLayer.toEthernet(record, frame, 0);
    }
    if (length <= 0) {
      totals.recordsSkipped++;
      counters[CounterTable.CAPTURE_RECORDS_SKIPPED + port]++;
      return;
    }
    pieces = 1;
    if (!options.asCaptured()) {
      mend();
    }
  }

  /** Does what the sender's network card would have done. */
  private void mend() {
    int reason = FrameParser.parse(frame, 0, length, ParserLimits.UNLIMITED, header);
    if (!ParseReason.leavesSegmentUsable(reason) || (header.layers & FrameHeader.LAYER_IP) == 0) {
      return;
    }
    boolean isTcp = (header.layers & FrameHeader.LAYER_TCP) != 0;
    if (isTcp && (header.tcpFlags & TcpFlags.SYN) != 0) {
      segmentSizes.learn(header);
    }
    if (header.fragment || !isTcp && !isWholeUdp()) {
      return;
    }
    TransportChecksum.State state = TransportChecksum.state(frame, 0, header);
    if (state == TransportChecksum.State.WRONG || isTcp && cut()) {
      return;
    }
    if (state == TransportChecksum.State.PARTIAL) {
      TransportChecksum.complete(
          frame,
          header.l3Offset,
          header.isIpv6,
          header.protocol,
          header.l4Offset,
          header.ipTotalEnd);
      totals.checksumsCompleted++;
      counters[CounterTable.CAPTURE_CHECKSUMS_COMPLETED + port]++;
    }
  }

  private boolean isWholeUdp() {
    return header.protocol == TransportChecksum.UDP
        && header.ipTotalEnd - header.l4Offset >= UDP_HEADER_BYTES;
  }

  private boolean cut() {
    int maximumBytes = ports.mac(port).mtuBytes() - ArrivalClock.CHECK_SEQUENCE_BYTES;
    if (length <= maximumBytes || !ipChecksumRightOrLeft()) {
      return false;
    }
    int count = cutter.begin(frame, 0, header, segmentSizes.of(header), maximumBytes);
    if (count < 2) {
      return false;
    }
    pieces = count;
    totals.framesCut++;
    counters[CounterTable.CAPTURE_FRAMES_CUT + port]++;
    counters[CounterTable.CAPTURE_SEGMENTS_MADE + port] += count;
    return true;
  }

  /**
   * Whether the IPv4 header's checksum is right, or 0 because it too was left to the network card.
   */
  private boolean ipChecksumRightOrLeft() {
    if (header.isIpv6) {
      return true;
    }
    int at = header.l3Offset;
    int headerBytes = (frame[at] & 0x0f) * 4;
    boolean left = frame[at + 10] == 0 && frame[at + 11] == 0;
    return left || InternetChecksum.sum(frame, at, headerBytes) == 0xffff;
  }
}
