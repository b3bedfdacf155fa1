package org.mpnic.ctl;

import java.util.List;
import org.mpnic.driver.stream.DataStream;

/**
 * One direction of one connection, as {@code replay} reports it.
 *
 * @param id number in order of appearance in the capture, from 0
 * @param kind {@code mptcp}, {@code fallback}, {@code tcp} or {@code partial}
 * @param version MPTCP version, 0 (RFC 6824) or 1 (RFC 8684), null where unknown
 * @param token the sender's own token, 8 lower-case hexadecimal digits, null where unknown
 * @param from address and port of the sender on the first subflow
 * @param to address and port of the receiver on the first subflow
 * @param bytes length of the contiguous stream up to the first gap
 * @param holes gaps before the highest byte mapped
 * @param sha256 SHA-256 of those bytes, 64 lower-case hexadecimal digits
 * @param subflows subflows whose handshake is complete in the capture
 * @param mappings mappings with a checksum and at least one byte of data that were checked
 * @param badChecksums those of them whose checksum was wrong
 * @param queue host queue that received the connection's frames
 * @param frames frames of this direction
 * @param mappingsByCard mappings whose checksum the card judged
 * @param mappingsBySoftware mappings whose checksum the driver summed
 * @param paths the subflows with their addresses
 */
public record StreamReport(
    int id,
    String kind,
    Integer version,
    String token,
    String from,
    String to,
    long bytes,
    long holes,
    String sha256,
    int subflows,
    long mappings,
    long badChecksums,
    int queue,
    long frames,
    long mappingsByCard,
    long mappingsBySoftware,
    List<SubflowReport> paths) {

  /**
   * One subflow in this direction.
   *
   * @param from address and port of the sender
   * @param to address and port of the receiver
   * @param frames frames seen in this direction
   * @param bytes TCP payload bytes seen in this direction, repetitions included
   */
  public record SubflowReport(String from, String to, long frames, long bytes) {}

  /** The figures of a stream whose capture is at its end. */
  static StreamReport of(DataStream stream) {
    List<SubflowReport> paths =
        stream.subflows().stream()
            .map(
                s ->
                    new SubflowReport(
                        s.from().toString(), s.to().toString(), s.frames(), s.payloadBytes()))
            .toList();
    return new StreamReport(
        stream.id(),
        stream.kind().label(),
        stream.version() < 0 ? null : stream.version(),
        stream.tokenText(),
        stream.from().toString(),
        stream.to().toString(),
        stream.bytes(),
        stream.holes(),
        stream.sha256(),
        paths.size(),
        stream.mappings(),
        stream.badChecksums(),
        stream.queue(),
        stream.frames(),
        stream.mappingsByCard(),
        stream.mappingsBySoftware(),
        paths);
  }

  /** The name of the stream's file: id and token, or {@code tcp} where there is no token. */
  String fileName() {
    return id + "-" + (token == null ? "tcp" : token) + ".bin";
  }
}
