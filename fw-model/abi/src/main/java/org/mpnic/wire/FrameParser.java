package org.mpnic.wire;

/**
 * Reads Ethernet, VLAN tags (802.1Q, 802.1ad, stacked), IPv4, IPv6 with extension headers, TCP and
 * all its options, MPTCP of versions 0 and 1 included, from one frame.
 *
 * <p>Whatever the bytes are: no exception, no allocation, no read outside the frame; a fault is a
 * {@link ParseReason}. Frames that carry no TCP are no fault. The card and the host's software use
 * this one parser, the card with limits.
 */
public final class FrameParser {
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_ARP = 0x0806;
  private static final int ETHERTYPE_VLAN = 0x8100;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int ETHERTYPE_PROVIDER_BRIDGING = 0x88a8;
  private static final int ETHERTYPE_QINQ = 0x9100;

  private static final int PROTOCOL_HOP_BY_HOP = 0;
  private static final int PROTOCOL_ICMP = 1;
  private static final int PROTOCOL_TCP = 6;
  private static final int PROTOCOL_UDP = 17;
  private static final int PROTOCOL_ROUTING = 43;
  private static final int PROTOCOL_FRAGMENT = 44;
  private static final int PROTOCOL_AUTHENTICATION = 51;
  private static final int PROTOCOL_ICMPV6 = 58;
  private static final int PROTOCOL_DESTINATION_OPTIONS = 60;
  private static final int PROTOCOL_MOBILITY = 135;
  private static final int PROTOCOL_HOST_IDENTITY = 139;
  private static final int PROTOCOL_SHIM6 = 140;

  private static final int MAC_ADDRESSES_BYTES = 12;
  private static final int ETHERNET_BYTES = 14;
  private static final int VLAN_TAG_BYTES = 4;
  private static final int IPV4_BYTES = 20;
  private static final int IPV6_BYTES = 40;
  private static final int TCP_BYTES = 20;

  private FrameParser() {}

  /**
   * Parses the frame of {@code length} bytes, without FCS, at {@code offset}, which must lie within
   * {@code frame}.
   *
   * @return {@link FrameHeader#reason}, a {@link ParseReason}, {@link ParseReason#OK} when nothing
   *     is at fault
   */
  public static int parse(
      byte[] frame, int offset, int length, ParserLimits limits, FrameHeader header) {
    header.reason = ParseReason.OK;
    header.packetType = PacketType.OTHER;
    header.frameLength = length;
    header.layers = 0;
    header.vlanCount = 0;
    header.tcpOptions = 0;
    header.mptcpOptions = 0;
    final int end = offset + length;
    final int window =
        limits.headerWindowBytes() < length ? offset + limits.headerWindowBytes() : end;
    final int reason = parseEthernet(frame, offset, end, window, limits, header);
    header.reason = reason;
    return reason;
  }

  private static int parseEthernet(
      byte[] frame, int start, int end, int window, ParserLimits limits, FrameHeader header) {
    if (window - start < ETHERNET_BYTES) {
      return missing(start + ETHERNET_BYTES, end, ParseReason.TRUNCATED_ETHERNET);
    }
    int at = start + MAC_ADDRESSES_BYTES;
    int etherType = BigEndian.u16(frame, at);
    at += 2;
    while (isVlan(etherType)) {
      if (header.vlanCount >= limits.vlanTags()) {
        return ParseReason.VLAN_LIMIT;
      }
      if (window - at < VLAN_TAG_BYTES) {
        return missing(at + VLAN_TAG_BYTES, end, ParseReason.TRUNCATED_ETHERNET);
      }
      final int tag = BigEndian.u16(frame, at);
      if (header.vlanCount == 0) {
        header.vlan0 = tag;
      } else if (header.vlanCount == 1) {
        header.vlan1 = tag;
      }
      header.vlanCount++;
      etherType = BigEndian.u16(frame, at + 2);
      at += VLAN_TAG_BYTES;
    }
    header.etherType = etherType;
    header.l3Offset = at - start;
    header.layers = FrameHeader.LAYER_ETHERNET;
    switch (etherType) {
      case ETHERTYPE_IPV4:
        return parseIpv4(frame, start, at, end, window, limits, header);
      case ETHERTYPE_IPV6:
        return parseIpv6(frame, start, at, end, window, limits, header);
      case ETHERTYPE_ARP:
        header.packetType = PacketType.ARP;
        return ParseReason.OK;
      default:
        return ParseReason.OK;
    }
  }

  private static boolean isVlan(int etherType) {
    return etherType == ETHERTYPE_VLAN
        || etherType == ETHERTYPE_PROVIDER_BRIDGING
        || etherType == ETHERTYPE_QINQ;
  }

