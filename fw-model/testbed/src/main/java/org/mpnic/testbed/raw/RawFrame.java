package org.mpnic.testbed.raw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reader of one frame: plain, allocating, and without any limit that a card would have. */
public final class RawFrame {
  /** Why a frame has no TCP segment to offer. */
  public enum Problem {
    NONE,
    NOT_TCP,
    FRAGMENT,
    MALFORMED,
    BAD_IP_CHECKSUM,
    BAD_TCP_CHECKSUM
  }

  /** One TCP option: kind and whole bytes. */
  public record Option(int kind, byte[] bytes) {
    /** MPTCP subtype, or -1. */
    public int subtype() {
      return kind == 30 && bytes.length >= 3 ? bytes[2] >> 4 & 15 : -1;
    }
  }

  public final byte[] bytes;
  public Problem problem = Problem.NONE;

  /** Offset of the IP header, or -1. */
  public int l3 = -1;

  /** Offset of the TCP header, or -1. */
  public int l4 = -1;

  /** Offset behind the TCP segment. */
  public int end;

  public byte[] source;
  public byte[] destination;
  public int sourcePort;
  public int destinationPort;
  public int sequence;
  public int acknowledgment;
  public int flags;
  public int payload;
  public boolean partialChecksum;
  public final List<Option> options = new ArrayList<>();

  private RawFrame(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads a frame; {@link #problem} tells how far it got. */
  public static RawFrame read(byte[] bytes) {
    RawFrame frame = new RawFrame(bytes);
    frame.problem = frame.ethernet();
    return frame;
  }

  public boolean has(int tcpFlag) {
    return (flags & tcpFlag) != 0;
  }

  public int payloadLength() {
    return end - payload;
  }

  /** The payload's bytes. */
  public byte[] payloadBytes() {
    return Arrays.copyOfRange(bytes, payload, end);
  }

  /** First option of an MPTCP subtype, or null. */
  public byte[] mptcp(int subtype) {
    for (Option option : options) {
      if (option.subtype() == subtype) {
        return option.bytes();
      }
    }
    return null;
  }

  public String from() {
    return endpoint(source, sourcePort);
  }

  public String to() {
    return endpoint(destination, destinationPort);
  }

  /** An address and port as text: 10.0.0.1:80, [fd00::1]:80. */
  public static String endpoint(byte[] address, int port) {
    if (address.length == 4) {
      return (address[0] & 0xff)
          + "."
          + (address[1] & 0xff)
          + "."
          + (address[2] & 0xff)
          + "."
          + (address[3] & 0xff)
          + ":"
          + port;
    }
    int bestAt = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int n = 0;
      while (i + n < 8 && Bytes.u16(address, 2 * (i + n)) == 0) {
        n++;
      }
      if (n > bestLength) {
        bestAt = i;
        bestLength = n;
      }
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 8; i++) {
      if (i == bestAt) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(Bytes.u16(address, 2 * i)));
      }
    }
    return text.append("]:").append(port).toString();
  }

  private Problem ethernet() {
    if (bytes.length < 14) {
      return Problem.MALFORMED;
    }
    int at = 12;
    int type = Bytes.u16(bytes, at);
    while (type == 0x8100 || type == 0x88a8) {
      if (at + 6 > bytes.length) {
        return Problem.MALFORMED;
      }
      at += 4;
      type = Bytes.u16(bytes, at);
    }
    l3 = at + 2;
    return switch (type) {
      case 0x0800 -> ipv4();
      case 0x86dd -> ipv6();
      default -> Problem.NOT_TCP;
    };
  }

  private Problem ipv4() {
    if (l3 + 20 > bytes.length || bytes[l3] >> 4 != 4) {
      return Problem.MALFORMED;
    }
    int header = (bytes[l3] & 15) * 4;
    int total = Bytes.u16(bytes, l3 + 2);
    if (header < 20 || total < header || l3 + total > bytes.length) {
      return Problem.MALFORMED;
    }
    if (Bytes.fold(Bytes.sum(0, bytes, l3, header)) != 0xffff) {
      return Problem.BAD_IP_CHECKSUM;
    }
    source = Arrays.copyOfRange(bytes, l3 + 12, l3 + 16);
    destination = Arrays.copyOfRange(bytes, l3 + 16, l3 + 20);
    end = l3 + total;
    if ((Bytes.u16(bytes, l3 + 6) & 0x3fff) != 0) {
      return Problem.FRAGMENT;
    }
    return bytes[l3 + 9] == 6 ? tcp(l3 + header) : Problem.NOT_TCP;
  }

  private Problem ipv6() {
    if (l3 + 40 > bytes.length || (bytes[l3] >> 4 & 15) != 6) {
      return Problem.MALFORMED;
    }
    end = l3 + 40 + Bytes.u16(bytes, l3 + 4);
    if (end > bytes.length) {
      return Problem.MALFORMED;
    }
    source = Arrays.copyOfRange(bytes, l3 + 8, l3 + 24);
    destination = Arrays.copyOfRange(bytes, l3 + 24, l3 + 40);
    int next = bytes[l3 + 6] & 0xff;
    int at = l3 + 40;
    while (next == 0 || next == 43 || next == 60 || next == 44) {
      if (at + 8 > end) {
        return Problem.MALFORMED;
      }
      if (next == 44 && (Bytes.u16(bytes, at + 2) & 0xfff9) != 0) {
        return Problem.FRAGMENT;
      }
      int length = next == 44 ? 8 : 8 + 8 * (bytes[at + 1] & 0xff);
      next = bytes[at] & 0xff;
      at += length;
      if (at > end) {
        return Problem.MALFORMED;
      }
    }
    return next == 6 ? tcp(at) : Problem.NOT_TCP;
  }

  private Problem tcp(int at) {
    if (at + 20 > end) {
      return Problem.MALFORMED;
    }
    int header = (bytes[at + 12] >> 4 & 15) * 4;
    if (header < 20 || at + header > end) {
      return Problem.MALFORMED;
    }
    l4 = at;
    sourcePort = Bytes.u16(bytes, at);
    destinationPort = Bytes.u16(bytes, at + 2);
    sequence = Bytes.u32(bytes, at + 4);
    acknowledgment = Bytes.u32(bytes, at + 8);
    flags = bytes[at + 13] & 0xff;
    payload = at + header;
    if (!readOptions(at + 20, payload)) {
      return Problem.MALFORMED;
    }
    long pseudo = TcpFrame.pseudoSum(source, destination, end - at);
    if (Bytes.fold(Bytes.sum(pseudo, bytes, at, end - at)) == 0xffff) {
      return Problem.NONE;
    }
    partialChecksum = Bytes.u16(bytes, at + 16) == Bytes.fold(pseudo);
    return partialChecksum ? Problem.NONE : Problem.BAD_TCP_CHECKSUM;
  }

  private boolean readOptions(int from, int to) {
    int at = from;
    while (at < to && bytes[at] != 0) {
      if (bytes[at] == 1) {
        at++;
      } else {
        if (at + 2 > to || (bytes[at + 1] & 0xff) < 2 || at + (bytes[at + 1] & 0xff) > to) {
          return false;
        }
        int length = bytes[at + 1] & 0xff;
        options.add(new Option(bytes[at] & 0xff, Arrays.copyOfRange(bytes, at, at + length)));
        at += length;
      }
    }
    return true;
  }
}
