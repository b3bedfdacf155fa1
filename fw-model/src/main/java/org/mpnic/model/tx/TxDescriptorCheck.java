package org.mpnic.model.tx;

import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;

/**
 * What makes a transmit descriptor a good one, in itself and as part of its frame.
 *
 * <p>Of several faults the first in the order of the checks is reported: reserved bits and type,
 * index, length, address, target, offsets, chain, bytes of the frame.
 *
 * <p>Contract: a descriptor's result is known {@link #cycles} after it has arrived, one a cycle.
 * The tables of connections and subflows are asked as they were when it arrived; by the time of its
 * result every earlier one has bound its connection, and a reset of the queue that had bound it
 * before has freed it, if that was in an earlier cycle.
 */
public final class TxDescriptorCheck {
  /** Longest buffer of a descriptor. */
  static final int MAX_LENGTH = (1 << 18) - 1;

  /** Longest mapping (RFC 8684 section 3.3.1), DATA_FIN counted. */
  static final int MAX_MAPPING = 65_535;

  /** Cycles besides the two tables' read latency, one behind the other. */
  private static final int FIXED_CYCLES = 4;

  /** Cycles from a queue's reset to the first result that finds its connections free. */
  private static final int UNBIND_CYCLES = 1;

  /** Least bytes of a frame: an Ethernet header. */
  private static final int MIN_FRAME = 14;

  /** Most bytes before the payload of a frame that is cut. */
  private static final int MAX_HEADER = 124;

  /** Payload of the largest frame that is cut. */
  private static final int MAX_PAYLOAD = 65_535;

  private final int ports;
  private final int maxFrame;
  private final int buffersPerFrame;
  private final TransmitRings host;
  private final TxQueue[] queues;
  private final int latency;
  private final TxConnections connections;
  private final TxSubflows subflows;

  /** Checks for these queues. */
  public TxDescriptorCheck(
      NicConfig config,
      TransmitRings host,
      TxQueue[] queues,
      TxConnections connections,
      TxSubflows subflows) {
    this.ports = config.ports();
    this.maxFrame = config.maxTransmitBytes();
    this.buffersPerFrame = config.transmit().buffersPerFrame();
    this.host = host;
    this.queues = queues;
    this.latency = cycles(config);
    this.connections = connections;
    this.subflows = subflows;
  }

  /** Cycles from the arrival of a descriptor to its result. */
  public static int cycles(NicConfig config) {
    return FIXED_CYCLES + 2 * config.tableReadLatencyCycles();
  }

  /** Takes the writes to the tables that hold for a result of this cycle. */
  void settle(long cycle) {
    connections.settleBindings(cycle - latency);
    subflows.settleTargets(cycle - latency);
  }

  /**
   * Checks a descriptor by itself; a good STREAM descriptor binds its connection to the queue.
   *
   * @param index its free-running index
   * @param cycle of the result
   */
  Reason alone(TxDescriptor d, TxQueue queue, int index, long cycle) {
    boolean frame = d.type <= TxDescriptor.OFFLOAD;
    if (d.reserved || d.type > TxDescriptor.MAPPING || frame && d.dataFin) {
      return Reason.BAD_TYPE;
    }
    if (d.index != index) {
      return Reason.BAD_INDEX;
    }
    Reason length = length(d);
    if (length != Reason.OK) {
      return length;
    }
    if (d.length > 0 && (d.address < host.dmaStart() || d.address > host.dmaEnd() - d.length)) {
      return Reason.BAD_ADDRESS;
    }
    return target(d, queue, cycle) ? Reason.OK : Reason.BAD_TARGET;
  }

  private static Reason length(TxDescriptor d) {
    if (d.length < 0 || d.length > MAX_LENGTH) {
      return Reason.BAD_LENGTH;
    }
    if (d.type == TxDescriptor.MAPPING) {
      return d.length + (d.dataFin ? 1 : 0) > MAX_MAPPING ? Reason.BAD_LENGTH : Reason.OK;
    }
    boolean empty = d.length == 0 && !(d.type == TxDescriptor.STREAM && d.dataFin);
    return empty ? Reason.ZERO_LENGTH : Reason.OK;
  }

  private boolean target(TxDescriptor d, TxQueue queue, long cycle) {
    if (d.type == TxDescriptor.STREAM) {
      return connections.known(d.target) && bind(d.target, queue, cycle);
    }
    if (d.type == TxDescriptor.MAPPING) {
      return connections.known(subflows.targetConnection(d.target));
    }
    return d.target < ports;
  }

  /** The first queue that brings data of a connection is the only one that may. */
  private boolean bind(int connection, TxQueue queue, long cycle) {
    int bound = connections.boundQueue(connection);
    if (bound >= 0
        && connections.boundInLife(connection, queues[bound].lifeAt(cycle - UNBIND_CYCLES))) {
      return bound == queue.number;
    }
    connections.bind(connection, queue.number, queue.life);
    return true;
  }

  /** Checks the first descriptor of a frame for what it says of the whole. */
  Reason first(TxDescriptor d) {
    if (d.type != TxDescriptor.OFFLOAD) {
      return Reason.OK;
    }
    if (d.mss != 0) {
      boolean inOrder = d.l3Offset >= MIN_FRAME && d.l4Offset >= d.l3Offset + 20;
      boolean even = ((d.l3Offset | d.l4Offset) & 1) == 0 && (d.headerBytes - d.l4Offset & 3) == 0;
      boolean header = d.headerBytes >= d.l4Offset + 20 && d.headerBytes <= MAX_HEADER;
      return inOrder && even && header ? Reason.OK : Reason.BAD_OFFSETS;
    }
    boolean even = ((d.l4Offset | d.checksumOffset) & 1) == 0;
    boolean inside = d.l4Offset + d.checksumOffset + 2 <= TxChecksum.WINDOW_BYTES;
    return even && inside ? Reason.OK : Reason.BAD_OFFSETS;
  }

  /**
   * Checks a descriptor as part of a frame.
   *
   * @param first the frame's first descriptor, which may be the same
   * @param descriptors of the frame, this one included
   * @param bytes of the frame before this descriptor
   */
  Reason chained(TxDescriptor first, TxDescriptor d, int descriptors, int bytes) {
    if (d.type != first.type || d.target != first.target || descriptors > buffersPerFrame) {
      return Reason.BAD_CHAIN;
    }
    if (d.type >= TxDescriptor.STREAM) {
      return d.more ? Reason.BAD_CHAIN : Reason.OK;
    }
    boolean cut = first.mss != 0 && first.type == TxDescriptor.OFFLOAD;
    int most = cut ? first.headerBytes + MAX_PAYLOAD : maxFrame;
    return bytes + d.length > most ? Reason.BAD_FRAME_LENGTH : Reason.OK;
  }

  /** Checks a whole frame. */
  Reason whole(TxDescriptor first, int bytes) {
    if (first.type >= TxDescriptor.STREAM) {
      return Reason.OK;
    }
    if (first.type == TxDescriptor.OFFLOAD && first.mss != 0) {
      int longest = Math.min(bytes, first.headerBytes + first.mss);
      return bytes < first.headerBytes || longest > maxFrame ? Reason.BAD_FRAME_LENGTH : Reason.OK;
    }
    if (bytes < MIN_FRAME) {
      return Reason.BAD_FRAME_LENGTH;
    }
    boolean sum = first.type == TxDescriptor.OFFLOAD;
    return sum && first.l4Offset + first.checksumOffset + 2 > bytes
        ? Reason.BAD_OFFSETS
        : Reason.OK;
  }
}