  /** The reason why bytes up to {@code needed} cannot be read: the frame's end, or the window's. */
  private static int missing(int needed, int end, int truncated) {
    return needed > end || needed < 0 ? truncated : ParseReason.HEADER_WINDOW_EXCEEDED;
  }

  private static int parseIpv4(
      byte[] frame,
      int start,
      int at,
      int end,
      int window,
      ParserLimits limits,
      FrameHeader header) {
    header.packetType = PacketType.OTHER_IPV4;
    if (window - at < IPV4_BYTES) {
      return missing(at + IPV4_BYTES, end, ParseReason.TRUNCATED_IP);
    }
    final int versionAndLength = frame[at] & 0xff;
    if (versionAndLength >>> 4 != 4) {
      return ParseReason.BAD_IP_VERSION;
    }
    final int headerLength = (versionAndLength & 0x0f) << 2;
    final int totalLength = BigEndian.u16(frame, at + 2);
    if (headerLength < IPV4_BYTES || headerLength > end - at || headerLength > totalLength) {
      return ParseReason.BAD_IP_HEADER_LENGTH;
    }
    if (totalLength > end - at) {
      return ParseReason.IP_LENGTH_BEYOND_FRAME;
    }
    if (headerLength > window - at) {
      return ParseReason.HEADER_WINDOW_EXCEEDED;
    }
    final int protocol = frame[at + 9] & 0xff;
    final boolean fragment = (BigEndian.u16(frame, at + 6) & 0x3fff) != 0;
    final int ipEnd = at + totalLength;
    header.isIpv6 = false;
    header.trafficClass = frame[at + 1] & 0xff;
    header.timeToLive = frame[at + 8] & 0xff;
    header.protocol = protocol;
    header.srcHigh = 0;
    header.srcLow = BigEndian.u32(frame, at + 12);
    header.dstHigh = 0;
    header.dstLow = BigEndian.u32(frame, at + 16);
    header.ipTotalEnd = ipEnd - start;
    header.ipv6Extensions = 0;
    header.fragment = fragment;
    header.l4Offset = at + headerLength - start;
    header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP;
    if (fragment) {
      header.packetType = PacketType.FRAGMENT_IPV4;
      return ParseReason.FRAGMENT;
    }
    if (protocol == PROTOCOL_TCP) {
      header.packetType = PacketType.TCP_IPV4;
      return parseTcp(frame, start, at + headerLength, ipEnd, window, limits, header);
    }
    if (protocol == PROTOCOL_UDP) {
      header.packetType = PacketType.UDP_IPV4;
    } else if (protocol == PROTOCOL_ICMP) {
      header.packetType = PacketType.ICMP_IPV4;
    }
    return ParseReason.OK;
  }

  private static int parseIpv6(
      byte[] frame,
      int start,
      int at,
      int end,
      int window,
      ParserLimits limits,
      FrameHeader header) {
    header.packetType = PacketType.OTHER_IPV6;
    if (window - at < IPV6_BYTES) {
      return missing(at + IPV6_BYTES, end, ParseReason.TRUNCATED_IP);
    }
    final int versionAndClass = BigEndian.u16(frame, at);
    if (versionAndClass >>> 12 != 6) {
      return ParseReason.BAD_IP_VERSION;
    }
    final int payloadLength = BigEndian.u16(frame, at + 4);
    if (payloadLength > end - at - IPV6_BYTES) {
      return ParseReason.IP_LENGTH_BEYOND_FRAME;
    }
    final int ipEnd = at + IPV6_BYTES + payloadLength;
    header.isIpv6 = true;
    header.trafficClass = versionAndClass >>> 4 & 0xff;
    header.timeToLive = frame[at + 7] & 0xff;
    header.srcHigh = BigEndian.i64(frame, at + 8);
    header.srcLow = BigEndian.i64(frame, at + 16);
    header.dstHigh = BigEndian.i64(frame, at + 24);
    header.dstLow = BigEndian.i64(frame, at + 32);
    header.ipTotalEnd = ipEnd - start;
    header.fragment = false;
    header.ipv6Extensions = 0;
    header.protocol = frame[at + 6] & 0xff;
    header.l4Offset = at + IPV6_BYTES - start;
    if (isIpv6Extension(header.protocol)) {
      final int reason = walkIpv6Extensions(frame, start, ipEnd, window, limits, header);
      if (reason != ParseReason.OK) {
        return reason;
      }
    }
    header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP;
    if (header.fragment) {
      header.packetType = PacketType.FRAGMENT_IPV6;
      return ParseReason.FRAGMENT;
    }
    if (header.protocol == PROTOCOL_TCP) {
      header.packetType = PacketType.TCP_IPV6;
      return parseTcp(frame, start, start + header.l4Offset, ipEnd, window, limits, header);
    }
    if (header.protocol == PROTOCOL_UDP) {
      header.packetType = PacketType.UDP_IPV6;
    } else if (header.protocol == PROTOCOL_ICMPV6) {
      header.packetType = PacketType.ICMP_IPV6;
    }
    return ParseReason.OK;
  }

