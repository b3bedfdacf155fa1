package org.mpnic.cosim.traffic;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.IpChecksum;
import org.mpnic.wire.ParserLimits;

/**
 * Frames with every header that rx_parser knows, in any combination: VLAN tags, IPv4 options, IPv6
 * extension headers, TCP options and MPTCP options of mostly legal lengths. Seeded.
 */
public final class HeaderSoup {
  private static final int[] EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140};
  private static final int[][] MPTCP_LENGTHS = {
    {4, 12, 20, 22, 24},
    {12, 16, 24},
    {4, 8, 12, 14, 16, 18, 20, 22, 24, 26, 28},
    {8, 10, 16, 18, 20, 22, 28, 30},
    {4, 5, 8, 11, 12, 20},
    {3, 4},
    {12},
    {12},
    {4},
    {3, 7}
  };

  private final SplittableRandom random;
  private final byte[] out = new byte[12000];
  private final FrameHeader header = new FrameHeader();
  private int at;

  /** A soup from a seed. */
  public HeaderSoup(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The next frame; valid until the next call. */
  public byte[] buffer() {
    return out;
  }

  /** Makes a frame in {@link #buffer()} and returns its length. */
  public int next() {
    at = 0;
    put(12);
    int tags = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
    for (; tags > 0; tags--) {
      put16(new int[] {0x8100, 0x88a8, 0x9100}[random.nextInt(3)]);
      put(2);
    }
    switch (random.nextInt(20)) {
      case 0:
        put16(0x0806);
        put(random.nextInt(100));
        break;
      case 1:
        put16(random.nextInt(65536));
        put(random.nextInt(100));
        break;
      default:
        if (random.nextBoolean()) {
          ipv4();
        } else {
          ipv6();
        }
    }
    int length = at;
    if (random.nextInt(4) == 0) {
      put(random.nextInt(random.nextInt(8) == 0 ? 400 : 40));
      length = at;
    }
    if (random.nextInt(12) == 0) {
      length = random.nextInt(length + 1);
    }
    if (random.nextInt(40) == 0) {
      out[random.nextInt(Math.min(120, at))] ^= (byte) (1 << random.nextInt(8));
    }
    return Math.max(1, Math.min(length, 9014));
  }

  private void ipv4() {
    put16(0x0800);
    int start = at;
    int words = random.nextInt(4) == 0 ? 5 + random.nextInt(11) : 5;
    put(words * 4);
    out[start] = (byte) (0x40 | (random.nextInt(40) == 0 ? random.nextInt(16) : words));
    out[start + 6] = (byte) (random.nextInt(12) == 0 ? random.nextInt(256) : 0x40);
    out[start + 7] = 0;
    int protocol = protocol();
    out[start + 9] = (byte) protocol;
    body(protocol);
    BigEndian.put16(out, start + 2, lie(at - start));
    repair();
  }

  private void ipv6() {
    put16(0x86dd);
    int start = at;
    put(40);
    out[start] = (byte) (0x60 | out[start] & 15);
    int next = start + 6;
    int extensions = random.nextInt(2) == 0 ? random.nextInt(7) : 0;
    for (int i = 0; i < extensions; i++) {
      int kind = EXTENSIONS[random.nextInt(EXTENSIONS.length)];
      out[next] = (byte) kind;
      next = at;
      int units = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
      put(kind == 44 ? 8 : kind == 51 ? units * 4 + 8 : units * 8 + 8);
      out[next + 1] = (byte) (random.nextInt(30) == 0 ? random.nextInt(256) : units);
      if (kind == 44 && random.nextInt(3) != 0) {
        out[next + 2] = 0;
        out[next + 3] = (byte) (random.nextInt(2) * 6);
      }
    }
    int protocol = protocol();
    out[next] = (byte) protocol;
    body(protocol);
    BigEndian.put16(out, start + 4, lie(at - start - 40));
    repair();
  }

  private int protocol() {
    int[] others = {1, 17, 58, 89, 59, 43, 51, 4};
    return random.nextInt(10) == 0 ? others[random.nextInt(others.length)] : 6;
  }

  private int lie(int length) {
    return switch (random.nextInt(40)) {
      case 0 -> random.nextInt(65536);
      case 1 -> Math.max(0, length - 1 - random.nextInt(70));
      case 2 -> length + 1 + random.nextInt(70);
      default -> length;
    };
  }

  private void body(int protocol) {
    if (protocol == 6) {
      int start = at;
      put(20);
      int flags = random.nextInt(4) == 0 ? random.nextInt(256) : 0x10;
      if (random.nextInt(3) == 0) {
        flags = 0x02 | (random.nextBoolean() ? 0x10 : 0);
      }
      out[start + 13] = (byte) flags;
      int space = random.nextInt(11) * 4;
      int end = at + space;
      while (at < end) {
        option(end, flags);
      }
      at = end;
      if (space >= 20 && random.nextInt(30) == 0) {
        // As many options as the card walks, and the end-of-list option behind them.
        Arrays.fill(out, end - space, end - space + 16, (byte) 1);
        Arrays.fill(out, end - space + 16, end, (byte) 0);
      }
      int words = 5 + space / 4;
      out[start + 12] = (byte) ((random.nextInt(40) == 0 ? random.nextInt(16) : words) << 4);
    }
    put(random.nextInt(16) == 0 ? random.nextInt(8800) : random.nextInt(160));
  }

  private void option(int end, int flags) {
    int start = at;
    int[] kinds = {1, 2, 3, 4, 5, 8, 19, 28, 29, 34, 30, 30, 30, 30, 30, 30, 1, 254, 63, 64};
    int[] lengths = {1, 4, 3, 2, 10, 10, 18, 4, 6, 8, 0, 0, 0, 0, 0, 0, 1, 5, 3, 2};
    int choice = random.nextInt(kinds.length);
    int kind = random.nextInt(60) == 0 ? 0 : kinds[choice];
    int length = lengths[choice];
    if (kind == 30) {
      int subtype = random.nextInt(4) == 0 ? random.nextInt(10) : random.nextInt(3);
      int[] legal = MPTCP_LENGTHS[subtype];
      length = legal[random.nextInt(legal.length)];
      put(length);
      int low = random.nextInt(3) == 0 ? random.nextInt(16) : random.nextInt(2);
      out[start + 2] = (byte) (subtype << 4 | low);
      if (subtype == 2 && random.nextInt(8) != 0 && length >= 4) {
        dssFlags(start, length);
      }
    } else {
      put(Math.max(1, length));
    }
    if (random.nextInt(30) == 0) {
      length = random.nextInt(24);
    }
    if (kind == 5) {
      length += 8 * random.nextInt(4);
    }
    out[start] = (byte) kind;
    if (kind > 1) {
      out[start + 1] = (byte) (random.nextInt(200) == 0 ? random.nextInt(256) : length);
    }
    at = Math.max(start + 1, Math.max(at, start + length));
    if (at > end && random.nextInt(8) != 0) {
      // Does not fit: padded with NOPs instead.
      for (int i = start; i < end; i++) {
        out[i] = 1;
      }
      at = end;
    }
  }

  private void dssFlags(int start, int length) {
    for (int tries = 0; tries < 60; tries++) {
      int flags = random.nextInt(32);
      int ack = (flags & 1) == 0 ? 0 : (flags & 2) != 0 ? 8 : 4;
      int bytes = 4 + ack + ((flags & 4) != 0 ? ((flags & 8) != 0 ? 14 : 10) : 0);
      if (length == bytes || (flags & 4) != 0 && length == bytes + 2) {
        out[start + 3] = (byte) flags;
        return;
      }
    }
  }

  private void repair() {
    if (random.nextInt(6) == 0) {
      return;
    }
    header.clear();
    FrameParser.parse(out, 0, at, ParserLimits.UNLIMITED, header);
    if ((header.layers & FrameHeader.LAYER_IP) != 0) {
      IpChecksum.storeIpHeader(out, 0, header);
    }
    if (header.isTcp()) {
      IpChecksum.storeTcp(out, 0, header);
      if (random.nextInt(20) == 0) {
        out[header.l4Offset + 17] ^= (byte) (1 << random.nextInt(8));
      }
    }
  }

  private void put(int bytes) {
    int style = random.nextInt(12);
    for (int i = 0; i < bytes && at < out.length; i++) {
      out[at++] = (byte) (style == 0 ? 0 : style == 1 ? 0xff : random.nextInt(256));
    }
  }

  private void put16(int value) {
    BigEndian.put16(out, at, value);
    at += 2;
  }
}
