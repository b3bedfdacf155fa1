package org.mpnic.testbed.mutation;

import org.mpnic.testbed.raw.Bytes;

/**
 * Damages frames for a fuzz campaign, seeded: flipped bits, truncation, lengths that lie, option
 * soup. Writes into the caller's buffer and allocates nothing. Half of the frames get right IP and
 * TCP checksums again, so that the damage reaches what lies behind the checksums.
 */
public final class FrameMutator {
  private long state;
  private byte[] out;
  private int length;

  /** Offsets in the frame, or -1: IP header, TCP header. */
  private int l3;

  private int l4;

  public FrameMutator(long seed) {
    state = seed * 0x9e3779b97f4a7c15L + 0x632be59bd9b4e019L;
  }

  /** Next pseudo-random number, 0 to bound - 1 (SplitMix64). */
  public int below(int bound) {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    return (int) ((z >>> 33) % bound);
  }

  /**
   * Writes a damaged copy of a frame.
   *
   * @param frame the frame
   * @param frameLength bytes of it, 1 to 65535
   * @param into buffer of at least frameLength + 96 bytes
   * @return length of the copy, 0 or more
   */
  public int mutate(byte[] frame, int frameLength, byte[] into) {
    out = into;
    length = frameLength;
    System.arraycopy(frame, 0, into, 0, frameLength);
    locate();
    for (int times = 1 + below(3); times > 0; times--) {
      damage();
    }
    if (below(2) == 0) {
      repairChecksums();
    }
    if (below(12) == 0 && length > 0) {
      length = below(length);
    }
    return length;
  }

  private void damage() {
    switch (below(10)) {
      case 0 -> flip(0, length, 1 + below(8));
      case 1 -> flip(0, Math.min(length, 100), 1 + below(4));
      case 2 -> ipLength();
      case 3 -> ipHeaderByte();
      case 4 -> tcpDataOffset();
      case 5 -> optionLength();
      case 6 -> optionSoup();
      case 7 -> pushVlan();
      case 8 -> extend();
      default -> tcpHeaderByte();
    }
  }

  private void locate() {
    l3 = -1;
    l4 = -1;
    int at = 12;
    while (at + 2 <= length && (Bytes.u16(out, at) == 0x8100 || Bytes.u16(out, at) == 0x88a8)) {
      at += 4;
    }
    if (at + 2 + 20 > length) {
      return;
    }
    int type = Bytes.u16(out, at);
    if (type == 0x0800) {
      l3 = at + 2;
      l4 = l3 + (out[l3] & 15) * 4;
    } else if (type == 0x86dd && at + 42 <= length) {
      l3 = at + 2;
      l4 = l3 + 40;
    }
    if (l4 + 20 > length) {
      l4 = -1;
    }
  }

  private void flip(int from, int to, int bits) {
    for (int i = 0; i < bits && from < to; i++) {
      out[from + below(to - from)] ^= (byte) (1 << below(8));
    }
  }

  private void ipLength() {
    if (l3 < 0) {
      return;
    }
    int at = out[l3] >> 4 == 4 ? l3 + 2 : l3 + 4;
    int value =
        switch (below(4)) {
          case 0 -> below(65536);
          case 1 -> below(60);
          case 2 -> Bytes.u16(out, at) - 1 - below(20);
          default -> Bytes.u16(out, at) + 1 + below(20);
        };
    Bytes.put16(out, at, value);
  }

  private void ipHeaderByte() {
    if (l3 >= 0) {
      out[l3 + below(20)] = (byte) below(256);
    }
  }

  private void tcpDataOffset() {
    if (l4 >= 0) {
      out[l4 + 12] = (byte) (below(16) << 4);
    }
  }

  private void tcpHeaderByte() {
    if (l4 >= 0) {
      out[l4 + below(20)] = (byte) below(256);
    }
  }

  private int optionsEnd() {
    return l4 < 0 ? -1 : Math.min(length, l4 + (out[l4 + 12] >> 4 & 15) * 4);
  }

  /** Changes the length of one option that is there. */
  private void optionLength() {
    int end = optionsEnd();
    int at = l4 + 20;
    while (l4 >= 0 && at + 1 < end) {
      int kind = out[at];
      int size = kind == 1 ? 1 : out[at + 1] & 0xff;
      if (kind != 1 && below(3) == 0) {
        out[at + 1] = (byte) (below(2) == 0 ? below(256) : size + below(5) - 2);
        return;
      }
      at += Math.max(1, size);
    }
  }

  /** Fills the option space with options whose kinds are known and whose contents are not. */
  private void optionSoup() {
    int end = optionsEnd();
    if (end < 0) {
      return;
    }
    if (below(2) == 0 && l4 + 60 <= length) {
      out[l4 + 12] = (byte) 0xf0;
      end = l4 + 60;
    }
    for (int at = l4 + 20; at < end; ) {
      int kind =
          switch (below(6)) {
            case 0 -> 1;
            case 1 -> 2 + below(4);
            case 2 -> below(256);
            default -> 30;
          };
      int size = kind == 30 ? 3 + below(26) : 2 + below(10);
      for (int i = 0; i < size && at + i < end; i++) {
        out[at + i] = (byte) below(256);
      }
      out[at] = (byte) kind;
      if (at + 1 < end) {
        out[at + 1] = (byte) size;
      }
      if (kind == 30 && at + 2 < end) {
        out[at + 2] = (byte) (below(10) << 4 | below(3));
      }
      at += kind == 1 ? 1 : size;
    }
  }

  private void pushVlan() {
    if (length < 14) {
      return;
    }
    for (int times = 1 + below(4); times > 0; times--) {
      System.arraycopy(out, 12, out, 16, length - 12);
      Bytes.put16(out, 12, below(2) == 0 ? 0x8100 : 0x88a8);
      Bytes.put16(out, 14, below(65536));
      length += 4;
    }
    locate();
  }

  private void extend() {
    for (int more = below(16); more > 0; more--) {
      out[length++] = (byte) below(256);
    }
  }

  private void repairChecksums() {
    locate();
    if (l3 < 0) {
      return;
    }
    int end;
    long pseudo;
    if (out[l3] >> 4 == 4) {
      int header = (out[l3] & 15) * 4;
      if (l3 + header > length || header < 20) {
        return;
      }
      Bytes.put16(out, l3 + 10, 0);
      Bytes.put16(out, l3 + 10, ~Bytes.fold(Bytes.sum(0, out, l3, header)));
      end = l3 + Bytes.u16(out, l3 + 2);
      pseudo = Bytes.sum(0, out, l3 + 12, 8);
    } else {
      end = l3 + 40 + Bytes.u16(out, l3 + 4);
      pseudo = Bytes.sum(0, out, l3 + 8, 32);
    }
    if (l4 >= 0 && end <= length && l4 + 20 <= end) {
      Bytes.put16(out, l4 + 16, 0);
      long sum = Bytes.sum(pseudo + 6 + end - l4, out, l4, end - l4);
      Bytes.put16(out, l4 + 16, ~Bytes.fold(sum));
    }
  }
}
