package org.mpnic.testbed.reference;

import java.util.List;
import org.mpnic.testbed.raw.Bytes;

/**
 * One mapping as a DSS announced it.
 *
 * @param frame index of the frame that announced it first
 * @param side subflow direction
 * @param offset payload offset of its first byte (SSN - 1)
 * @param ssn as on the wire
 * @param dsn all 64 bits
 * @param length bytes of data, DATA_FIN not counted
 * @param wireLength as on the wire
 * @param checksum 0 to 65535, or -1
 */
record Mapping(
    int frame,
    Side side,
    long offset,
    int ssn,
    long dsn,
    int length,
    int wireLength,
    int checksum) {
  boolean whole() {
    return side.whole(offset, length);
  }

  /** Whether the checksum of the option fits these bytes. RFC 8684 section 3.3.1. */
  boolean fits(byte[] payload) {
    byte[] pseudo = new byte[16];
    Bytes.put64(pseudo, 0, dsn);
    Bytes.put32(pseudo, 8, ssn);
    Bytes.put16(pseudo, 12, wireLength);
    long sum = Bytes.sum(Bytes.sum(checksum, pseudo, 0, 16), payload, 0, payload.length);
    return Bytes.fold(sum) == 0xffff;
  }

  /**
   * A mapping repeated with other contents, such as DATA_FIN set, is not counted again: those of
   * the first announcement count.
   */
  List<Object> countedAs() {
    return List.of(side, ssn);
  }

  boolean sameAs(Mapping other) {
    return side == other.side
        && ssn == other.ssn
        && dsn == other.dsn
        && wireLength == other.wireLength
        && checksum == other.checksum;
  }
}
