package org.mpnic.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameParserTest {
  private static final String DSS_64 =
      "0101 080a 00000011 00000022 1e18 20 0d 00001000 e47ef57dd1b97490 00000001 0029 082f";

  private final FrameHeader header = new FrameHeader();

  private int parse(byte[] frame) {
    return FrameParser.parse(frame, 0, frame.length, ParserLimits.UNLIMITED, header);
  }

  @Test
  void shouldReadEveryFieldWhenTheFrameIsLiteral() {
    final byte[] frame =
        TestFrame.hex(
            "020000000001020000000002 0800"
                + "4510 0050 0001 4000 4006 0000 0a4d0101 0a4d0102"
                + "a028 1389 0000000b 00000016 e018 01f5 0000 0000"
                + "0101 080a 00000011 00000022"
                + "1e18 20 0d 00001000 e47ef57dd1b97490 00000001 0029 082f"
                + "5353482d 0000");
    assertThat(parse(frame)).isEqualTo(ParseReason.OK);
    assertThat(header.layers).isEqualTo(7);
    assertThat(header.packetType).isEqualTo(PacketType.TCP_IPV4);
    assertThat(header.srcLow).isEqualTo(0x0a4d0101L);
    assertThat(header.dstLow).isEqualTo(0x0a4d0102L);
    assertThat(header.trafficClass).isEqualTo(0x10);
    assertThat(header.timeToLive).isEqualTo(64);
    assertThat(header.sourcePort).isEqualTo(41000);
    assertThat(header.destinationPort).isEqualTo(5001);
    assertThat(header.sequence).isEqualTo(11);
    assertThat(header.acknowledgment).isEqualTo(22);
    assertThat(header.tcpFlags).isEqualTo(TcpFlags.PSH | TcpFlags.ACK);
    assertThat(header.window).isEqualTo(501);
    assertThat(header.tcpHeaderLength).isEqualTo(56);
    assertThat(header.payloadOffset).isEqualTo(90);
    assertThat(header.payloadLength).isEqualTo(4);
    assertThat(header.timestampValue).isEqualTo(0x11);
    assertThat(header.timestampEcho).isEqualTo(0x22);
    assertThat(header.hasMptcp(MptcpSubtype.DSS)).isTrue();
    assertThat(header.dataAck).isEqualTo(0x1000);
    assertThat(header.dsn).isEqualTo(0xe47ef57dd1b97490L);
    assertThat(header.dsnIs64).isTrue();
    assertThat(header.dssSsn).isEqualTo(1);
    assertThat(header.dssLength).isEqualTo(41);
    assertThat(header.hasDssChecksum).isTrue();
    assertThat(header.dssChecksum).isEqualTo(0x082f);
    assertThat(header.ipTotalEnd).isEqualTo(94);
  }

  @Test
  void shouldCountOffsetsFromTheFrameNotTheBuffer() {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "0101", (byte) 1, (byte) 2);
    made.padding = new byte[4];
    final byte[] frame = made.bytes();
    final byte[] buffer = new byte[frame.length + 100];
    System.arraycopy(frame, 0, buffer, 37, frame.length);
    assertThat(FrameParser.parse(buffer, 37, frame.length, ParserLimits.UNLIMITED, header))
        .isZero();
    assertThat(header.l3Offset).isEqualTo(14);
    assertThat(header.l4Offset).isEqualTo(34);
    assertThat(header.payloadOffset).isEqualTo(58);
    assertThat(header.payloadLength).isEqualTo(2);
    assertThat(header.ipTotalEnd).isEqualTo(60);
    assertThat(header.frameLength).isEqualTo(64);
    assertThat(IpChecksum.ipHeaderOk(buffer, 37, header)).isTrue();
    assertThat(IpChecksum.tcpOk(buffer, 37, header)).isTrue();
  }

  @Test
  void shouldReadStackedVlanTags() {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "");
    made.vlanTypes = new int[] {0x88a8, 0x8100};
    assertThat(parse(made.bytes())).isZero();
    assertThat(header.vlanCount).isEqualTo(2);
    assertThat(header.vlan0).isEqualTo(0x2064);
    assertThat(header.vlan1).isEqualTo(0x2065);
    assertThat(header.l3Offset).isEqualTo(22);
    assertThat(header.isTcp()).isTrue();
    made.vlanTypes = new int[] {0x8100, 0x8100, 0x9100};
    assertThat(parse(made.bytes())).isZero();
    assertThat(header.vlanCount).isEqualTo(3);
    assertThat(header.vlan1).isEqualTo(0x2065);
  }

  @Test
  void shouldStepOverIpv4OptionsAndPadding() {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "", (byte) 9);
    made.ipOptions = TestFrame.hex("9404 0000");
    made.padding = new byte[20];
    assertThat(parse(made.bytes())).isZero();
    assertThat(header.l4Offset).isEqualTo(38);
    assertThat(header.payloadLength).isEqualTo(1);
  }

  @Test
  void shouldStepOverIpv6Extensions() {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "0101", (byte) 7);
    made.ipv6 = true;
    made.ipv6FirstProtocol = 0;
    // Hop-by-hop, routing, fragment header of a whole packet, authentication, destination options.
    made.ipv6Extensions =
        TestFrame.hex(
            "2b00 0104 00000000"
                + "2c00 0000 00000000"
                + "3300 0000 00000001"
                + "3c04 0000 00000000 00000000 00000000 00000000 00000000"
                + "0601 0104 00000000 00000000 00000000");
    final byte[] frame = made.bytes();
    assertThat(parse(frame)).isZero();
    assertThat(header.ipv6Extensions).isEqualTo(5);
    assertThat(header.packetType).isEqualTo(PacketType.TCP_IPV6);
    assertThat(header.l4Offset).isEqualTo(14 + 40 + 64);
    assertThat(header.srcHigh).isEqualTo(0x20010db800000000L);
    assertThat(header.srcLow).isEqualTo(0x0a000001L);
    assertThat(header.payloadLength).isEqualTo(1);
    assertThat(IpChecksum.tcpOk(frame, 0, header)).isTrue();
    final ParserLimits four = new ParserLimits(192, 2, 4, 16);
    assertThat(FrameParser.parse(frame, 0, frame.length, four, header))
        .isEqualTo(ParseReason.IPV6_EXTENSION_LIMIT);
    final ParserLimits five = new ParserLimits(192, 2, 5, 16);
    assertThat(FrameParser.parse(frame, 0, frame.length, five, header)).isZero();
  }

  @Test
  void shouldGiveThePacketTypeOfOtherTraffic() {
    final TestFrame made = new TestFrame();
    final int[][] cases = {
      {17, PacketType.UDP_IPV4, PacketType.UDP_IPV6},
      {1, PacketType.ICMP_IPV4, PacketType.OTHER_IPV6},
      {58, PacketType.OTHER_IPV4, PacketType.ICMP_IPV6},
      {132, PacketType.OTHER_IPV4, PacketType.OTHER_IPV6}
    };
    for (int[] each : cases) {
      made.protocol = each[0];
      made.ipv6 = false;
      assertThat(parse(made.bytes())).isZero();
      assertThat(header.packetType).isEqualTo(each[1]);
      made.ipv6 = true;
      assertThat(parse(made.bytes())).isZero();
      assertThat(header.packetType).isEqualTo(each[2]);
      assertThat(header.isTcp()).isFalse();
      assertThat(header.layers).isEqualTo(3);
    }
    final byte[] arp = TestFrame.hex("ffffffffffff 020000000002 0806 0001");
    assertThat(parse(arp)).isZero();
    assertThat(header.packetType).isEqualTo(PacketType.ARP);
    assertThat(parse(TestFrame.hex("0180c2000000 020000000002 88cc 0001"))).isZero();
    assertThat(header.packetType).isEqualTo(PacketType.OTHER);
    assertThat(header.layers).isEqualTo(FrameHeader.LAYER_ETHERNET);
  }

  @Test
  void shouldReadEveryPlainTcpOption() {
    final byte[] frame =
        TestFrame.tcp(TcpFlags.SYN, "0204 05b4 0402 080a 01020304 05060708 0103 0307" + "1c04 8005")
            .bytes();
    assertThat(parse(frame)).isZero();
    assertThat(header.mss).isEqualTo(1460);
    assertThat(header.sackPermitted).isTrue();
    assertThat(header.timestampValue).isEqualTo(0x01020304);
    assertThat(header.timestampEcho).isEqualTo(0x05060708);
    assertThat(header.windowScale).isEqualTo(7);
    assertThat(header.userTimeout).isEqualTo(0x8005);
    assertThat(header.tcpOptions).isEqualTo(1L << 2 | 1L << 3 | 1L << 4 | 1L << 8 | 1L << 28);
    assertThat(header.optionsWalked).isEqualTo(6);
  }

  @Test
  void shouldReadSackFastOpenAndUnknownOptions() {
    assertThat(
            parse(
                TestFrame.tcp(
                        TcpFlags.ACK,
                        "0101 0512 00000001 00000002 00000003 00000004 2208 010203040506 fd04 f990")
                    .bytes()))
        .isZero();
    assertThat(header.sackBlocks).isEqualTo(2);
    assertThat(header.sackOffset).isEqualTo(58);
    assertThat(header.fastOpenLength).isEqualTo(6);
    assertThat(header.fastOpenOffset).isEqualTo(76);
    assertThat(header.hasTcpOption(FrameHeader.KIND_FAST_OPEN)).isTrue();
    assertThat(
            parse(
                TestFrame.tcp(TcpFlags.ACK, "1d04 0102 1312 00112233445566778899aabbccddeeff")
                    .bytes()))
        .isZero();
    assertThat(header.hasTcpOption(FrameHeader.KIND_MD5_SIGNATURE)).isTrue();
    assertThat(header.hasTcpOption(FrameHeader.KIND_AUTHENTICATION)).isTrue();
  }

  @Test
  void shouldForgetTheFrameBefore() {
    assertThat(parse(TestFrame.tcp(TcpFlags.SYN, "0402 0101").bytes())).isZero();
    assertThat(header.sackPermitted).isTrue();
    assertThat(parse(TestFrame.tcp(TcpFlags.ACK, DSS_64).bytes())).isZero();
    assertThat(header.sackPermitted).isFalse();
    assertThat(header.mptcpOptions).isEqualTo(1 << MptcpSubtype.DSS);
    assertThat(parse(TestFrame.tcp(TcpFlags.ACK, "").bytes())).isZero();
    assertThat(header.mptcpOptions).isZero();
    assertThat(header.tcpOptions).isZero();
    assertThat(header.optionsWalked).isZero();
    assertThat(parse(new byte[3])).isEqualTo(ParseReason.TRUNCATED_ETHERNET);
    assertThat(header.layers).isZero();
    assertThat(header.isTcp()).isFalse();
  }

  @Test
  void shouldSeeWrongAndPartialChecksums() {
    final byte[] frame = TestFrame.tcp(TcpFlags.ACK, "0101", (byte) 1, (byte) 2, (byte) 3).bytes();
    parse(frame);
    assertThat(IpChecksum.tcpOk(frame, 0, header)).isTrue();
    assertThat(IpChecksum.tcpIsPartial(frame, 0, header)).isFalse();
    frame[60] ^= 1;
    assertThat(IpChecksum.tcpOk(frame, 0, header)).isFalse();
    IpChecksum.storeTcp(frame, 0, header);
    assertThat(IpChecksum.tcpOk(frame, 0, header)).isTrue();
    BigEndian.put16(frame, 34 + 16, IpChecksum.pseudoHeaderSum(header));
    assertThat(IpChecksum.tcpIsPartial(frame, 0, header)).isTrue();
    assertThat(IpChecksum.tcpOk(frame, 0, header)).isFalse();
    frame[22] ^= 4;
    assertThat(IpChecksum.ipHeaderOk(frame, 0, header)).isFalse();
    IpChecksum.storeIpHeader(frame, 0, header);
    assertThat(IpChecksum.ipHeaderOk(frame, 0, header)).isTrue();
  }
}
