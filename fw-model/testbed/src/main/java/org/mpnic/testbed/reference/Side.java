package org.mpnic.testbed.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * One direction of one TCP connection or subflow: every payload byte that arrived, first and newest
 * copy.
 */
final class Side {
  /** No test makes more; a wild sequence number beyond it is not stored. */
  private static final long MAXIMUM_BYTES = 1 << 28;

  final String from;
  final String to;

  /** Index of the direction's first frame, or -1. */
  int firstFrame = -1;

  /** Sequence number of payload byte 0. */
  private int base;

  private boolean hasBase;

  /** Whether the base comes from payload, not from a SYN. */
  private boolean lowestFound;

  private long highestSeen;
  final BitSet arrived = new BitSet();

  /** Bytes that a mapping has given their place in the data: no other mapping may give another. */
  final BitSet bound = new BitSet();

  private byte[] first = new byte[0];
  private byte[] newest = new byte[0];
  final List<Mapping> mappings = new ArrayList<>();

  /** Infinite mapping: payload offset and DSN; null while there is none. */
  long[] infinite;

  Side(String from, String to) {
    this.from = from;
    this.to = to;
  }

  /** Says where the payload begins, when the SYN tells. */
  void startsAt(int sequence) {
    base = sequence;
    hasBase = true;
  }

  /** Lets the payload begin at the lowest sequence number that carries some, when no SYN tells. */
  void beginsNotAfter(int sequence) {
    if (!hasBase || lowestFound && sequence - base < 0) {
      startsAt(sequence);
      lowestFound = true;
    }
  }

  void frame(int index, int sequence, byte[] payload) {
    if (firstFrame < 0) {
      firstFrame = index;
    }
    if (!hasBase) {
      startsAt(sequence);
    }
    long at = extend(sequence - base);
    highestSeen = Math.max(highestSeen, at + payload.length);
    if (at + payload.length > MAXIMUM_BYTES || at + payload.length <= 0) {
      return;
    }
    for (int i = (int) Math.max(0, -at); i < payload.length; i++) {
      put((int) (at + i), payload[i]);
    }
  }

  private void put(int at, byte value) {
    if (at >= first.length) {
      int length = Math.max(at + 1, 2 * first.length + 1024);
      first = Arrays.copyOf(first, length);
      newest = Arrays.copyOf(newest, length);
    }
    if (!arrived.get(at)) {
      arrived.set(at);
      first[at] = value;
    }
    newest[at] = value;
  }

  /** 64-bit payload offset nearest to what was seen, from the 32 bits on the wire. */
  long extend(int offset) {
    return highestSeen + (offset - (int) highestSeen);
  }

  boolean whole(long from, int length) {
    return from >= 0 && arrived.nextClearBit((int) from) >= from + length;
  }

  byte[] firstCopy(long from, int length) {
    return Arrays.copyOfRange(first, (int) from, (int) from + length);
  }

  byte[] newestCopy(long from, int length) {
    return Arrays.copyOfRange(newest, (int) from, (int) from + length);
  }

  byte firstByte(int at) {
    return first[at];
  }
}
