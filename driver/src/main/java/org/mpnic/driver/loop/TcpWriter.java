package org.mpnic.driver.loop;

import java.util.Arrays;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.InternetChecksum;

/** Writes frames of one direction of a TCP connection: Ethernet, IPv4 or IPv6, TCP with options. */
final class TcpWriter {
  /** Bytes of an Ethernet header. */
  static final int ETHERNET_BYTES = 14;

  /** Bytes of a TCP header without options. */
  static final int TCP_BYTES = 20;

  private static final int TCP = 6;
  private static final int HOP_LIMIT = 64;
  private static final int WINDOW = 0xffff;

  private final byte[] source;
  private final byte[] destination;
  private final int sourcePort;
  private final int destinationPort;

  /** A direction; addresses of 4 or 16 bytes. */
  TcpWriter(byte[] source, byte[] destination, int sourcePort, int destinationPort) {
    this.source = source;
    this.destination = destination;
    this.sourcePort = sourcePort;
    this.destinationPort = destinationPort;
  }

  /** Bytes before the TCP header. */
  int l4Offset() {
    return ETHERNET_BYTES + (source.length == 4 ? 20 : 40);
  }

  /** A segment without payload; {@code options} are a multiple of 4 bytes. */
  byte[] segment(int sequence, int acknowledgment, int flags, byte[] options) {
    int l4 = l4Offset();
    byte[] frame = new byte[l4 + TCP_BYTES + options.length];
    frame[0] = 2;
    frame[5] = 2;
    frame[6] = 2;
    frame[11] = 1;
    int tcpBytes = frame.length - l4;
    if (source.length == 4) {
      ipv4(frame, tcpBytes);
    } else {
      ipv6(frame, tcpBytes);
    }
    BigEndian.put16(frame, l4, sourcePort);
    BigEndian.put16(frame, l4 + 2, destinationPort);
    BigEndian.put32(frame, l4 + 4, sequence);
    BigEndian.put32(frame, l4 + 8, acknowledgment);
    BigEndian.put8(frame, l4 + 12, tcpBytes / 4 << 4);
    BigEndian.put8(frame, l4 + 13, flags);
    BigEndian.put16(frame, l4 + 14, WINDOW);
    System.arraycopy(options, 0, frame, l4 + TCP_BYTES, options.length);
    int addresses = InternetChecksum.sum(source, 0, source.length);
    addresses =
        InternetChecksum.add(addresses, InternetChecksum.sum(destination, 0, destination.length));
    int pseudo = InternetChecksum.add(addresses, TCP + tcpBytes);
    int sum = InternetChecksum.add(pseudo, InternetChecksum.sum(frame, l4, tcpBytes));
    BigEndian.put16(frame, l4 + 16, InternetChecksum.complement(sum));
    return frame;
  }

  private void ipv4(byte[] frame, int tcpBytes) {
    int l3 = ETHERNET_BYTES;
    BigEndian.put16(frame, 12, 0x0800);
    BigEndian.put8(frame, l3, 0x45);
    BigEndian.put16(frame, l3 + 2, 20 + tcpBytes);
    BigEndian.put16(frame, l3 + 6, 0x4000);
    BigEndian.put8(frame, l3 + 8, HOP_LIMIT);
    BigEndian.put8(frame, l3 + 9, TCP);
    System.arraycopy(source, 0, frame, l3 + 12, 4);
    System.arraycopy(destination, 0, frame, l3 + 16, 4);
    int sum = InternetChecksum.sum(frame, l3, 20);
    BigEndian.put16(frame, l3 + 10, InternetChecksum.complement(sum));
  }

  private void ipv6(byte[] frame, int tcpBytes) {
    int l3 = ETHERNET_BYTES;
    BigEndian.put16(frame, 12, 0x86dd);
    BigEndian.put8(frame, l3, 0x60);
    BigEndian.put16(frame, l3 + 4, tcpBytes);
    BigEndian.put8(frame, l3 + 6, TCP);
    BigEndian.put8(frame, l3 + 7, HOP_LIMIT);
    System.arraycopy(source, 0, frame, l3 + 8, 16);
    System.arraycopy(destination, 0, frame, l3 + 24, 16);
  }

  /** The source address as the ABI's records hold it: high half, 0 for IPv4. */
  static long high(byte[] address) {
    return address.length == 4 ? 0 : BigEndian.i64(address, 0);
  }

  /** The low half of an address, or the IPv4 address. */
  static long low(byte[] address) {
    return address.length == 4 ? BigEndian.u32(address, 0) : BigEndian.i64(address, 8);
  }

  byte[] source() {
    return source;
  }

  byte[] destination() {
    return destination;
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
  }

  /** Options one behind the other, padded by NOPs to a multiple of 4. */
  static byte[] options(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length + 3 & ~3];
    Arrays.fill(all, (byte) 1);
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
