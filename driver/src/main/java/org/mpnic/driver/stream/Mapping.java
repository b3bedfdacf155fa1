package org.mpnic.driver.stream;

import java.util.Comparator;
import org.mpnic.wire.InternetChecksum;

/**
 * One DSS mapping (RFC 8684 section 3.3.1): payload bytes [start, end) of the subflow are the bytes
 * from {@link #dsn} on of the connection.
 */
final class Mapping extends Range {
  static final Comparator<Mapping> FIRST_ANNOUNCED =
      Comparator.comparingLong(mapping -> mapping.arrival);

  /** 64-bit DSN of the first byte. */
  final long dsn;

  /** Data-level length as on the wire: one more than the payload when the mapping has DATA_FIN. */
  final int wireLength;

  final boolean hasChecksum;
  final int checksum;

  /** Whether software may judge it: the card cannot, or has failed it and another copy came. */
  boolean softwareMayJudge;

  /** Whether it was found good: its bytes are in the stream. */
  boolean good;

  /** Bytes that came for it, copies counted again: below the length it cannot be whole. */
  long bytesSeen;

  Mapping(FlowAssembler owner, long start, long arrival, long dsn, DssMapping option) {
    super(owner, start, start + option.payloadLength(), arrival);
    this.dsn = dsn;
    this.wireLength = option.length();
    this.hasChecksum = option.hasChecksum();
    this.checksum = option.checksum();
  }

  /** The mapping with these figures, null if it is not among them. */
  static Mapping find(RangeList<Mapping> mappings, DssMapping option, long start, long dsn) {
    for (int i = mappings.firstFrom(start); i < mappings.size(); i++) {
      final Mapping other = mappings.get(i);
      if (other.start != start) {
        return null;
      }
      if (other.isSame(dsn, option)) {
        return other;
      }
    }
    return null;
  }

  /**
   * Whether one of these gives a byte of [start, end) another DSN than {@code dsn} at start does.
   */
  static boolean contradict(RangeList<Mapping> mappings, long start, long end, long dsn) {
    for (int i = mappings.firstReaching(start); i < mappings.size(); i++) {
      final Mapping other = mappings.get(i);
      if (other.start >= end) {
        return false;
      }
      if (other.end > start && other.dsn - other.start != dsn - start) {
        return true;
      }
    }
    return false;
  }

  private boolean isSame(long otherDsn, DssMapping option) {
    return dsn == otherDsn
        && wireLength == option.length()
        && length() == option.payloadLength()
        && hasChecksum == option.hasChecksum()
        && (!hasChecksum || checksum == option.checksum());
  }

  /** Whether the checksum holds over these payload bytes, {@link #length()} of them from 0 on. */
  boolean holdsOver(byte[] payload) {
    int sum = InternetChecksum.sum(payload, 0, length());
    sum = InternetChecksum.add(sum, InternetChecksum.sum64(dsn));
    sum = InternetChecksum.add(sum, InternetChecksum.sum32((int) start));
    sum = InternetChecksum.add(sum, wireLength & 0xffff);
    sum = InternetChecksum.add(sum, checksum & 0xffff);
    return InternetChecksum.residue(sum) == 0;
  }
}
