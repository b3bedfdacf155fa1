package org.mpnic.wire.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mpnic.wire.BigEndian;

class MptcpKeysTest {
  private static final long V0_A = 0x9c9eabd1e46a33b2L;
  private static final long V0_B = 0x967d2770b6960552L;
  private static final long V1_A = 0x4f6fcc6b6b03b733L;
  private static final long V1_B = 0x0ffbb4464d646095L;

  private final MptcpKeys keys = new MptcpKeys();

  @Test
  void shouldGiveTokensAndInitialDataSequenceNumbers() {
    assertThat(keys.token(0, V0_A)).isEqualTo(0xaf9706eb);
    assertThat(Long.toUnsignedString(keys.idsn(0, V0_A))).isEqualTo("10975753215851282121");
    assertThat(keys.token(0, V0_B)).isEqualTo(0xe47f0142);
    assertThat(Long.toUnsignedString(keys.idsn(0, V0_B))).isEqualTo("16464867208451421327");
    assertThat(keys.token(1, V1_A)).isEqualTo(0x1b12d938);
    assertThat(keys.token(1, V1_B)).isEqualTo(0x659d4bb0);
    assertThat(Long.toUnsignedString(keys.idsn(1, V1_B))).isEqualTo("15101198106486609860");
  }

  @Test
  void shouldGiveTheJoinHmacsOfVersion0() {
    assertThat(keys.joinSynAckHmac(0, V0_B, V0_A, 0x33abe9d5, 0x1b665a18))
        .isEqualTo(0x5ab680c7884af03dL);
    assertThat(ackHmac(0, V0_A, V0_B, 0x1b665a18, 0x33abe9d5))
        .isEqualTo("cb7b87f5e5f0502f43b535fb70ef6607df2e6c7a");
  }

  @Test
  void shouldGiveTheJoinHmacsOfVersion1() {
    assertThat(keys.joinSynAckHmac(1, V1_B, V1_A, 0xec0ea625, 0xf69c7828))
        .isEqualTo(0x529f6cbbd28690e5L);
    assertThat(ackHmac(1, V1_A, V1_B, 0xf69c7828, 0xec0ea625))
        .isEqualTo("62ae1b34fcfc3d4a784917421b8bc48af2d91ca7");
    assertThat(
            keys.joinAckHmacOk(
                1,
                V1_A,
                V1_B,
                0xf69c7828,
                0xec0ea625,
                0x62ae1b34fcfc3d4aL,
                0x784917421b8bc48aL,
                0xf2d91ca7))
        .isTrue();
    assertThat(
            keys.joinAckHmacOk(
                1,
                V1_A,
                V1_B,
                0xf69c7828,
                0xec0ea625,
                0x62ae1b34fcfc3d4aL,
                0x784917421b8bc48aL,
                0xf2d91ca6))
        .isFalse();
  }

  private String ackHmac(int version, long own, long peer, int ownNonce, int peerNonce) {
    final byte[] target = new byte[24];
    keys.joinAckHmac(version, own, peer, ownNonce, peerNonce, target, 2);
    return HexFormat.of().formatHex(target, 2, 22);
  }

  @Test
  @DisplayName("shouldEqualTheMacOfTheJdkWhenAddressesAreAdvertised, seed 3")
  void shouldEqualTheMacOfTheJdkWhenAddressesAreAdvertised() throws Exception {
    final Random random = new Random(3);
    final Mac mac = Mac.getInstance("HmacSHA256");
    for (int round = 0; round < 200; round++) {
      final long own = random.nextLong();
      final long peer = random.nextLong();
      final boolean ipv6 = random.nextBoolean();
      final long high = random.nextLong();
      final long low = ipv6 ? random.nextLong() : random.nextInt() & 0xffff_ffffL;
      final int id = random.nextInt(256);
      final int port = random.nextInt(65536);
      final byte[] key = new byte[16];
      BigEndian.put64(key, 0, own);
      BigEndian.put64(key, 8, peer);
      final byte[] message = new byte[ipv6 ? 19 : 7];
      message[0] = (byte) id;
      if (ipv6) {
        BigEndian.put64(message, 1, high);
        BigEndian.put64(message, 9, low);
      } else {
        BigEndian.put32(message, 1, (int) low);
      }
      BigEndian.put16(message, message.length - 2, port);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      assertThat(keys.addAddressHmac(own, peer, id, ipv6, high, low, port))
          .isEqualTo(BigEndian.i64(mac.doFinal(message), 24));
    }
  }
}
