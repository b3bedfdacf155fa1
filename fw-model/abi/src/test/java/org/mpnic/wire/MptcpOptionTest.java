package org.mpnic.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every MPTCP option of both versions, in each legal length, and in every other one. */
class MptcpOptionTest {
  private static final int SYN_ACK = TcpFlags.SYN | TcpFlags.ACK;
  private static final String KEY_A = "9c9eabd1e46a33b2";
  private static final String KEY_B = "967d2770b6960552";

  private final FrameHeader header = new FrameHeader();

  private int parse(int flags, String option) {
    final byte[] frame = TestFrame.tcp(flags, option).bytes();
    return FrameParser.parse(frame, 0, frame.length, ParserLimits.UNLIMITED, header);
  }

  private void read(int flags, String option, int subtype) {
    assertThat(ParseReason.name(parse(flags, option))).isEqualTo("ok");
    assertThat(header.mptcpOptions).isEqualTo(1 << subtype);
  }

  @Test
  void shouldReadCapableOfVersion1() {
    read(TcpFlags.SYN, "1e04 01 81", MptcpSubtype.MP_CAPABLE);
    assertThat(header.mpcVersion).isEqualTo(1);
    assertThat(header.mpcFlags).isEqualTo(0x81);
    assertThat(header.mpcLength).isEqualTo(4);
    assertThat(header.hasSenderKey).isFalse();
    read(SYN_ACK, "1e0c 01 01" + KEY_B, MptcpSubtype.MP_CAPABLE);
    assertThat(header.hasSenderKey).isTrue();
    assertThat(header.hasReceiverKey).isFalse();
    assertThat(header.senderKey).isEqualTo(0x967d2770b6960552L);
    read(TcpFlags.ACK, "1e14 01 01" + KEY_A + KEY_B, MptcpSubtype.MP_CAPABLE);
    assertThat(header.senderKey).isEqualTo(0x9c9eabd1e46a33b2L);
    assertThat(header.receiverKey).isEqualTo(0x967d2770b6960552L);
    assertThat(header.hasReceiverKey).isTrue();
    assertThat(header.mpcDataLength).isZero();
    read(TcpFlags.ACK, "1e16 01 01" + KEY_A + KEY_B + "0102", MptcpSubtype.MP_CAPABLE);
    assertThat(header.mpcDataLength).isEqualTo(0x102);
    assertThat(header.hasMpcChecksum).isFalse();
    read(TcpFlags.ACK, "1e18 01 81" + KEY_A + KEY_B + "0102 0304", MptcpSubtype.MP_CAPABLE);
    assertThat(header.hasMpcChecksum).isTrue();
    assertThat(header.mpcChecksum).isEqualTo(0x304);
  }

  @Test
  void shouldReadCapableOfVersion0AndOfVersionsToCome() {
    read(TcpFlags.SYN, "1e0c 00 81" + KEY_A, MptcpSubtype.MP_CAPABLE);
    assertThat(header.mpcVersion).isZero();
    assertThat(header.senderKey).isEqualTo(0x9c9eabd1e46a33b2L);
    read(SYN_ACK, "1e0c 00 81" + KEY_B, MptcpSubtype.MP_CAPABLE);
    read(TcpFlags.ACK, "1e14 00 81" + KEY_A + KEY_B, MptcpSubtype.MP_CAPABLE);
    assertThat(header.receiverKey).isEqualTo(0x967d2770b6960552L);
    read(TcpFlags.SYN, "1e06 02 01 0000", MptcpSubtype.MP_CAPABLE);
    assertThat(header.mpcVersion).isEqualTo(2);
    assertThat(header.hasSenderKey).isFalse();
  }

  @Test
  void shouldReadJoin() {
    read(TcpFlags.SYN, "1e0c 11 05 659d4bb0 f69c7828", MptcpSubtype.MP_JOIN);
    assertThat(header.joinLength).isEqualTo(12);
    assertThat(header.joinBackup).isTrue();
    assertThat(header.joinAddressId).isEqualTo(5);
    assertThat(header.joinToken).isEqualTo(0x659d4bb0);
    assertThat(header.joinNonce).isEqualTo(0xf69c7828);
    read(SYN_ACK, "1e10 10 06 529f6cbbd28690e5 ec0ea625", MptcpSubtype.MP_JOIN);
    assertThat(header.joinBackup).isFalse();
    assertThat(header.joinAddressId).isEqualTo(6);
    assertThat(header.joinHmac).isEqualTo(0x529f6cbbd28690e5L);
    assertThat(header.joinNonce).isEqualTo(0xec0ea625);
    read(TcpFlags.ACK, "1e18 10 00 62ae1b34fcfc3d4a784917421b8bc48af2d91ca7", MptcpSubtype.MP_JOIN);
    assertThat(header.joinHmac).isEqualTo(0x62ae1b34fcfc3d4aL);
    assertThat(header.joinHmacMiddle).isEqualTo(0x784917421b8bc48aL);
    assertThat(header.joinHmacLow).isEqualTo(0xf2d91ca7);
  }