  private static boolean isIpv6Extension(int protocol) {
    switch (protocol) {
      case PROTOCOL_HOP_BY_HOP:
      case PROTOCOL_ROUTING:
      case PROTOCOL_FRAGMENT:
      case PROTOCOL_AUTHENTICATION:
      case PROTOCOL_DESTINATION_OPTIONS:
      case PROTOCOL_MOBILITY:
      case PROTOCOL_HOST_IDENTITY:
      case PROTOCOL_SHIM6:
        return true;
      default:
        return false;
    }
  }

  /**
   * Walks from {@code header.protocol} at {@code header.l4Offset} to the first header that is no
   * extension, or to a fragment header of a packet that is really fragmented (RFC 8200 section 4.5;
   * a fragment header on a whole packet is stepped over, RFC 6946).
   */
  private static int walkIpv6Extensions(
      byte[] frame, int start, int ipEnd, int window, ParserLimits limits, FrameHeader header) {
    int at = start + header.l4Offset;
    int protocol = header.protocol;
    int walked = 0;
    while (isIpv6Extension(protocol)) {
      if (walked >= limits.ipv6Extensions()) {
        return ParseReason.IPV6_EXTENSION_LIMIT;
      }
      if (ipEnd - at < 8) {
        return ParseReason.BAD_IPV6_EXTENSION;
      }
      if (window - at < 8) {
        return ParseReason.HEADER_WINDOW_EXCEEDED;
      }
      final int next = frame[at] & 0xff;
      final int lengthField = frame[at + 1] & 0xff;
      final int bytes;
      if (protocol == PROTOCOL_FRAGMENT) {
        bytes = 8;
        header.fragment = (BigEndian.u16(frame, at + 2) & 0xfff9) != 0;
      } else if (protocol == PROTOCOL_AUTHENTICATION) {
        bytes = lengthField + 2 << 2;
      } else {
        bytes = lengthField + 1 << 3;
      }
      if (bytes > ipEnd - at) {
        return ParseReason.BAD_IPV6_EXTENSION;
      }
      if (bytes > window - at) {
        return ParseReason.HEADER_WINDOW_EXCEEDED;
      }
      at += bytes;
      protocol = next;
      walked++;
      if (header.fragment) {
        break;
      }
    }
    header.protocol = protocol;
    header.ipv6Extensions = walked;
    header.l4Offset = at - start;
    return ParseReason.OK;
  }

  private static int parseTcp(
      byte[] frame,
      int start,
      int at,
      int ipEnd,
      int window,
      ParserLimits limits,
      FrameHeader header) {
    if (ipEnd - at < TCP_BYTES) {
      return ParseReason.TRUNCATED_TCP;
    }
    if (window - at < TCP_BYTES) {
      return ParseReason.HEADER_WINDOW_EXCEEDED;
    }
    final int ports = BigEndian.i32(frame, at);
    final int offsetFlagsWindow = BigEndian.i32(frame, at + 12);
    final int headerLength = offsetFlagsWindow >>> 28 << 2;
    if (headerLength < TCP_BYTES || headerLength > ipEnd - at) {
      return ParseReason.BAD_TCP_HEADER_LENGTH;
    }
    if (headerLength > window - at) {
      return ParseReason.HEADER_WINDOW_EXCEEDED;
    }
    header.sourcePort = ports >>> 16;
    header.destinationPort = ports & 0xffff;
    header.sequence = BigEndian.i32(frame, at + 4);
    header.acknowledgment = BigEndian.i32(frame, at + 8);
    header.tcpFlags = offsetFlagsWindow >>> 16 & 0xff;
    header.window = offsetFlagsWindow & 0xffff;
    header.tcpHeaderLength = headerLength;
    header.payloadOffset = at + headerLength - start;
    header.payloadLength = ipEnd - at - headerLength;
    header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    header.optionsWalked = 0;
    header.sackPermitted = false;
    if (headerLength == TCP_BYTES) {
      return ParseReason.OK;
    }
    return TcpOptionParser.parse(
        frame, start, at + TCP_BYTES, at + headerLength, limits.tcpOptions(), header);
  }
}
