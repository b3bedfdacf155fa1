package org.mpnic.bench.rings;

import org.mpnic.abi.CompletionFlyweight;

/** The entries that are sent: every field of a completion, by the entry's number, as in rings.c. */
final class RingEntry {
  private RingEntry() {}

  /** Fills every field but control. */
  static void fill(CompletionFlyweight entry, int i) {
    entry
        .queue(i)
        .reason(7)
        .bufferIndex(i)
        .bufferCount(1)
        .payloadOffset(66)
        .frameLength(i ^ 5)
        .payloadLength(i ^ 9)
        .connection(i + 1)
        .subflow(i + 2)
        .dsn((long) i << 20)
        .ssn(i + 3)
        .rssHash(~i)
        .cycle((long) i << 9)
        .mappingLength(i + 4)
        .dssChecksum(i + 5)
        .frame(i);
  }

  /** Control of an entry, its lowest bit left out. */
  static int control(int i) {
    return i << 1;
  }

  /** 0 when every field is right. */
  static long wrong(CompletionFlyweight entry, int i) {
    int ints =
        (entry.control() ^ i << 1) & ~1
            | entry.queue() ^ i & 0xffff
            | entry.reason() ^ 7
            | entry.bufferIndex() ^ i
            | entry.bufferCount() ^ 1
            | entry.payloadOffset() ^ 66
            | entry.frameLength() ^ i ^ 5
            | entry.payloadLength() ^ i ^ 9
            | entry.connection() ^ i + 1
            | entry.subflow() ^ i + 2
            | entry.ssn() ^ i + 3
            | entry.rssHash() ^ ~i
            | entry.mappingLength() ^ i + 4 & 0xffff
            | entry.dssChecksum() ^ i + 5 & 0xffff
            | entry.frame() ^ i;
    return ints | entry.dsn() ^ (long) i << 20 | entry.cycle() ^ (long) i << 9;
  }
}
