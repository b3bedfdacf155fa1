package org.mpnic.testbed;

import java.util.List;

/**
 * What an observer must report of one direction of a connection.
 *
 * <p>Definitions, in the corners where captures leave a choice:
 *
 * <ul>
 *   <li>A byte belongs to the stream when a mapping without checksum covers it, or one whose
 *       checksum is right and which is whole, or the plain TCP sequence after a fallback. The first
 *       accepted copy of a byte stays.
 *   <li>A byte of a subflow has its place by the first mapping that gives it one; what another
 *       mapping says of it later does not exist: RFC 8684 section 3.3.1. A mapping that comes again
 *       with other contents is not counted again.
 *   <li>A mapping with checksum whose bytes did not all arrive gives none of its bytes; one without
 *       gives what arrived.
 *   <li>A checksum is bad when the sum over the first copy of each byte that arrived is wrong. It
 *       is mended when the sum over the newest copy of each byte is right: then the newest copies
 *       are accepted. It stays counted as bad.
 *   <li>bytes is the length of the contiguous stream from IDSN+1 (MPTCP), ISN+1 (TCP), or the
 *       lowest sequence number that carries payload (partial).
 *   <li>holes counts the runs of bytes that are not accepted below the highest payload byte that
 *       arrived and has a mapping, whatever became of that mapping (in plain TCP: below the highest
 *       payload byte).
 *   <li>An infinite mapping (d, s) holds for every payload byte of the subflow from SSN s on,
 *       earlier frames included, also for those of a mapping that was bad: RFC 8684 section 3.7.
 *   <li>Payload beyond the last mapping of a connection that never had a second subflow continues
 *       the stream.
 *   <li>A fallback marks both directions.
 *   <li>Frames with a bad IP or TCP checksum do not exist, as far as streams are concerned.
 *   <li>A subflow whose join failed (HMAC wrong, no third ACK) carries no stream at all.
 * </ul>
 *
 * @param kind what carried the stream
 * @param version MPTCP version 0 or 1; null where unknown
 * @param token the sender's own token, 8 lower-case hex digits; null where unknown
 * @param from the sender's address and port on the first subflow
 * @param to the receiver's
 * @param bytes length of the contiguous stream
 * @param holes gaps before the highest byte mapped
 * @param sha256 of the contiguous stream, lower-case hex
 * @param subflows whose handshake is complete; 1 for plain TCP and partial
 * @param mappings distinct by subflow and SSN, with checksum, at least one byte, all of it arrived
 * @param badChecksums those of them whose sum was wrong
 * @param stream the contiguous stream itself
 * @param verdicts of each mapping counted in mappings
 */
public record StreamTruth(
    StreamKind kind,
    Integer version,
    String token,
    String from,
    String to,
    long bytes,
    int holes,
    String sha256,
    int subflows,
    int mappings,
    int badChecksums,
    byte[] stream,
    List<MappingVerdict> verdicts) {

  /** The figures without the stream, for messages: one line. */
  public String figures() {
    return String.join(
        "\t",
        kind.name().toLowerCase(java.util.Locale.ROOT),
        version == null ? "-" : "v" + version,
        token == null ? "-" : token,
        from + ">" + to,
        Long.toString(bytes),
        Integer.toString(holes),
        sha256,
        Integer.toString(subflows),
        Integer.toString(mappings),
        Integer.toString(badChecksums));
  }
}
