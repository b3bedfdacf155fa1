package org.mpnic.wire;

/**
 * Walks the options of one TCP header (RFC 9293 section 3.2). A fault in one option leaves the
 * others readable; a length that cannot be stepped over ends the walk.
 */
final class TcpOptionParser {
  private static final int KIND_END = 0;
  private static final int KIND_NOP = 1;

  private TcpOptionParser() {}

  /**
   * Walks the options in [{@code index}, {@code end}), at most {@code limit} of them.
   *
   * @param start the frame's first byte, which offsets in {@code header} count from
   * @return the first fault, a {@link ParseReason}
   */
  static int parse(byte[] frame, int start, int index, int end, int limit, FrameHeader header) {
    int at = index;
    int reason = ParseReason.OK;
    int walked = 0;
    while (at < end) {
      final int kind = frame[at] & 0xff;
      if (kind == KIND_END) {
        break;
      }
      if (walked >= limit) {
        reason = first(reason, ParseReason.TCP_OPTION_LIMIT);
        break;
      }
      walked++;
      if (kind == KIND_NOP) {
        at++;
        continue;
      }
      final int length = end - at >= 2 ? frame[at + 1] & 0xff : 0;
      if (length < 2 || length > end - at) {
        reason =
            first(
                reason,
                kind == FrameHeader.KIND_MPTCP && length < 2
                    ? ParseReason.BAD_MPTCP_OPTION_LENGTH
                    : ParseReason.BAD_TCP_OPTION_LENGTH);
        break;
      }
      final int fault =
          kind == FrameHeader.KIND_MPTCP
              ? MptcpOptionParser.parse(frame, start, at, length, header)
              : parsePlain(frame, start, at, kind, length, header);
      reason = first(reason, fault);
      at += length;
    }
    header.optionsWalked = walked;
    return header.mptcpOptions == 0 ? reason : first(reason, MptcpOptionParser.conflict(header));
  }

  private static int first(int reason, int fault) {
    return reason == ParseReason.OK ? fault : reason;
  }

  private static int parsePlain(
      byte[] frame, int start, int at, int kind, int length, FrameHeader header) {
    switch (kind) {
      case FrameHeader.KIND_TIMESTAMPS:
        if (length != 10) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.timestampValue = BigEndian.i32(frame, at + 2);
        header.timestampEcho = BigEndian.i32(frame, at + 6);
        break;
      case FrameHeader.KIND_SACK:
        if (length < 10 || (length & 7) != 2) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.sackOffset = at + 2 - start;
        header.sackBlocks = length >>> 3;
        break;
      case FrameHeader.KIND_MSS:
        if (length != 4) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.mss = BigEndian.u16(frame, at + 2);
        break;
      case FrameHeader.KIND_WINDOW_SCALE:
        if (length != 3) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.windowScale = frame[at + 2] & 0xff;
        break;
      case FrameHeader.KIND_SACK_PERMITTED:
        if (length != 2) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.sackPermitted = true;
        break;
      case FrameHeader.KIND_MD5_SIGNATURE:
        if (length != 18) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        break;
      case FrameHeader.KIND_USER_TIMEOUT:
        if (length != 4) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.userTimeout = BigEndian.u16(frame, at + 2);
        break;
      case FrameHeader.KIND_AUTHENTICATION:
        if (length < 4) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        break;
      case FrameHeader.KIND_FAST_OPEN:
        if (length != 2 && (length < 6 || length > 18 || (length & 1) != 0)) {
          return ParseReason.BAD_TCP_OPTION_LENGTH;
        }
        header.fastOpenOffset = at + 2 - start;
        header.fastOpenLength = length - 2;
        break;
      default:
        break;
    }
    if (kind < Long.SIZE) {
      header.tcpOptions |= 1L << kind;
    }
    return ParseReason.OK;
  }
}
