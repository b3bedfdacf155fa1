package org.mpnic.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Frames for tests, put together field by field; lengths and checksums are right unless told. */
public final class TestFrame {
  public int[] vlanTypes = {};
  public boolean ipv6;
  public int source = 0x0a000001;
  public int destination = 0x0a000002;
  public int sourcePort = 40000;
  public int destinationPort = 80;
  public int protocol = 6;
  public byte[] ipOptions = {};
  public byte[] ipv6Extensions = {};
  public int ipv6FirstProtocol = 6;
  public int fragmentField;
  public int sequence = 1001;
  public int acknowledgment = 5001;
  public int flags = TcpFlags.ACK;
  public byte[] options = {};
  public byte[] payload = {};
  public byte[] padding = {};

  /** A TCP segment with options in hexadecimal, padded with the end-of-list option. */
  public static TestFrame tcp(int flags, String options, byte... payload) {
    final TestFrame frame = new TestFrame();
    frame.flags = flags;
    frame.options = hex(options);
    frame.payload = payload;
    return frame;
  }

  /** Bytes of a hexadecimal text; blanks are ignored. */
  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** Exchanges source and destination, sequence and acknowledgment. */
  public TestFrame answer() {
    int swap = source;
    source = destination;
    destination = swap;
    swap = sourcePort;
    sourcePort = destinationPort;
    destinationPort = swap;
    swap = sequence;
    sequence = acknowledgment;
    acknowledgment = swap;
    return this;
  }

  /** The frame's bytes, without FCS. */
  public byte[] bytes() {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(hex("020000000001 020000000002"));
    for (int i = 0; i < vlanTypes.length; i++) {
      put16(out, vlanTypes[i]);
      put16(out, 0x2000 + 100 + i);
    }
    put16(out, ipv6 ? 0x86dd : 0x0800);
    final int l3 = out.size();
    final byte[] segment = segment();
    if (ipv6) {
      put16(out, 0x6000);
      put16(out, 0);
      put16(out, ipv6Extensions.length + segment.length);
      out.write(ipv6Extensions.length == 0 ? protocol : ipv6FirstProtocol);
      out.write(64);
      out.writeBytes(ipv6Address(source));
      out.writeBytes(ipv6Address(destination));
      out.writeBytes(ipv6Extensions);
    } else {
      out.write(0x45 + ipOptions.length / 4);
      out.write(0);
      put16(out, 20 + ipOptions.length + segment.length);
      put16(out, 7);
      put16(out, fragmentField);
      out.write(64);
      out.write(protocol);
      put16(out, 0);
      put32(out, source);
      put32(out, destination);
      out.writeBytes(ipOptions);
    }
    out.writeBytes(segment);
    out.writeBytes(padding);
    final byte[] frame = out.toByteArray();
    if (!ipv6) {
      final int sum = InternetChecksum.sumByWords(frame, l3, 20 + ipOptions.length);
      BigEndian.put16(frame, l3 + 10, ~sum);
    }
    return frame;
  }

  private static byte[] ipv6Address(int low) {
    final byte[] address = hex("20010db8 00000000 00000000 00000000");
    BigEndian.put32(address, 12, low);
    return address;
  }

  private byte[] segment() {
    if (protocol != 6) {
      return payload;
    }
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final int padded = options.length + 3 & ~3;
    put16(out, sourcePort);
    put16(out, destinationPort);
    put32(out, sequence);
    put32(out, acknowledgment);
    out.write((20 + padded) / 4 << 4);
    out.write(flags);
    put16(out, 0x1234);
    put32(out, 0);
    out.writeBytes(options);
    out.writeBytes(new byte[padded - options.length]);
    out.writeBytes(payload);
    final byte[] bytes = out.toByteArray();
    int sum = InternetChecksum.sumByWords(bytes, 0, bytes.length);
    sum = InternetChecksum.add(sum, 6 + bytes.length);
    for (int address : new int[] {source, destination}) {
      sum = InternetChecksum.add(sum, InternetChecksum.sum32(address));
      if (ipv6) {
        sum = InternetChecksum.add(sum, InternetChecksum.sum32(0x20010db8));
      }
    }
    BigEndian.put16(bytes, 16, ~sum);
    return bytes;
  }

  private static void put16(ByteArrayOutputStream out, int value) {
    out.write(value >>> 8);
    out.write(value);
  }

  private static void put32(ByteArrayOutputStream out, int value) {
    put16(out, value >>> 16);
    put16(out, value);
  }
}
