package org.mpnic.model.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.model.config.NicConfig;

/** Vectors: Microsoft, "Verifying the RSS hash calculation". */
class ToeplitzTest {
  private static final byte[] KEY = HexFormat.of().parseHex(NicConfig.MICROSOFT_RSS_KEY);
  private static final byte[] OTHER = HexFormat.of().parseHex(NicConfig.DEFAULT.flowTableKey());
  private final Toeplitz toeplitz = new Toeplitz(KEY, OTHER);

  @ParameterizedTest
  @CsvSource({
    "66.9.149.187,  2794, 161.142.100.80,  1766, 51ccc178, 323e8fc2",
    "199.92.111.2, 14230, 65.69.140.83,    4739, c626b0ea, d718262a",
    "24.19.198.95, 12898, 12.22.207.184,  38024, 5c2b394a, d2d0a5de",
    "38.27.205.30, 48228, 209.142.163.6,   2217, afc7327f, 82989176",
    "153.39.163.191, 44251, 202.188.127.2, 1303, 10e828a2, 5d1809c5"
  })
  void shouldGiveMicrosoftsHashesOfIpv4(
      String source, int sourcePort, String destination, int port, String tcp, String ip) {
    int from = ipv4(source);
    int to = ipv4(destination);
    assertThat((int) toeplitz.ipv4(from, to, sourcePort, port)).isEqualTo(hex(tcp));
    assertThat((int) toeplitz.ipv4(from, to)).isEqualTo(hex(ip));
  }

  @ParameterizedTest
  @CsvSource({
    "3ffe250102001fff0000000000000007, 2794, 3ffe2501020000030000000000000001, 1766,"
        + " 40207d3d, 2cc18cd5",
    "3ffe050100080000026097fffe40efab, 14230, ff020000000000000000000000000001, 4739,"
        + " dde51bbf, 0f0c461c",
    "3ffe1900454500030200f8fffe2167cf, 44251, fe800000000000000200f8fffe2167cf, 38024,"
        + " 02d1feef, 4b61e985"
  })
  void shouldGiveMicrosoftsHashesOfIpv6(
      String source, int sourcePort, String destination, int port, String tcp, String ip) {
    String from = source.replace(" ", "");
    String to = destination.replace(" ", "");
    long fromHigh = Long.parseUnsignedLong(from.substring(0, 16), 16);
    long fromLow = Long.parseUnsignedLong(from.substring(16), 16);
    long toHigh = Long.parseUnsignedLong(to.substring(0, 16), 16);
    long toLow = Long.parseUnsignedLong(to.substring(16), 16);
    assertThat((int) toeplitz.ipv6(fromHigh, fromLow, toHigh, toLow, sourcePort, port))
        .isEqualTo(hex(tcp));
    assertThat((int) toeplitz.ipv6(fromHigh, fromLow, toHigh, toLow)).isEqualTo(hex(ip));
  }

  @Test
  void shouldGiveTheSecondKeysHashInTheHighWord() {
    Toeplitz swapped = new Toeplitz(OTHER, KEY);
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      int from = random.nextInt();
      int to = random.nextInt();
      int ports = random.nextInt();
      long both = toeplitz.ipv4(from, to, ports >>> 16, ports & 0xffff);
      assertThat(swapped.ipv4(from, to, ports >>> 16, ports & 0xffff))
          .isEqualTo(both << 32 | both >>> 32);
    }
  }

  @Test
  void shouldRefuseKeysOfAnotherLength() {
    assertThatThrownBy(() -> new Toeplitz(new byte[39], KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("39");
  }

  private static int ipv4(String dotted) {
    int value = 0;
    for (String part : dotted.split("\\.")) {
      value = value << 8 | Integer.parseInt(part);
    }
    return value;
  }

  private static int hex(String digits) {
    return Integer.parseUnsignedInt(digits, 16);
  }
}
