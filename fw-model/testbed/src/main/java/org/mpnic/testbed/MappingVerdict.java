package org.mpnic.testbed;

/**
 * What became of one mapping that carries a checksum and arrived whole.
 *
 * @param from sender's address and port on the mapping's subflow
 * @param to receiver's
 * @param ssn subflow sequence number of the mapping's first byte, as on the wire
 * @param dsn data sequence number of the mapping's first byte, 64 bits
 * @param length bytes of data, DATA_FIN not counted
 * @param good whether the sum over the first copies is right
 */
public record MappingVerdict(String from, String to, int ssn, long dsn, int length, boolean good) {}
