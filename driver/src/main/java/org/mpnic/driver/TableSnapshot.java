package org.mpnic.driver;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.ConnectionRecordFlyweight;
import org.mpnic.abi.FlowKind;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.SubflowRecordFlyweight;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.wire.FrameHeader;

/**
 * The card's subflows as a host finds them when it attaches: those that began under its
 * predecessor. Read once from the mirrors, which the device may change meanwhile; nothing of it is
 * trusted.
 */
public final class TableSnapshot {
  private static final int FREE = 0;

  private final List<Subflow> subflows = new ArrayList<>();

  /**
   * One receive subflow.
   *
   * @param word subflow word as in completions
   * @param addresses a header with its addresses and ports
   * @param isn sequence number that the card counts from
   * @param isIsnKnown whether it is the initial sequence number
   * @param isInitiator whether the sender opened the TCP connection
   * @param isMapped whether the card maps its payload
   * @param receiveNextSsn in-order point, relative to {@code isn}
   * @param connection its connection
   */
  public record Subflow(
      int word,
      FrameHeader addresses,
      int isn,
      boolean isIsnKnown,
      boolean isInitiator,
      boolean isMapped,
      int receiveNextSsn,
      Connection connection) {}

  /**
   * One direction of a connection.
   *
   * @param kind what it is
   * @param version MPTCP version; of no meaning without key
   * @param hasKey whether {@code key} is known
   * @param key the sender's key
   * @param hasPeerKey whether {@code peerKey} is known
   * @param peerKey the receiver's key
   * @param isInitiator whether the sender opened the connection
   * @param isChecksumRequired whether DSS checksums are in use
   * @param receiveNextDsn in-order point
   */
  public record Connection(
      FlowKind kind,
      int version,
      boolean hasKey,
      long key,
      boolean hasPeerKey,
      long peerKey,
      boolean isInitiator,
      boolean isChecksumRequired,
      long receiveNextDsn) {}

  /** A snapshot without subflows. */
  TableSnapshot() {}

  /** Reads the mirrors of a region. */
  TableSnapshot(RegionFile region) {
    final RegionMemory memory = region.memory();
    final SubflowRecordFlyweight subflow = new SubflowRecordFlyweight();
    final ConnectionRecordFlyweight connection = new ConnectionRecordFlyweight();
    for (int place = 0; place < region.spec().subflows(); place++) {
      subflow.wrap(memory, region.layout().subflow(place));
      final int id = subflow.connection();
      if (subflow.state() != FREE && id >= 0 && id < region.spec().connections()) {
        connection.wrap(memory, region.layout().connection(id));
        if (connection.state() != FREE && FlowKind.of(connection.kind()) != null) {
          subflows.add(read(subflow, read(connection)));
        }
      }
    }
  }

  private static Connection read(ConnectionRecordFlyweight record) {
    final int flags = record.flags();
    return new Connection(
        FlowKind.of(record.kind()),
        record.version() == 0 ? 0 : 1,
        flag(flags, ConnectionRecord.HAS_KEY_SHIFT),
        record.key(),
        flag(flags, ConnectionRecord.HAS_PEER_KEY_SHIFT),
        record.peerKey(),
        flag(flags, ConnectionRecord.IS_INITIATOR_SHIFT),
        flag(flags, ConnectionRecord.CHECKSUM_REQUIRED_SHIFT),
        record.rcvNxtDsn());
  }

  private static Subflow read(SubflowRecordFlyweight record, Connection connection) {
    final FrameHeader addresses = new FrameHeader();
    addresses.clear();
    addresses.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    addresses.isIpv6 = record.isIpv6() != 0;
    addresses.srcHigh = record.sourceHigh();
    addresses.srcLow = record.sourceLow();
    addresses.dstHigh = record.destinationHigh();
    addresses.dstLow = record.destinationLow();
    addresses.sourcePort = record.sourcePort();
    addresses.destinationPort = record.destinationPort();
    final int flags = record.flags();
    return new Subflow(
        record.subflow(),
        addresses,
        record.isn(),
        !flag(flags, SubflowRecord.ISN_UNKNOWN_SHIFT),
        flag(flags, SubflowRecord.IS_INITIATOR_SHIFT),
        flag(flags, SubflowRecord.IS_MAPPED_SHIFT),
        record.rcvNxtSsn(),
        connection);
  }

  private static boolean flag(int flags, int shift) {
    return (flags >>> shift & 1) != 0;
  }

  /** The subflows, by their places in the card's table. */
  public List<Subflow> subflows() {
    return List.copyOf(subflows);
  }
}
