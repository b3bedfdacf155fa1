package org.mpnic.driver.stream;

/**
 * A DSS mapping as it stood in an option or in a completion (RFC 8684 section 3.3.1), or the one
 * that MP_CAPABLE with data implies (section 3.1).
 *
 * @param ssn subflow sequence number of its first byte, 32 bits
 * @param dsn data sequence number of its first byte; the low 32 bits only when {@code dsnIs64} is
 *     not set
 * @param dsnIs64 whether the DSN is whole
 * @param length data-level length, DATA_FIN included; 0 for an infinite mapping
 * @param dataFin whether DATA_FIN takes the last number of it: one byte less of payload
 * @param hasChecksum whether {@code checksum} is there
 * @param checksum the checksum field
 */
record DssMapping(
    int ssn,
    long dsn,
    boolean dsnIs64,
    int length,
    boolean dataFin,
    boolean hasChecksum,
    int checksum) {

  boolean isInfinite() {
    return length == 0 && !dataFin;
  }

  int payloadLength() {
    return dataFin ? length - 1 : length;
  }
}
