package org.mpnic.testbed.raw;

import java.util.Arrays;

/** Writer of one Ethernet frame with a TCP segment; set the fields, then {@link #bytes()}. */
public final class TcpFrame {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;

  private static final byte[] NOTHING = {};

  /** Sender's and receiver's address: 4 bytes each, or 16. */
  public byte[] source;

  public byte[] destination;
  public int sourcePort;
  public int destinationPort;
  public int sequence;
  public int acknowledgment;
  public int flags;
  public int window = 0xffff;

  /** Padded to a multiple of 4, at most 40 bytes. */
  public byte[] options = NOTHING;

  public byte[] payload = NOTHING;

  /** VLAN identifiers from the outside in; the outer of two has type 0x88a8. */
  public int[] vlans = {};

  /** IPv6 destination options headers of 8 bytes each. */
  public int ipv6Extensions;

  /** IPv4 identification. */
  public int identification;

  /**
   * Leaves only the pseudo-header's sum in the TCP checksum, as captures with offloads on have it.
   */
  public boolean partialChecksum;

  /** Added to the right checksum to make it wrong; must not be a multiple of 65535. */
  public int tcpChecksumError;

  public int ipChecksumError;

  /** Frames shorter than that get a trailer of random looking bytes; 60 is what a MAC does. */
  public int minimumLength;

  /**
   * Takes a frame apart so that it can be changed and rendered again; its checksums become right,
   * or stay partial.
   */
  public static TcpFrame of(RawFrame frame) {
    TcpFrame f = new TcpFrame();
    byte[] b = frame.bytes;
    f.vlans = new int[(frame.l3 - 14) / 4];
    for (int i = 0; i < f.vlans.length; i++) {
      f.vlans[i] = Bytes.u16(b, 14 + 4 * i);
    }
    f.source = frame.source;
    f.destination = frame.destination;
    if (f.source.length == 16) {
      f.ipv6Extensions = (frame.l4 - frame.l3 - 40) / 8;
    } else {
      f.identification = Bytes.u16(b, frame.l3 + 4);
    }
    f.sourcePort = frame.sourcePort;
    f.destinationPort = frame.destinationPort;
    f.sequence = frame.sequence;
    f.acknowledgment = frame.acknowledgment;
    f.flags = frame.flags;
    f.window = Bytes.u16(b, frame.l4 + 14);
    f.options = Arrays.copyOfRange(b, frame.l4 + 20, frame.payload);
    f.payload = frame.payloadBytes();
    f.partialChecksum = frame.partialChecksum;
    return f;
  }

  /** Renders the frame. */
  public byte[] bytes() {
    boolean ipv6 = source.length == 16;
    int l2 = 14 + 4 * vlans.length;
    int l3 = ipv6 ? 40 + 8 * ipv6Extensions : 20;
    int tcpLength = 20 + options.length + payload.length;
    byte[] b = new byte[Math.max(l2 + l3 + tcpLength, minimumLength)];
    Arrays.fill(b, l2 + l3 + tcpLength, b.length, (byte) 0x5a);
    ethernet(b, ipv6);
    if (ipv6) {
      ipv6(b, l2, tcpLength);
    } else {
      ipv4(b, l2, tcpLength);
    }
    tcp(b, l2 + l3, tcpLength);
    return b;
  }

  private void ethernet(byte[] b, boolean ipv6) {
    byte[] macs = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};
    System.arraycopy(macs, 0, b, 0, 12);
    int at = 12;
    for (int i = 0; i < vlans.length; i++) {
      Bytes.put16(b, at, i == 0 && vlans.length > 1 ? 0x88a8 : 0x8100);
      Bytes.put16(b, at + 2, vlans[i]);
      at += 4;
    }
    Bytes.put16(b, at, ipv6 ? 0x86dd : 0x0800);
  }

  private void ipv4(byte[] b, int at, int tcpLength) {
    b[at] = 0x45;
    Bytes.put16(b, at + 2, 20 + tcpLength);
    Bytes.put16(b, at + 4, identification);
    Bytes.put16(b, at + 6, 0x4000);
    b[at + 8] = 64;
    b[at + 9] = 6;
    System.arraycopy(source, 0, b, at + 12, 4);
    System.arraycopy(destination, 0, b, at + 16, 4);
    Bytes.put16(b, at + 10, ~Bytes.fold(Bytes.sum(0, b, at, 20) + ipChecksumError));
  }

  private void ipv6(byte[] b, int at, int tcpLength) {
    b[at] = 0x60;
    Bytes.put16(b, at + 4, 8 * ipv6Extensions + tcpLength);
    b[at + 6] = (byte) (ipv6Extensions > 0 ? 60 : 6);
    b[at + 7] = 64;
    System.arraycopy(source, 0, b, at + 8, 16);
    System.arraycopy(destination, 0, b, at + 24, 16);
    for (int i = 0; i < ipv6Extensions; i++) {
      int extension = at + 40 + 8 * i;
      b[extension] = (byte) (i + 1 < ipv6Extensions ? 60 : 6);
      b[extension + 2] = 1;
      b[extension + 3] = 4;
    }
  }

  private void tcp(byte[] b, int at, int tcpLength) {
    Bytes.put16(b, at, sourcePort);
    Bytes.put16(b, at + 2, destinationPort);
    Bytes.put32(b, at + 4, sequence);
    Bytes.put32(b, at + 8, acknowledgment);
    b[at + 12] = (byte) (20 + options.length << 2);
    b[at + 13] = (byte) flags;
    Bytes.put16(b, at + 14, window);
    System.arraycopy(options, 0, b, at + 20, options.length);
    System.arraycopy(payload, 0, b, at + 20 + options.length, payload.length);
    long pseudo = pseudoSum(source, destination, tcpLength);
    if (partialChecksum) {
      Bytes.put16(b, at + 16, Bytes.fold(pseudo));
    } else {
      int right = ~Bytes.fold(Bytes.sum(pseudo, b, at, tcpLength)) & 0xffff;
      int wrong = ~Bytes.fold(Bytes.sum(pseudo + tcpChecksumError, b, at, tcpLength)) & 0xffff;
      boolean looksPartial = tcpChecksumError != 0 && wrong == Bytes.fold(pseudo);
      Bytes.put16(b, at + 16, looksPartial ? ~right : wrong);
    }
  }

  /** Sum of the pseudo-header of a TCP segment. RFC 9293 section 3.1, RFC 8200 section 8.1. */
  public static long pseudoSum(byte[] source, byte[] destination, int tcpLength) {
    long sum = Bytes.sum(6 + (tcpLength >>> 16) + (tcpLength & 0xffff), source, 0, source.length);
    return Bytes.sum(sum, destination, 0, destination.length);
  }
}