  @Test
  void shouldReadDssInEachForm() {
    final String ssnAndLength = "00000001 0029";
    for (int flags = 0; flags < 32; flags++) {
      final boolean mapping = (flags & 4) != 0;
      final String ack = (flags & 1) == 0 ? "" : (flags & 2) == 0 ? "aaaaaaaa" : "bbbbbbbbbbbbbbbb";
      final String dsn = (flags & 8) == 0 ? "d1b97490" : "e47ef57dd1b97490";
      final String body = ack + (mapping ? dsn + ssnAndLength : "");
      for (String checksum : mapping ? new String[] {"", "082f"} : new String[] {""}) {
        final byte[] bytes = TestFrame.hex(body + checksum);
        final String option =
            String.format("1e%02x 20 %02x", 4 + bytes.length, flags) + body + checksum;
        read(TcpFlags.ACK, option, MptcpSubtype.DSS);
        assertThat(header.dssFlags).isEqualTo(flags);
        assertThat(header.hasMapping).isEqualTo(mapping);
        assertThat(header.hasDssChecksum).isEqualTo(!checksum.isEmpty());
        assertThat(header.dataFin).isEqualTo(mapping && flags >= 16);
        if ((flags & 1) != 0) {
          assertThat(header.dataAck)
              .isEqualTo((flags & 2) == 0 ? 0xaaaaaaaaL : 0xbbbbbbbbbbbbbbbbL);
        }
        if (mapping) {
          assertThat(header.dsnIs64).isEqualTo((flags & 8) != 0);
          assertThat(header.dsn).isEqualTo((flags & 8) == 0 ? 0xd1b97490L : 0xe47ef57dd1b97490L);
          assertThat(header.dssSsn).isEqualTo(1);
          assertThat(header.dssLength).isEqualTo(41);
        }
        if (!checksum.isEmpty()) {
          assertThat(header.dssChecksum).isEqualTo(0x82f);
        }
      }
    }
  }

  @Test
  void shouldReadAddAddressOfBothVersions() {
    final String ipv6 = "20010db8000000000000000000000007";
    read(TcpFlags.ACK, "1e10 30 02 0a4d0202 1122334455667788", MptcpSubtype.ADD_ADDR);
    assertThat(header.addEcho).isFalse();
    assertThat(header.addIsVersion0).isFalse();
    assertThat(header.addAddressId).isEqualTo(2);
    assertThat(header.addIsIpv6).isFalse();
    assertThat(header.addAddressLow).isEqualTo(0x0a4d0202L);
    assertThat(header.addPort).isZero();
    assertThat(header.hasAddHmac).isTrue();
    assertThat(header.addHmac).isEqualTo(0x1122334455667788L);
    read(TcpFlags.ACK, "1e12 30 02 0a4d0202 1389 1122334455667788", MptcpSubtype.ADD_ADDR);
    assertThat(header.addPort).isEqualTo(5001);
    assertThat(header.addHmac).isEqualTo(0x1122334455667788L);
    read(TcpFlags.ACK, "1e08 31 02 0a4d0202", MptcpSubtype.ADD_ADDR);
    assertThat(header.addEcho).isTrue();
    assertThat(header.hasAddHmac).isFalse();
    read(TcpFlags.ACK, "1e0a 31 02 0a4d0202 1389", MptcpSubtype.ADD_ADDR);
    assertThat(header.addPort).isEqualTo(5001);
    read(TcpFlags.ACK, "1e1c 30 03" + ipv6 + "1122334455667788", MptcpSubtype.ADD_ADDR);
    assertThat(header.addIsIpv6).isTrue();
    assertThat(header.addAddressHigh).isEqualTo(0x20010db800000000L);
    assertThat(header.addAddressLow).isEqualTo(7);
    read(TcpFlags.ACK, "1e1e 30 03" + ipv6 + "1389 1122334455667788", MptcpSubtype.ADD_ADDR);
    assertThat(header.addPort).isEqualTo(5001);
    read(TcpFlags.ACK, "1e14 31 03" + ipv6, MptcpSubtype.ADD_ADDR);
    read(TcpFlags.ACK, "1e16 31 03" + ipv6 + "1389", MptcpSubtype.ADD_ADDR);
    assertThat(header.addIsIpv6).isTrue();
    read(TcpFlags.ACK, "1e08 34 02 0a4d0202", MptcpSubtype.ADD_ADDR);
    assertThat(header.addIsVersion0).isTrue();
    assertThat(header.addEcho).isFalse();
    assertThat(header.hasAddHmac).isFalse();
    read(TcpFlags.ACK, "1e0a 34 02 0a4d0202 1389", MptcpSubtype.ADD_ADDR);
    assertThat(header.addPort).isEqualTo(5001);
    read(TcpFlags.ACK, "1e14 36 02" + ipv6, MptcpSubtype.ADD_ADDR);
    assertThat(header.addIsIpv6).isTrue();
    read(TcpFlags.ACK, "1e16 36 02" + ipv6 + "1389", MptcpSubtype.ADD_ADDR);
    assertThat(header.addPort).isEqualTo(5001);
  }

