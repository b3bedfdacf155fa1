package org.mpnic.model.tx;

import org.mpnic.abi.CounterTable;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.mptcp.DssChecksum;

/**
 * dss_inserter: makes the header of a segment of stream data or of a mapping, from its subflow's
 * template, with the DSS option (RFC 8684 section 3.3; the same in RFC 6824).
 *
 * <p>Contract: every slice leaves it {@link #cycles} after its grant; one a cycle. Acknowledgment
 * number, window, timestamp echo and DATA_ACK are what the receive contexts hold in the cycle of
 * the grant; the window is the connection's, shifted by what the subflow's SYN has told, and at
 * most 65535. TSval is the template's plus the milliseconds since cycle 0.
 *
 * <p>A segment without mapping has the DATA_ACK only. DATA_FIN without data has SSN 0 and length 1.
 */
public final class DssInserter {
  /** Cycles from grant to slice FIFO besides the tables' read latency. */
  private static final int FIXED_CYCLES = 4;

  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_ACKNOWLEDGMENT = 8;
  private static final int TCP_DATA_OFFSET = 12;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_WINDOW = 14;
  private static final int PSH = 0x08;
  private static final int MAX_WINDOW = 0xffff;
  private static final int IPV4_LENGTH = 2;
  private static final int IPV6_LENGTH = 4;
  private static final int IPV6_HEADER_BYTES = 40;

  private final TxConnections connections;
  private final TxSubflows subflows;
  private final ReceiveState receive;
  private final long cyclesPerMillisecond;
  private final long[] counters;

  /** The stage with its tables. */
  public DssInserter(
      NicConfig config,
      TxConnections connections,
      TxSubflows subflows,
      ReceiveState receive,
      long[] counters) {
    this.connections = connections;
    this.subflows = subflows;
    this.receive = receive;
    this.cyclesPerMillisecond = config.clockHz() / 1000;
    this.counters = counters;
  }

  /** Cycles from a slice's grant to its place in the slice FIFO. */
  public static int cycles(NicConfig config) {
    return FIXED_CYCLES + config.tableReadLatencyCycles();
  }

  /** Makes the header of a segment whose first slice is granted in {@code cycle}. */
  public void insert(TxSlice slice, Segment segment, long cycle) {
    connections.settle(cycle);
    subflows.settle(cycle);
    int subflow = segment.subflow;
    int connection = subflows.connection(subflow);
    byte[] header = slice.header;
    int template = subflows.template(subflow, header);
    int l4 = subflows.l4Offset(subflow);
    int options = template - l4 - DssOption.TCP_HEADER_BYTES;
    int wished = connections.format(connection);
    int format = DssOption.fitted(segment.mapped ? wished : DssOption.ackOnly(wished), options);
    long dataAck =
        DssOption.hasAck(format)
            ? receive.dataAck(connections.receiveConnection(connection), cycle)
            : 0;
    slice.finish.dssChecksumOffset =
        DssOption.write(
            header,
            template,
            format,
            dataAck,
            segment.mappingDsn,
            segment.mappingSsn,
            segment.mappingLength,
            segment.dataFin);
    slice.finish.dssPseudoSum =
        DssChecksum.pseudoHeaderSum(segment.mappingDsn, segment.mappingSsn, segment.mappingLength);
    slice.headerBytes = template + DssOption.paddedLength(format);
    slice.finish.kind = FrameFinish.GENERATED;
    slice.finish.l3Offset = subflows.l3Offset(subflow);
    slice.finish.l4Offset = l4;
    slice.finish.headerBytes = slice.headerBytes;
    putLengths(slice, segment.bytes);
    putTcp(header, l4, segment, slice.headerBytes - l4, cycle);
    count(segment);
  }

  private static void putLengths(TxSlice slice, int payload) {
    int l3 = slice.finish.l3Offset;
    int ipBytes = slice.headerBytes + payload - l3;
    if (slice.header[l3] >> 4 == 6) {
      BigEndian.put16(slice.header, l3 + IPV6_LENGTH, ipBytes - IPV6_HEADER_BYTES);
    } else {
      BigEndian.put16(slice.header, l3 + IPV4_LENGTH, ipBytes);
    }
  }

  private void putTcp(byte[] header, int l4, Segment segment, int tcpBytes, long cycle) {
    int subflow = segment.subflow;
    int opposite = subflows.receiveSubflow(subflow);
    BigEndian.put32(header, l4 + TCP_SEQUENCE, subflows.initialSequence(subflow) + segment.ssn);
    BigEndian.put32(header, l4 + TCP_ACKNOWLEDGMENT, receive.acknowledgment(opposite, cycle));
    BigEndian.put16(header, l4 + TCP_WINDOW, window(segment, cycle));
    header[l4 + TCP_DATA_OFFSET] = (byte) (tcpBytes / 4 << 4 | header[l4 + TCP_DATA_OFFSET] & 0xf);
    if (segment.push) {
      header[l4 + TCP_FLAGS] |= PSH;
    }
    int timestamps = subflows.timestampOffset(subflow);
    if (timestamps != 0) {
      int milliseconds = (int) (cycle / cyclesPerMillisecond);
      BigEndian.put32(header, timestamps, BigEndian.i32(header, timestamps) + milliseconds);
      BigEndian.put32(header, timestamps + 4, receive.timestampEcho(opposite, cycle));
    }
  }

  /** The window field: scaled (RFC 7323 section 2.3), and no more than it can say. */
  private int window(Segment segment, long cycle) {
    int connection = connections.receiveConnection(subflows.connection(segment.subflow));
    long bytes = Integer.toUnsignedLong(receive.window(connection, cycle));
    return (int) Math.min(bytes >>> subflows.windowScale(segment.subflow), MAX_WINDOW);
  }

  private void count(Segment segment) {
    if (!segment.mapped) {
      counters[CounterTable.TX_PURE_ACKS]++;
    } else if (segment.dataFin) {
      counters[CounterTable.TX_DATA_FINS]++;
    }
  }
}
