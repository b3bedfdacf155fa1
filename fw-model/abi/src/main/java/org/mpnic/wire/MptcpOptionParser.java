package org.mpnic.wire;

import static org.mpnic.wire.MptcpSubtype.ADD_ADDR;
import static org.mpnic.wire.MptcpSubtype.DSS;
import static org.mpnic.wire.MptcpSubtype.MP_CAPABLE;
import static org.mpnic.wire.MptcpSubtype.MP_FAIL;
import static org.mpnic.wire.MptcpSubtype.MP_FASTCLOSE;
import static org.mpnic.wire.MptcpSubtype.MP_JOIN;
import static org.mpnic.wire.MptcpSubtype.MP_PRIO;
import static org.mpnic.wire.MptcpSubtype.MP_TCPRST;
import static org.mpnic.wire.MptcpSubtype.REMOVE_ADDR;

/**
 * Reads one MPTCP option (RFC 8684 section 3, RFC 6824 section 3). Subtypes without a meaning here
 * are ignored. The fields of {@link FrameHeader} are written before the option's bit is set, and
 * only when its length is legal.
 */
final class MptcpOptionParser {
  private static final int BAD_LENGTH = ParseReason.BAD_MPTCP_OPTION_LENGTH;

  private MptcpOptionParser() {}

  /**
   * Reads the option of {@code length} bytes, 2 or more and inside the TCP header, at {@code at}.
   *
   * @return a {@link ParseReason}
   */
  static int parse(byte[] frame, int start, int at, int length, FrameHeader header) {
    if (length < 3) {
      return BAD_LENGTH;
    }
    final int subtype = (frame[at + 2] & 0xff) >>> 4;
    if (subtype > MP_TCPRST) {
      return ParseReason.OK;
    }
    if ((header.mptcpOptions >>> subtype & 1) != 0) {
      return ParseReason.DUPLICATE_MPTCP_OPTION;
    }
    final int reason;
    switch (subtype) {
      case DSS:
        reason = parseDss(frame, at, length, header);
        break;
      case MP_CAPABLE:
        reason = parseCapable(frame, at, length, header);
        break;
      case MP_JOIN:
        reason = parseJoin(frame, at, length, header);
        break;
      case ADD_ADDR:
        reason = parseAddAddress(frame, at, length, header);
        break;
      case REMOVE_ADDR:
        reason = parseRemoveAddress(frame, start, at, length, header);
        break;
      default:
        reason = parseShort(frame, at, length, subtype, header);
        break;
    }
    if (reason == ParseReason.OK) {
      header.mptcpOptions |= 1 << subtype;
    }
    return reason;
  }

  /** Options that exclude each other in one segment. */
  static int conflict(FrameHeader header) {
    final int options = header.mptcpOptions;
    final int initiations = 1 << MP_CAPABLE | 1 << MP_JOIN;
    final boolean both = (options & initiations) == initiations;
    final boolean dssOnSyn = (options & 1 << DSS) != 0 && (header.tcpFlags & TcpFlags.SYN) != 0;
    return both || dssOnSyn ? ParseReason.CONFLICTING_MPTCP_OPTIONS : ParseReason.OK;
  }

  private static int parseDss(byte[] frame, int at, int length, FrameHeader header) {
    if (length < 4) {
      return BAD_LENGTH;
    }
    final int flags = frame[at + 3] & 0x1f;
    final boolean hasMapping = (flags & MptcpSubtype.DSS_MAPPING) != 0;
    final int ackBytes =
        (flags & MptcpSubtype.DSS_ACK) == 0 ? 0 : (flags & MptcpSubtype.DSS_ACK_64) != 0 ? 8 : 4;
    final int dsnBytes = (flags & MptcpSubtype.DSS_DSN_64) != 0 ? 8 : 4;
    final int bytes = 4 + ackBytes + (hasMapping ? dsnBytes + 6 : 0);
    final boolean hasChecksum = hasMapping && length == bytes + 2;
    if (length != bytes && !hasChecksum) {
      return BAD_LENGTH;
    }
    header.dssFlags = flags;
    header.hasMapping = hasMapping;
    header.hasDssChecksum = hasChecksum;
    int index = at + 4;
    if (ackBytes == 8) {
      header.dataAck = BigEndian.i64(frame, index);
    } else if (ackBytes == 4) {
      header.dataAck = BigEndian.u32(frame, index);
    }
    index += ackBytes;
    header.dataFin = hasMapping && (flags & MptcpSubtype.DSS_DATA_FIN) != 0;
    if (hasMapping) {
      header.dsnIs64 = dsnBytes == 8;
      header.dsn = dsnBytes == 8 ? BigEndian.i64(frame, index) : BigEndian.u32(frame, index);
      index += dsnBytes;
      header.dssSsn = BigEndian.i32(frame, index);
      header.dssLength = BigEndian.u16(frame, index + 4);
      if (hasChecksum) {
        header.dssChecksum = BigEndian.u16(frame, index + 6);
      }
    }
    return ParseReason.OK;
  }

