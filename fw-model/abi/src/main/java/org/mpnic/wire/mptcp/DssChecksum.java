package org.mpnic.wire.mptcp;

import org.mpnic.wire.InternetChecksum;

/**
 * The DSS checksum (RFC 8684 section 3.3.1): ones' complement over a pseudo-header of data sequence
 * number (always 64 bits), subflow sequence number, length and a zero word, and over the mapping's
 * payload. Sums are those of {@link InternetChecksum}.
 */
public final class DssChecksum {
  private DssChecksum() {}

  /** Sum of the pseudo-header; {@code length} as in the option, DATA_FIN included. */
  public static int pseudoHeaderSum(long dsn, int ssn, int length) {
    return InternetChecksum.fold(
        (long) InternetChecksum.sum64(dsn) + InternetChecksum.sum32(ssn) + length);
  }

  /** The checksum field of a mapping whose payload has this sum. */
  public static int checksum(long dsn, int ssn, int length, int payloadSum) {
    return InternetChecksum.complement(
        InternetChecksum.add(pseudoHeaderSum(dsn, ssn, length), payloadSum));
  }

  /** Whether a checksum field is right for a mapping whose payload has this sum or residue. */
  public static boolean ok(long dsn, int ssn, int length, int payloadSum, int checksum) {
    final int sum =
        InternetChecksum.add(
            InternetChecksum.add(pseudoHeaderSum(dsn, ssn, length), payloadSum), checksum);
    return InternetChecksum.residue(sum) == 0;
  }
}
