package org.mpnic.driver.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.abi.CounterTable;
import org.mpnic.driver.acceptance.TestCard.Outcome;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** Keys, HMACs and DSS checksums of real connections, literally, through a whole card. */
class GoldenVectorsTest {
  private static final long GAP_NS = 20_000;
  private static final byte[] CLIENT = {10, 0, 0, 1};
  private static final byte[] SERVER = {10, 0, 0, 2};
  private static final byte[] THIRD = {10, 0, 1, 1};
  private static final byte[] BANNER =
      "SSH-2.0-OpenSSH_5.5p1 Debian-6+squeeze1\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  private final List<Frame> frames = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "0, 9c9eabd1e46a33b2, 967d2770b6960552, af9706eb, e47f0142, 1b665a18, 33abe9d5, 5ab680c7884af03d,"
        + " cb7b87f5e5f0502f43b535fb70ef6607df2e6c7a",
    "1, 4f6fcc6b6b03b733, 0ffbb4464d646095, 1b12d938, 659d4bb0, f69c7828, ec0ea625, 529f6cbbd28690e5,"
        + " 62ae1b34fcfc3d4a784917421b8bc48af2d91ca7"
  })
  void shouldJoinWhenHmacsAreTheGoldenOnes(
      int version,
      String a,
      String b,
      String tokenA,
      String tokenB,
      String ra,
      String rb,
      String hmacB,
      String hmacA)
      throws Exception {
    connect(version, Long.parseUnsignedLong(a, 16), Long.parseUnsignedLong(b, 16), 0x01);
    byte[] joinSyn =
        Options.joinSyn(
            false, 1, Integer.parseUnsignedInt(tokenB, 16), Integer.parseUnsignedInt(ra, 16));
    byte[] synAck = Options.joinSynAck(false, 1, hex(hmacB), Integer.parseUnsignedInt(rb, 16));
    segment(THIRD, true, 0, TcpFrame.SYN, joinSyn, "");
    segment(THIRD, false, 0, TcpFrame.SYN | TcpFrame.ACK, synAck, "");
    segment(THIRD, true, 1, TcpFrame.ACK, Options.joinAck(hex(hmacA)), "");
    long firstDsn = idsn(version == 0 ? "10975753215851282121" : null, version, a) + 1;
    byte[] dss = Options.dss(0, 0, 8, firstDsn, 1, 3, -1, false);
    segment(THIRD, true, 1, TcpFrame.ACK, dss, "abc");
    try (TestCard card = new TestCard(folder)) {
      DataStream stream = card.replay(frames, true).streams().get(0);
      assertThat(stream.tokenText()).isEqualTo(tokenA);
      assertThat(stream.version()).isEqualTo(version);
      assertThat(stream.subflows()).hasSize(2);
      assertThat(stream.bytes()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"082f, 1, 0", "0830, 0, 1"})
  void shouldJudgeTheBannerByItsChecksum(String checksum, int good, int bad) throws Exception {
    connect(0, 0x9c9eabd1e46a33b2L, 0x967d2770b6960552L, 0x81);
    byte[] dss =
        Options.dss(
            0, 0, 8, 0xe47ef57dd1b97490L, 1, BANNER.length, Integer.parseInt(checksum, 16), false);
    segment(CLIENT, false, 1, TcpFrame.ACK, dss, new String(BANNER, StandardCharsets.US_ASCII));
    try (TestCard card = new TestCard(folder)) {
      Outcome outcome = card.replay(frames, true);
      assertVerdicts(card, good, bad);
      DataStream stream = outcome.streams().get(0);
      assertThat(stream.tokenText()).isEqualTo("e47f0142");
      assertThat(stream.bytes()).isEqualTo(good * BANNER.length);
      assertThat(stream.badChecksums()).isEqualTo(bad);
    }
  }

  /**
   * The other two vectors are of mappings far from the beginning: the card judges them where they
   * stand.
   */
  @ParameterizedTest
  @CsvSource({
    "9851b565d52ac2eb, 890, 0000000c0a1500000000000000000000, 0c87, 1, 0",
    "9851b565d52ac2eb, 890, 0000000c0a1500000000000000000001, 0c87, 0, 1",
    "6842b501b1712fb6, 1, 63, 9e91, 1, 0",
    "6842b501b1712fb6, 1, 64, 9e91, 0, 1"
  })
  void shouldJudgeAMappingByItsChecksum(
      String dsn, int ssn, String payload, String checksum, int good, int bad) throws Exception {
    connect(0, 0x9c9eabd1e46a33b2L, 0x967d2770b6960552L, 0x81);
    byte[] bytes = hex(payload);
    byte[] dss =
        Options.dss(
            0,
            0,
            8,
            Long.parseUnsignedLong(dsn, 16),
            ssn,
            bytes.length,
            Integer.parseInt(checksum, 16),
            false);
    segment(CLIENT, true, ssn, TcpFrame.ACK, dss, new String(bytes, StandardCharsets.ISO_8859_1));
    try (TestCard card = new TestCard(folder)) {
      card.replay(frames, true);
      assertVerdicts(card, good, bad);
    }
  }

  private static void assertVerdicts(TestCard card, int good, int bad) {
    assertThat(card.nic().counter(CounterTable.MAPPINGS_GOOD)).isEqualTo(good);
    assertThat(card.nic().counter(CounterTable.MAPPINGS_BAD)).isEqualTo(bad);
  }

  @Test
  void shouldKnowTheGoldenIdsnOfVersionOne() {
    assertThat(idsn("15101198106486609860", 1, "0ffbb4464d646095"))
        .isEqualTo(org.mpnic.testbed.raw.Keys.idsn(1, 0x0ffbb4464d646095L));
  }

  private static long idsn(String golden, int version, String key) {
    return golden != null
        ? Long.parseUnsignedLong(golden)
        : org.mpnic.testbed.raw.Keys.idsn(version, Long.parseUnsignedLong(key, 16));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private void connect(int version, long keyA, long keyB, int flags) {
    byte[] inSyn = version == 0 ? Options.mpCapable(0, flags, keyA) : Options.mpCapable(1, flags);
    segment(CLIENT, true, 0, TcpFrame.SYN, inSyn, "");
    segment(
        CLIENT, false, 0, TcpFrame.SYN | TcpFrame.ACK, Options.mpCapable(version, flags, keyB), "");
    segment(CLIENT, true, 1, TcpFrame.ACK, Options.mpCapable(version, flags, keyA, keyB), "");
  }

  private void segment(
      byte[] client, boolean fromClient, int ssn, int flags, byte[] option, String payload) {
    TcpFrame f = new TcpFrame();
    f.source = fromClient ? client : SERVER;
    f.destination = fromClient ? SERVER : client;
    f.sourcePort = fromClient ? 40_000 : 22;
    f.destinationPort = fromClient ? 22 : 40_000;
    f.sequence = (fromClient ? 1000 : 9000) + ssn;
    f.acknowledgment = (flags & TcpFrame.ACK) == 0 ? 0 : (fromClient ? 9001 : 1001);
    f.flags = flags;
    f.options = Options.padded(option);
    f.payload = payload.getBytes(StandardCharsets.ISO_8859_1);
    frames.add(new Frame(f.bytes(), 0, frames.size() * GAP_NS, FrameRole.DATA));
  }
}
