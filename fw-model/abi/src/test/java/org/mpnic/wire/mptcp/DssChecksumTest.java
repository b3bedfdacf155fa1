package org.mpnic.wire.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.mpnic.wire.InternetChecksum;

class DssChecksumTest {
  private static void check(long dsn, int ssn, int length, byte[] payload, int expected) {
    final int sum = InternetChecksum.sum(payload, 0, payload.length);
    assertThat(DssChecksum.checksum(dsn, ssn, length, sum)).isEqualTo(expected);
    assertThat(DssChecksum.ok(dsn, ssn, length, sum, expected)).isTrue();
    assertThat(DssChecksum.ok(dsn, ssn, length, InternetChecksum.residue(sum), expected)).isTrue();
    assertThat(DssChecksum.ok(dsn, ssn, length, sum, expected ^ 0x100)).isFalse();
    assertThat(DssChecksum.ok(dsn + 1, ssn, length, sum, expected)).isFalse();
    int inParts = 0;
    for (int i = payload.length - 1; i >= 0; i--) {
      inParts = InternetChecksum.combine(inParts, InternetChecksum.sum(payload, i, 1), i);
    }
    assertThat(DssChecksum.ok(dsn, ssn, length, inParts, expected)).isTrue();
  }

  @Test
  void shouldGiveTheChecksumsOfRealMappings() {
    check(
        0xe47ef57dd1b97490L,
        1,
        41,
        "SSH-2.0-OpenSSH_5.5p1 Debian-6+squeeze1\r\n".getBytes(StandardCharsets.US_ASCII),
        0x082f);
    check(
        0x9851b565d52ac2ebL,
        890,
        16,
        new byte[] {0, 0, 0, 0x0c, 0x0a, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
        0x0c87);
    check(0x6842b501b1712fb6L, 1, 1, new byte[] {0x63}, 0x9e91);
  }

  @Test
  void shouldTakeBothFormsOfZero() {
    final int checksum = DssChecksum.checksum(0, 0, 0, 0xffff);
    assertThat(checksum).isZero();
    assertThat(DssChecksum.ok(0, 0, 0, 0xffff, 0)).isTrue();
    assertThat(DssChecksum.ok(0, 0, 0, 0, 0xffff)).isTrue();
  }
}