  /**
   * MP_CAPABLE. The legal length follows from version and segment: version 0 has 12 on SYN and 20
   * elsewhere; version 1 has 4 on SYN, 12 on SYN/ACK, 20, 22 or 24 elsewhere. Of later versions
   * only version and flags are read, on any length of 4 or more.
   */
  private static int parseCapable(byte[] frame, int at, int length, FrameHeader header) {
    if (length < 4) {
      return BAD_LENGTH;
    }
    final int version = frame[at + 2] & 0x0f;
    final boolean syn = (header.tcpFlags & TcpFlags.SYN) != 0;
    final boolean ack = (header.tcpFlags & TcpFlags.ACK) != 0;
    final boolean legal;
    if (version == 0) {
      legal = length == (syn ? 12 : 20);
    } else if (version == 1) {
      legal = syn ? length == (ack ? 12 : 4) : length == 20 || length == 22 || length == 24;
    } else {
      legal = true;
    }
    if (!legal) {
      return BAD_LENGTH;
    }
    header.mpcVersion = version;
    header.mpcFlags = frame[at + 3] & 0xff;
    header.mpcLength = length;
    header.hasSenderKey = version <= 1 && length >= 12;
    header.hasReceiverKey = version <= 1 && length >= 20;
    header.hasMpcChecksum = version == 1 && length == 24;
    header.mpcDataLength = 0;
    if (header.hasSenderKey) {
      header.senderKey = BigEndian.i64(frame, at + 4);
    }
    if (header.hasReceiverKey) {
      header.receiverKey = BigEndian.i64(frame, at + 12);
      if (length >= 22) {
        header.mpcDataLength = BigEndian.u16(frame, at + 20);
      }
    }
    if (header.hasMpcChecksum) {
      header.mpcChecksum = BigEndian.u16(frame, at + 22);
    }
    return ParseReason.OK;
  }

  private static int parseJoin(byte[] frame, int at, int length, FrameHeader header) {
    final boolean syn = (header.tcpFlags & TcpFlags.SYN) != 0;
    final boolean ack = (header.tcpFlags & TcpFlags.ACK) != 0;
    if (!syn && (length == 12 || length == 16)) {
      return ParseReason.MP_JOIN_WITHOUT_SYN;
    }
    if (length != (syn ? ack ? 16 : 12 : 24)) {
      return BAD_LENGTH;
    }
    header.joinLength = length;
    if (length == 24) {
      header.joinHmac = BigEndian.i64(frame, at + 4);
      header.joinHmacMiddle = BigEndian.i64(frame, at + 12);
      header.joinHmacLow = BigEndian.i32(frame, at + 20);
      return ParseReason.OK;
    }
    header.joinBackup = (frame[at + 2] & 1) != 0;
    header.joinAddressId = frame[at + 3] & 0xff;
    if (length == 12) {
      header.joinToken = BigEndian.i32(frame, at + 4);
      header.joinNonce = BigEndian.i32(frame, at + 8);
    } else {
      header.joinHmac = BigEndian.i64(frame, at + 4);
      header.joinNonce = BigEndian.i32(frame, at + 12);
    }
    return ParseReason.OK;
  }

  /**
   * ADD_ADDR. The low half of byte 2 tells the versions apart: 4 or 6, the address family, in
   * version 0; the echo flag in version 1, where the length gives the family.
   */
  private static int parseAddAddress(byte[] frame, int at, int length, FrameHeader header) {
    final int low = frame[at + 2] & 0x0f;
    final boolean version0 = low == 4 || low == 6;
    final boolean echo = !version0 && (low & 1) != 0;
    final int hmacBytes = version0 || echo ? 0 : 8;
    final boolean ipv6 = version0 ? low == 6 : length >= 20 + hmacBytes;
    final int bytes = 4 + (ipv6 ? 16 : 4) + hmacBytes;
    final boolean hasPort = length == bytes + 2;
    if (length != bytes && !hasPort) {
      return BAD_LENGTH;
    }
    header.addEcho = echo;
    header.addIsVersion0 = version0;
    header.addAddressId = frame[at + 3] & 0xff;
    header.addIsIpv6 = ipv6;
    int index = at + 4;
    if (ipv6) {
      header.addAddressHigh = BigEndian.i64(frame, index);
      header.addAddressLow = BigEndian.i64(frame, index + 8);
      index += 16;
    } else {
      header.addAddressHigh = 0;
      header.addAddressLow = BigEndian.u32(frame, index);
      index += 4;
    }
    header.addPort = hasPort ? BigEndian.u16(frame, index) : 0;
    header.hasAddHmac = hmacBytes != 0;
    if (hmacBytes != 0) {
      header.addHmac = BigEndian.i64(frame, at + length - 8);
    }
    return ParseReason.OK;
  }

  private static int parseRemoveAddress(
      byte[] frame, int start, int at, int length, FrameHeader header) {
    if (length < 4) {
      return BAD_LENGTH;
    }
    final int count = length - 3;
    long identifiers = 0;
    for (int i = 0; i < Math.min(count, Long.BYTES); i++) {
      identifiers |= (frame[at + 3 + i] & 0xffL) << (i << 3);
    }
    header.removeCount = count;
    header.removeAddressIds = identifiers;
    header.removeOffset = at + 3 - start;
    return ParseReason.OK;
  }

  private static int parseShort(byte[] frame, int at, int length, int subtype, FrameHeader header) {
    switch (subtype) {
      case MP_PRIO:
        if (length != 3 && length != 4) {
          return BAD_LENGTH;
        }
        header.prioBackup = (frame[at + 2] & 1) != 0;
        header.prioAddressId = length == 4 ? frame[at + 3] & 0xff : -1;
        return ParseReason.OK;
      case MP_FAIL:
        if (length != 12) {
          return BAD_LENGTH;
        }
        header.failDsn = BigEndian.i64(frame, at + 4);
        return ParseReason.OK;
      case MP_FASTCLOSE:
        if (length != 12) {
          return BAD_LENGTH;
        }
        header.fastcloseKey = BigEndian.i64(frame, at + 4);
        return ParseReason.OK;
      default:
        if (length != 4) {
          return BAD_LENGTH;
        }
        header.resetTransient = (frame[at + 2] & 1) != 0;
        header.resetReason = frame[at + 3] & 0xff;
        return ParseReason.OK;
    }
  }
}
