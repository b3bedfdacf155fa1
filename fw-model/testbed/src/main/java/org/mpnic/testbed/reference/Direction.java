package org.mpnic.testbed.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.testbed.MappingVerdict;
import org.mpnic.testbed.StreamKind;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Keys;

/**
 * One direction's data: the subflow sides that carry it, and the stream that they make together.
 */
final class Direction {
  final List<Side> sides = new ArrayList<>();
  StreamKind kind;

  /** Null unless MPTCP. */
  Integer version;

  long key;

  /** DSN of stream byte 0. */
  long start;

  long highestDsn;
  private byte[] stream = new byte[0];
  private final BitSet accepted = new BitSet();
  private int highest;

  /** Mappings counted, by what makes them distinct, and whether the first announcement is good. */
  private final Map<List<Object>, Boolean> counts = new HashMap<>();

  private final List<MappingVerdict> verdicts = new ArrayList<>();

  Direction(StreamKind kind, Side first) {
    this.kind = kind;
    sides.add(first);
  }

  void keyed(int mptcpVersion, long senderKey) {
    version = mptcpVersion;
    key = senderKey;
    start = Keys.idsn(mptcpVersion, senderKey) + 1;
    highestDsn = start;
  }

  boolean mapped() {
    return version != null;
  }

  /** Completes a DSN of which 32 bits are on the wire. */
  long extendDsn(int low) {
    return highestDsn + (low - (int) highestDsn);
  }

  void announce(Mapping m) {
    if (m.side().mappings.stream().noneMatch(m::sameAs)) {
      m.side().mappings.add(m);
    }
    long end = m.dsn() + m.length();
    if (end - highestDsn > 0) {
      highestDsn = end;
    }
  }

  /** Puts the stream together; true when its data shows a fallback. */
  boolean assemble() {
    if (!mapped()) {
      continueFrom(sides.get(0), 0, 0);
      return false;
    }
    sides.stream()
        .flatMap(s -> s.mappings.stream())
        .sorted(Comparator.comparingInt(Mapping::frame))
        .forEach(this::map);
    boolean fallback = false;
    for (Side side : sides) {
      if (side.infinite != null) {
        continueFrom(side, side.infinite[0], side.infinite[1] - start);
        fallback = true;
      }
    }
    return fallback || sides.size() == 1 && continueUnmapped(sides.get(0));
  }

  private boolean continueUnmapped(Side side) {
    long offset = 0;
    long streamOffset = 0;
    for (Mapping m : side.mappings) {
      if (m.offset() + m.length() > offset) {
        offset = m.offset() + m.length();
        streamOffset = m.dsn() + m.length() - start;
      }
    }
    boolean any = side.arrived.nextSetBit((int) offset) >= 0;
    continueFrom(side, offset, streamOffset);
    return any;
  }

  private void continueFrom(Side side, long offset, long streamOffset) {
    for (int i = side.arrived.nextSetBit((int) Math.max(0, offset));
        i >= 0;
        i = side.arrived.nextSetBit(i + 1)) {
      accept(streamOffset + i - offset, side.firstByte(i));
    }
  }

  private void map(Mapping m) {
    long at = m.dsn() - start;
    for (int i = 0; i < m.length(); i++) {
      int place = (int) m.offset() + i;
      if (m.side().arrived.get(place) && !m.side().bound.get(place)) {
        highest = (int) Math.max(highest, at + i + 1);
        if (m.checksum() < 0) {
          m.side().bound.set(place);
          accept(at + i, m.side().firstByte(place));
        }
      }
    }
    if (m.checksum() < 0 || m.length() == 0 || !m.whole()) {
      return;
    }
    byte[] bytes = m.side().firstCopy(m.offset(), m.length());
    boolean good = m.fits(bytes);
    boolean counted = counts.containsKey(m.countedAs());
    counts.putIfAbsent(m.countedAs(), good);
    if (!counted) {
      verdicts.add(
          new MappingVerdict(m.side().from, m.side().to, m.ssn(), m.dsn(), m.length(), good));
    }
    if (!good) {
      bytes = m.side().newestCopy(m.offset(), m.length());
    }
    if (good || m.fits(bytes)) {
      for (int i = 0; i < bytes.length; i++) {
        if (!m.side().bound.get((int) m.offset() + i)) {
          m.side().bound.set((int) m.offset() + i);
          accept(at + i, bytes[i]);
        }
      }
    }
  }

  private void accept(long at, byte value) {
    if (at < 0 || at > Integer.MAX_VALUE - 8) {
      return;
    }
    int index = (int) at;
    highest = Math.max(highest, index + 1);
    if (index >= stream.length) {
      stream = Arrays.copyOf(stream, Math.max(index + 1, 2 * stream.length + 1024));
    }
    if (!accepted.get(index)) {
      accepted.set(index);
      stream[index] = value;
    }
  }

  boolean hasData() {
    return highest > 0;
  }

  StreamTruth truth(int subflows) {
    int length = accepted.nextClearBit(0);
    int holes = 0;
    for (int at = length; at < highest; at = accepted.nextClearBit(accepted.nextSetBit(at))) {
      holes++;
      if (accepted.nextSetBit(at) < 0) {
        break;
      }
    }
    byte[] prefix = Arrays.copyOf(stream, length);
    Side first = sides.get(0);
    String token = version == null ? null : String.format("%08x", Keys.token(version, key));
    String sha = Bytes.hex(Keys.digest(1, prefix));
    return new StreamTruth(
        kind,
        version,
        token,
        first.from,
        first.to,
        length,
        holes,
        sha,
        subflows,
        counts.size(),
        (int) counts.values().stream().filter(good -> !good).count(),
        prefix,
        verdicts);
  }
}
