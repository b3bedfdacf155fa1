package org.mpnic.driver.stream;

/**
 * What became of the DSS checksum of one mapping (RFC 8684 section 3.3.1).
 *
 * @param from the sender's address and port on the mapping's subflow
 * @param to the receiver's
 * @param ssn subflow sequence number of its first byte, 32 bits
 * @param dsn data sequence number of its first byte, 64 bits
 * @param length bytes of data, DATA_FIN not counted, 1 to 65535
 * @param good whether the checksum holds over the first copy of each byte; another copy may mend a
 *     mapping that is bad
 * @param byCard whether the card judged, not software
 */
public record MappingVerdict(
    Endpoint from, Endpoint to, int ssn, long dsn, int length, boolean good, boolean byCard) {}
