package org.mpnic.wire;

/**
 * Everything that {@link FrameParser} reads of one frame, on primitives, reused from frame to
 * frame. Offsets count from the frame's first byte.
 *
 * <p>A group of fields is valid only when its bit says so, and holds leavings of earlier frames
 * otherwise: {@link #layers} for the headers, {@link #tcpOptions} for plain TCP options, {@link
 * #mptcpOptions} for MPTCP options, and the {@code has...} fields within an option. {@link
 * #reason}, {@link #packetType}, {@link #frameLength}, {@link #layers}, {@link #vlanCount}, {@link
 * #tcpOptions} and {@link #mptcpOptions} are always valid.
 */
public final class FrameHeader {
  /** Bit of {@link #layers}: MAC addresses and EtherType were read. */
  public static final int LAYER_ETHERNET = 1;

  /** Bit of {@link #layers}: the IP header was read, {@link #ipTotalEnd} lies within the frame. */
  public static final int LAYER_IP = 2;

  /** Bit of {@link #layers}: the TCP header was read, its end lies within the IP packet. */
  public static final int LAYER_TCP = 4;

  /** Plain TCP option kinds: bits {@code 1L << kind} of {@link #tcpOptions}. */
  public static final int KIND_MSS = 2;

  /** Window scale (RFC 7323). */
  public static final int KIND_WINDOW_SCALE = 3;

  /** SACK permitted (RFC 2018). */
  public static final int KIND_SACK_PERMITTED = 4;

  /** SACK blocks (RFC 2018). */
  public static final int KIND_SACK = 5;

  /** Time stamps (RFC 7323). */
  public static final int KIND_TIMESTAMPS = 8;

  /** MD5 signature (RFC 2385). */
  public static final int KIND_MD5_SIGNATURE = 19;

  /** User timeout (RFC 5482). */
  public static final int KIND_USER_TIMEOUT = 28;

  /** Authentication option (RFC 5925). */
  public static final int KIND_AUTHENTICATION = 29;

  /** Multipath TCP (RFC 8684). */
  public static final int KIND_MPTCP = 30;

  /** Fast open cookie (RFC 7413). */
  public static final int KIND_FAST_OPEN = 34;

  // ---- always valid

  /** {@link ParseReason}. */
  public int reason;

  /** {@link PacketType}. */
  public int packetType;

  /** Bytes of the frame, without FCS. */
  public int frameLength;

  /** Which headers were read: LAYER_ bits. */
  public int layers;

  /** VLAN tags read. */
  public int vlanCount;

  /** Plain TCP options read, as bits {@code 1L << kind} for kinds below 64. */
  public long tcpOptions;

  /** MPTCP options read, as bits {@code 1 << subtype}: see {@link MptcpSubtype}. */
  public int mptcpOptions;

  // ---- LAYER_ETHERNET

  /** EtherType behind the VLAN tags. */
  public int etherType;

  /** First (outer) VLAN tag's control information: priority, drop eligible, identifier. */
  public int vlan0;

  /** Second VLAN tag's control information. */
  public int vlan1;

  /** Start of the IP header. */
  public int l3Offset;

  // ---- LAYER_IP

  /** IPv6, else IPv4. */
  public boolean isIpv6;

  /** High half of the IPv6 source address; 0 for IPv4. */
  public long srcHigh;

  /** Low half of the IPv6 source address; the IPv4 address in the low 32 bits. */
  public long srcLow;

  /** High half of the IPv6 destination address; 0 for IPv4. */
  public long dstHigh;

  /** Low half of the IPv6 destination address; the IPv4 address in the low 32 bits. */
  public long dstLow;

  /** IP protocol number of what follows the IP headers. */
  public int protocol;

  /** Time to live, hop limit. */
  public int timeToLive;

  /** Differentiated services and ECN: type of service, traffic class. */
  public int trafficClass;

  /** End of the IP packet: bytes from here to the frame's end are padding. */
  public int ipTotalEnd;

  /** Whether the packet is part of a fragmented one. */
  public boolean fragment;

  /** IPv6 extension headers walked. */
  public int ipv6Extensions;

  /** End of the IP headers: start of TCP, UDP or what else the packet carries. */
  public int l4Offset;

  // ---- LAYER_TCP

  /** Source port. */
  public int sourcePort;

  /** Destination port. */
  public int destinationPort;

  /** Sequence number. */
  public int sequence;

  /** Acknowledgment number, whether or not the ACK flag is set. */
  public int acknowledgment;

  /** {@link TcpFlags} of the segment. */
  public int tcpFlags;

  /** Window field, not scaled. */
  public int window;

  /** Bytes of the TCP header, 20 to 60. */
  public int tcpHeaderLength;

  /** Start of the payload. */
  public int payloadOffset;

  /** Bytes of payload. */
  public int payloadLength;

  /** TCP options walked, NOPs included. */
  public int optionsWalked;

  // ---- plain TCP options, by tcpOptions

  /** Maximum segment size, bytes. */
  public int mss;

  /** Window scale shift. */
  public int windowScale;

  /** Whether SACK is permitted: always valid when LAYER_TCP is. */
  public boolean sackPermitted;

  /** Start of the first SACK block. */
  public int sackOffset;

  /** SACK blocks, 1 to 4. */
  public int sackBlocks;

  /** Time stamp value. */
  public int timestampValue;

  /** Time stamp echo reply. */
  public int timestampEcho;

  /** User timeout field: granularity bit and 15 bits of time. */
  public int userTimeout;