  @Test
  void shouldReadTheShortOptions() {
    read(TcpFlags.ACK, "1e05 40 01 ff", MptcpSubtype.REMOVE_ADDR);
    assertThat(header.removeCount).isEqualTo(2);
    assertThat(header.removeAddressIds).isEqualTo(0xff01);
    assertThat(header.removeOffset).isEqualTo(57);
    read(TcpFlags.ACK, "1e28 40" + "07".repeat(37), MptcpSubtype.REMOVE_ADDR);
    assertThat(header.removeCount).isEqualTo(37);
    assertThat(header.removeAddressIds).isEqualTo(0x0707070707070707L);
    read(TcpFlags.ACK, "1e03 51", MptcpSubtype.MP_PRIO);
    assertThat(header.prioBackup).isTrue();
    assertThat(header.prioAddressId).isEqualTo(-1);
    read(TcpFlags.ACK, "1e04 50 09", MptcpSubtype.MP_PRIO);
    assertThat(header.prioBackup).isFalse();
    assertThat(header.prioAddressId).isEqualTo(9);
    read(TcpFlags.ACK, "1e0c 60 00 e47ef57dd1b97490", MptcpSubtype.MP_FAIL);
    assertThat(header.failDsn).isEqualTo(0xe47ef57dd1b97490L);
    read(TcpFlags.RST, "1e0c 70 00" + KEY_A, MptcpSubtype.MP_FASTCLOSE);
    assertThat(header.fastcloseKey).isEqualTo(0x9c9eabd1e46a33b2L);
    read(TcpFlags.RST, "1e04 81 06", MptcpSubtype.MP_TCPRST);
    assertThat(header.resetTransient).isTrue();
    assertThat(header.resetReason).isEqualTo(6);
  }

  @Test
  void shouldRefuseEveryOtherLength() {
    refuseAllBut(TcpFlags.SYN, 0x01, Set.of(4));
    refuseAllBut(SYN_ACK, 0x01, Set.of(12));
    refuseAllBut(TcpFlags.ACK, 0x01, Set.of(20, 22, 24));
    refuseAllBut(TcpFlags.SYN, 0x00, Set.of(12));
    refuseAllBut(SYN_ACK, 0x00, Set.of(12));
    refuseAllBut(TcpFlags.ACK, 0x00, Set.of(20));
    refuseAllBut(TcpFlags.SYN, 0x10, Set.of(12));
    refuseAllBut(SYN_ACK, 0x10, Set.of(16));
    refuseAllBut(TcpFlags.ACK, 0x10, Set.of(24));
    refuseAllBut(TcpFlags.ACK, 0x20, Set.of(4));
    refuseAllBut(TcpFlags.ACK, 0x30, Set.of(16, 18, 28, 30));
    refuseAllBut(TcpFlags.ACK, 0x31, Set.of(8, 10, 20, 22));
    refuseAllBut(TcpFlags.ACK, 0x34, Set.of(8, 10));
    refuseAllBut(TcpFlags.ACK, 0x36, Set.of(20, 22));
    refuseAllBut(TcpFlags.ACK, 0x50, Set.of(3, 4));
    refuseAllBut(TcpFlags.ACK, 0x60, Set.of(12));
    refuseAllBut(TcpFlags.ACK, 0x70, Set.of(12));
    refuseAllBut(TcpFlags.ACK, 0x80, Set.of(4));
    assertThat(parse(TcpFlags.ACK, "1e03 40")).isEqualTo(ParseReason.BAD_MPTCP_OPTION_LENGTH);
  }

  /** Byte 3, the flags of MP_CAPABLE and DSS, is zero. */
  private void refuseAllBut(int flags, int third, Set<Integer> legal) {
    for (int length = 3; length <= 40; length++) {
      final String option = String.format("1e%02x%02x", length, third) + "00".repeat(length - 3);
      final int reason = parse(flags, option);
      final String what = String.format("byte 2 %02x, length %d", third, length);
      if (legal.contains(length)) {
        assertThat(reason).as(what).isZero();
        assertThat(header.mptcpOptions).as(what).isEqualTo(1 << (third >> 4));
      } else {
        assertThat(reason)
            .as(what)
            .isIn(ParseReason.BAD_MPTCP_OPTION_LENGTH, ParseReason.MP_JOIN_WITHOUT_SYN);
        assertThat(header.mptcpOptions).as(what).isZero();
      }
    }
  }
}
