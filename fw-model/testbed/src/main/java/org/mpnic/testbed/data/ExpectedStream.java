package org.mpnic.testbed.data;

/**
 * One line of expected.tsv: what an independent program found in a bundled capture.
 *
 * @param capture file name
 * @param version MPTCP version, 0 or 1
 * @param token the sender's own, 8 lower-case hex digits
 * @param bytes length of the contiguous stream
 * @param holes gaps before the highest byte mapped
 * @param sha256 of the contiguous stream, lower-case hex
 * @param subflows whose handshake is complete in the capture
 * @param mappings with checksum, whole in the capture
 * @param badChecksums those of them whose sum is wrong
 */
public record ExpectedStream(
    String capture,
    int version,
    String token,
    long bytes,
    int holes,
    String sha256,
    int subflows,
    int mappings,
    int badChecksums) {

  static ExpectedStream parse(String line) {
    String[] f = line.split("\t");
    return new ExpectedStream(
        f[0],
        Integer.parseInt(f[1].substring(1)),
        f[2],
        Long.parseLong(f[3]),
        Integer.parseInt(f[4]),
        f[5],
        Integer.parseInt(f[6]),
        Integer.parseInt(f[7]),
        Integer.parseInt(f[8]));
  }
}