  /** Start of the fast open cookie. */
  public int fastOpenOffset;

  /** Bytes of the fast open cookie, 0 for a request. */
  public int fastOpenLength;

  // ---- MP_CAPABLE

  /** MPTCP version of the sender. */
  public int mpcVersion;

  /** Flags A to H, byte 3 of the option: see {@link MptcpSubtype}. */
  public int mpcFlags;

  /** Length of the option. */
  public int mpcLength;

  /** Whether {@link #senderKey} is there. */
  public boolean hasSenderKey;

  /** Whether {@link #receiverKey} is there. */
  public boolean hasReceiverKey;

  /** Key of this frame's sender. */
  public long senderKey;

  /** Key of this frame's receiver. */
  public long receiverKey;

  /** Data-level length of the first data; 0 when the option has none. */
  public int mpcDataLength;

  /** Whether {@link #mpcChecksum} is there. */
  public boolean hasMpcChecksum;

  /** DSS checksum of the first data. */
  public int mpcChecksum;

  // ---- MP_JOIN

  /** Length of the option: 12 SYN, 16 SYN/ACK, 24 ACK. */
  public int joinLength;

  /** Backup flag; SYN and SYN/ACK. */
  public boolean joinBackup;

  /** Address identifier; SYN and SYN/ACK. */
  public int joinAddressId;

  /** Receiver's token; SYN. */
  public int joinToken;

  /** Sender's nonce; SYN and SYN/ACK. */
  public int joinNonce;

  /** First 8 bytes of the HMAC; SYN/ACK (all of it) and ACK. */
  public long joinHmac;

  /** Bytes 8 to 15 of the HMAC; ACK. */
  public long joinHmacMiddle;

  /** Bytes 16 to 19 of the HMAC; ACK. */
  public int joinHmacLow;

  // ---- DSS

  /** Flags A, a, M, m, F: see {@link MptcpSubtype}. */
  public int dssFlags;

  /** Data acknowledgment, when flag A is set; its low 32 bits only, when flag a is not. */
  public long dataAck;

  /** Whether the option has a mapping: {@link #dsn}, {@link #dssSsn}, {@link #dssLength}. */
  public boolean hasMapping;

  /** Data sequence number of the mapping; low 32 bits only, when {@link #dsnIs64} is not set. */
  public long dsn;

  /** Whether {@link #dsn} is whole. */
  public boolean dsnIs64;

  /** Subflow sequence number of the mapping; 0 for a DATA_FIN without data. */
  public int dssSsn;

  /** Data-level length of the mapping, DATA_FIN included; 0 for an infinite mapping. */
  public int dssLength;

  /** Whether {@link #dssChecksum} is there. */
  public boolean hasDssChecksum;

  /** DSS checksum field. */
  public int dssChecksum;

  /** DATA_FIN: flag F beside a mapping. */
  public boolean dataFin;

  // ---- ADD_ADDR

  /** Whether it is an echo (version 1). */
  public boolean addEcho;

  /** Whether it has the form of version 0: address family in the option, no HMAC. */
  public boolean addIsVersion0;

  /** Address identifier. */
  public int addAddressId;

  /** IPv6 address, else IPv4. */
  public boolean addIsIpv6;

  /** High half of the IPv6 address; 0 for IPv4. */
  public long addAddressHigh;

  /** Low half of the IPv6 address; the IPv4 address in the low 32 bits. */
  public long addAddressLow;

  /** Port, 0 when the option has none. */
  public int addPort;

  /** Whether {@link #addHmac} is there. */
  public boolean hasAddHmac;

  /** Truncated HMAC. */
  public long addHmac;

  // ---- REMOVE_ADDR

  /** Address identifiers in the option, 1 to 37. */
  public int removeCount;

  /** The first 8 identifiers, the first one in the lowest byte. */
  public long removeAddressIds;

  /** Start of the identifiers. */
  public int removeOffset;

  // ---- MP_PRIO

  /** Backup flag. */
  public boolean prioBackup;

  /** Address identifier (version 0), -1 when the option has none. */
  public int prioAddressId;

  // ---- MP_FAIL, MP_FASTCLOSE, MP_TCPRST

  /** Data sequence number of the mapping that failed. */
  public long failDsn;

  /** Key of the receiver. */
  public long fastcloseKey;

  /** Whether the path may be tried again. */
  public boolean resetTransient;

  /** Reason code of the reset. */
  public int resetReason;

  /** Forgets the frame: nothing but the fields that are always valid is touched. */
  public void clear() {
    reason = ParseReason.OK;
    packetType = PacketType.OTHER;
    frameLength = 0;
    layers = 0;
    vlanCount = 0;
    tcpOptions = 0;
    mptcpOptions = 0;
  }

  /** Whether the TCP header was read. */
  public boolean isTcp() {
    return (layers & LAYER_TCP) != 0;
  }

  /** Whether an MPTCP option of this {@link MptcpSubtype} was read. */
  public boolean hasMptcp(int subtype) {
    return (mptcpOptions >>> subtype & 1) != 0;
  }

  /** Whether a plain TCP option of this kind (0 to 63) was read. */
  public boolean hasTcpOption(int kind) {
    return (tcpOptions >>> kind & 1) != 0;
  }

  /** Whether all these {@link TcpFlags} are set; false when there is no TCP header. */
  public boolean hasFlags(int flags) {
    return isTcp() && (tcpFlags & flags) == flags;
  }
}
