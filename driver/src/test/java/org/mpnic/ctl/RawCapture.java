package org.mpnic.ctl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks a pcap file of the loop byte by byte, with nothing of the project's own codecs: IPv4
 * header, TCP and DSS checksums (RFC 791, RFC 9293, RFC 8684 section 3.3.1), computed here, 16 bits
 * at a time. Mappings must be whole in one segment, as those with checksums are.
 */
final class RawCapture {
  int frames;
  int dataSegments;
  int mappings;
  int checksummedMappings;
  int dataFins;
  int syns;
  long payloadBytes;
  long lastTimeNs = -1;

  /** Reads a file; AssertionError at the first frame that is wrong. */
  static RawCapture check(Path file) throws IOException {
    RawCapture capture = new RawCapture();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.getInt(0) == 0xa1b23c4d, "nanosecond pcap", 0);
    require(bytes.getInt(20) == 1, "Ethernet", 0);
    int at = 24;
    while (at < bytes.limit()) {
      long time = bytes.getInt(at) * 1_000_000_000L + bytes.getInt(at + 4);
      int length = bytes.getInt(at + 8);
      require(time >= capture.lastTimeNs, "time does not go back", capture.frames);
      require(length == bytes.getInt(at + 12), "whole frames", capture.frames);
      capture.lastTimeNs = time;
      byte[] frame = new byte[length];
      bytes.get(at + 16, frame);
      capture.frame(frame);
      at += 16 + length;
    }
    return capture;
  }

  private void frame(byte[] f) {
    boolean ipv4 = u16(f, 12) == 0x0800;
    require(ipv4 || u16(f, 12) == 0x86dd, "IPv4 or IPv6", frames);
    int tcp = ipv4 ? 14 + 4 * (f[14] & 15) : 54;
    int end = ipv4 ? 14 + u16(f, 16) : 54 + u16(f, 18);
    require(end <= f.length && (end == f.length || f.length == 60), "IP length", frames);
    if (ipv4) {
      require(sum(f, 14, tcp, 0) == 0xffff, "IPv4 checksum", frames);
      require(f[23] == 6, "TCP", frames);
    } else {
      require(f[20] == 6, "TCP", frames);
    }
    int pseudo = sum(f, ipv4 ? 26 : 22, ipv4 ? 34 : 54, 6 + end - tcp);
    require(sum(f, tcp, end, pseudo) == 0xffff, "TCP checksum", frames);
    int payload = tcp + 4 * (f[tcp + 12] >> 4 & 15);
    syns += f[tcp + 13] >> 1 & 1;
    payloadBytes += end - payload;
    dataSegments += end > payload ? 1 : 0;
    options(f, tcp + 20, payload, end);
    frames++;
  }

  private void options(byte[] f, int from, int payload, int end) {
    int at = from;
    while (at < payload && f[at] != 0) {
      if (f[at] == 1) {
        at++;
        continue;
      }
      int length = f[at + 1] & 0xff;
      require(length >= 2 && at + length <= payload, "option length", frames);
      if (f[at] == 30 && (f[at + 2] & 0xf0) == 0x20) {
        dss(f, at, length, payload, end);
      }
      at += length;
    }
  }

  private void dss(byte[] f, int option, int length, int payload, int end) {
    int flags = f[option + 3];
    if ((flags & 4) == 0) {
      require(end == payload, "a mapping for data", frames);
      return;
    }
    int at = option + 4 + ((flags & 1) == 0 ? 0 : (flags & 2) == 0 ? 4 : 8);
    boolean wide = (flags & 8) != 0;
    require(wide, "8-byte DSN", frames);
    int ssnAt = at + 8;
    int mapped = u16(f, ssnAt + 4);
    boolean fin = (flags & 0x10) != 0;
    dataFins += fin ? 1 : 0;
    mappings++;
    require(mapped - (fin ? 1 : 0) == end - payload, "mapping of this segment", frames);
    if (option + length == ssnAt + 8) {
      checksummedMappings++;
      int dsn = sum(f, at, at + 8, 0);
      int ssn = sum(f, ssnAt, ssnAt + 4, dsn);
      int total = sum(f, payload, end, ssn + mapped + u16(f, ssnAt + 6));
      require(total == 0xffff, "DSS checksum", frames);
    }
  }

  private static int u16(byte[] f, int at) {
    return (f[at] & 0xff) << 8 | f[at + 1] & 0xff;
  }

  /** Ones' complement sum of 16-bit words from one offset to another, an odd tail padded. */
  private static int sum(byte[] f, int from, int to, long start) {
    long sum = start;
    for (int i = from; i + 1 < to; i += 2) {
      sum += u16(f, i);
    }
    if ((to - from & 1) != 0) {
      sum += (f[to - 1] & 0xff) << 8;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) sum;
  }

  private static void require(boolean condition, String what, int frame) {
    if (!condition) {
      throw new AssertionError("frame " + frame + ": " + what);
    }
  }
}
