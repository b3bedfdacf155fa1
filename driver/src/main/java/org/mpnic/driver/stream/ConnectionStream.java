package org.mpnic.driver.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * One direction's data sequence space: takes bytes in any order, accepts each once, and hands the
 * contiguous ones on. A position counts the stream's bytes from 0; in MPTCP position 0 is the DSN
 * IDSN + 1 (RFC 8684 section 3.3.1).
 */
final class ConnectionStream {
  /** DSN of position 0; 0 where there are no DSNs. */
  private final long originDsn;

  private final StreamMemory memory;
  private final long windowBytes;
  private final MessageDigest digest;
  private StreamSink sink = StreamSink.NONE;

  /** Position of the next byte to hand on. */
  private long next;

  /** Positions accepted at or beyond {@link #next}. */
  private final IntervalSet accepted = new IntervalSet();

  /** Accepted bytes beyond {@link #next}, by position; pieces do not overlap. */
  private final TreeMap<Long, byte[]> ahead = new TreeMap<>();

  private long mappedEnd;
  private long outsideWindowBytes;

  /** Position of the first byte handed on. */
  private long start;

  /** Whether it is settled where the stream starts; until then bytes only wait. */
  private boolean begun = true;

  ConnectionStream(long originDsn, long windowBytes, StreamMemory memory) {
    this.originDsn = originDsn;
    this.windowBytes = windowBytes;
    this.memory = memory;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Where the contiguous bytes go from now on. */
  void sink(StreamSink target) {
    sink = target;
  }

  /**
   * The stream began before this host came: it starts at the lowest byte that waits when {@link
   * #begin} is called.
   *
   * @param near position from which bytes are expected, roughly
   */
  void resume(long near) {
    begun = false;
    next = near;
    mappedEnd = Long.MIN_VALUE;
  }

  /** Settles that the stream starts at the lowest byte that waits. */
  void begin() {
    beginAt(ahead.isEmpty() ? next : ahead.firstKey());
  }

  /** Settles that the stream starts at a position. */
  void beginAt(long position) {
    if (!begun) {
      begun = true;
      start = position;
      next = position;
      accepted.removeBelow(position);
      ahead.headMap(position).values().forEach(bytes -> memory.give(bytes.length));
      ahead.headMap(position).clear();
      drain();
    }
  }

  /** Whether it is settled where the stream starts. */
  boolean isBegun() {
    return begun;
  }

  /** Whether bytes wait. */
  boolean holdsBytes() {
    return !ahead.isEmpty();
  }

  /** 64-bit DSN of a position. */
  long dsn(long position) {
    return originDsn + position;
  }

  /** Position of a 64-bit DSN; negative before the first byte. */
  long position(long dsn) {
    return dsn - originDsn;
  }

  /** The 64-bit DSN with these low 32 bits that lies nearest to the next byte's. */
  long extend(int lowDsn) {
    final long reference = originDsn + next;
    return reference + (lowDsn - (int) reference);
  }

  /** Notes that a mapping of bytes that came reaches up to this position, good or not. */
  void mapped(long end) {
    if (end - next <= windowBytes) {
      mappedEnd = Math.max(mappedEnd, end);
    }
  }

  /**
   * Takes bytes of the stream. Those accepted before, those before position 0 and those beyond the
   * window are left out.
   */
  void accept(long position, byte[] bytes, int offset, int length) {
    final long end = position + length;
    if (!begun) {
      hold(position, end, bytes, offset);
      return;
    }
    if (end <= next) {
      outsideWindowBytes += position < 0 ? Math.min(length, -position) : 0;
      return;
    }
    if (end - next > windowBytes) {
      outsideWindowBytes += length;
      return;
    }
    mappedEnd = Math.max(mappedEnd, end);
    if (position <= next && (ahead.isEmpty() || end <= ahead.firstKey())) {
      final int skip = (int) (next - position);
      hand(bytes, offset + skip, length - skip);
      drain();
      return;
    }
    store(Math.max(position, next), end, position, bytes, offset);
    drain();
  }

  private void hold(long position, long end, byte[] bytes, int offset) {
    if (Math.abs(end - next) > windowBytes) {
      outsideWindowBytes += end - position;
      return;
    }
    mappedEnd = Math.max(mappedEnd, end);
    store(position, end, position, bytes, offset);
  }

  private void store(long from, long end, long position, byte[] bytes, int offset) {
    long at = accepted.coveredUpTo(from);
    while (at < end) {
      final long gapEnd = Math.min(end, accepted.nextCovered(at));
      final int begin = offset + (int) (at - position);
      final int length = (int) (gapEnd - at);
      accepted.add(at, gapEnd);
      if (memory.take(length)) {
        ahead.put(at, Arrays.copyOfRange(bytes, begin, begin + length));
      }
      at = accepted.coveredUpTo(gapEnd);
    }
  }

  private void drain() {
    Map.Entry<Long, byte[]> first = ahead.firstEntry();
    while (first != null && first.getKey() == next) {
      ahead.pollFirstEntry();
      final byte[] bytes = first.getValue();
      memory.give(bytes.length);
      hand(bytes, 0, bytes.length);
      first = ahead.firstEntry();
    }
    if (ahead.isEmpty() && accepted.size() == 0) {
      return;
    }
    accepted.removeBelow(next);
  }

  private void hand(byte[] bytes, int offset, int length) {
    next += length;
    digest.update(bytes, offset, length);
    try {
      sink.bytes(bytes, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Contiguous bytes from where the stream starts. */
  long bytes() {
    return begun ? next - start : 0;
  }

  /** Gaps before the highest byte mapped. */
  int holes() {
    return accepted.gaps(next, mappedEnd);
  }

  /** Bytes left out because they lie before position 0 or beyond the window. */
  long outsideWindowBytes() {
    return outsideWindowBytes;
  }

  /** SHA-256 of the contiguous bytes, 32 bytes. */
  byte[] sha256() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of this Java cannot be cloned", e);
    }
  }

  /** Gives back the memory of bytes that will never be contiguous, and closes the sink. */
  void close() throws IOException {
    ahead.values().forEach(bytes -> memory.give(bytes.length));
    ahead.clear();
    sink.close();
  }
}
