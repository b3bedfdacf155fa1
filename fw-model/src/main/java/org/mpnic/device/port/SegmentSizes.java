package org.mpnic.device.port;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mpnic.wire.FrameHeader;

/**
 * The maximum segment size of every TCP flow whose SYN went through the port: what its sender's
 * network card cut by.
 *
 * <p>A sender takes the smaller of what its peer advertised and what its own interface carries,
 * which is what it advertises itself (RFC 9293 section 3.7.1). Bounded: the flow not seen for
 * longest is forgotten.
 */
final class SegmentSizes {
  /**
   * Taken for a flow over IPv4 whose handshake is not in the capture: Ethernet's 1500 bytes less
   * headers.
   */
  static final int DEFAULT_IPV4_BYTES = 1460;

  /** Taken for a flow over IPv6 whose handshake is not in the capture. */
  static final int DEFAULT_IPV6_BYTES = 1440;

  /**
   * Least size that is believed; Linux refuses smaller ones too, and it leaves room for 40 bytes of
   * options.
   */
  static final int LEAST_BYTES = 88;

  private static final int MAXIMUM_FLOWS = 65_536;

  private record Flow(
      long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports) {}

  private final Map<Flow, Integer> advertised =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Flow, Integer> eldest) {
          return size() > MAXIMUM_FLOWS;
        }
      };

  /** Forgets all flows. */
  void reset() {
    advertised.clear();
  }

  /** Notes what a SYN advertises. */
  void learn(FrameHeader syn) {
    if ((syn.tcpOptions & 1L << FrameHeader.KIND_MSS) != 0) {
      advertised.put(forward(syn), syn.mss);
    }
  }

  /**
   * The segment size of the frame's flow, options included, payload of a segment without any
   * option.
   */
  int of(FrameHeader frame) {
    Integer own = advertised.get(forward(frame));
    Integer peer = advertised.get(backward(frame));
    if (own == null && peer == null) {
      return frame.isIpv6 ? DEFAULT_IPV6_BYTES : DEFAULT_IPV4_BYTES;
    }
    int size =
        Math.min(own == null ? Integer.MAX_VALUE : own, peer == null ? Integer.MAX_VALUE : peer);
    return Math.max(size, LEAST_BYTES);
  }

  private static Flow forward(FrameHeader frame) {
    return new Flow(
        frame.srcHigh,
        frame.srcLow,
        frame.dstHigh,
        frame.dstLow,
        frame.sourcePort << 16 | frame.destinationPort);
  }

  private static Flow backward(FrameHeader frame) {
    return new Flow(
        frame.dstHigh,
        frame.dstLow,
        frame.srcHigh,
        frame.srcLow,
        frame.destinationPort << 16 | frame.sourcePort);
  }
}
