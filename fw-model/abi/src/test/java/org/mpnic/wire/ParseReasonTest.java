package org.mpnic.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mpnic.abi.Reason;

/** Each reason, by a frame that has this fault only. */
class ParseReasonTest {
  private static final ParserLimits CARD = new ParserLimits(192, 2, 4, 16);

  private final FrameHeader header = new FrameHeader();

  private void check(byte[] frame, int expected) {
    check(frame, frame.length, ParserLimits.UNLIMITED, expected);
  }

  private void check(byte[] frame, int length, ParserLimits limits, int expected) {
    final int reason = FrameParser.parse(frame, 0, length, limits, header);
    assertThat(ParseReason.name(reason)).isEqualTo(ParseReason.name(expected));
    assertThat(header.reason).isEqualTo(expected);
    if (expected >= ParseReason.FIRST_OPTION_REASON) {
      assertThat(header.isTcp()).isTrue();
    }
  }

  private static byte[] tcp(String options) {
    return TestFrame.tcp(TcpFlags.ACK, options, (byte) 1).bytes();
  }

  @Test
  void shouldHaveTheNumbersAndNamesOfTheAbi() {
    final Set<String> names = new HashSet<>();
    for (int reason = 0; reason < ParseReason.COUNT; reason++) {
      assertThat(Reason.of(reason).label()).isEqualTo(ParseReason.name(reason));
      names.add(ParseReason.name(reason));
    }
    assertThat(names).hasSize(ParseReason.COUNT);
    for (int type = 0; type < PacketType.COUNT; type++) {
      assertThat(org.mpnic.abi.PacketType.of(type).label()).isEqualTo(PacketType.name(type));
    }
    assertThat(ParseReason.name(99)).isEqualTo("parse_reason_99");
    assertThat(PacketType.name(-1)).isEqualTo("packet_type_-1");
  }

  @Test
  void shouldRefuseEthernetThatEndsEarly() {
    final TestFrame tagged = TestFrame.tcp(TcpFlags.ACK, "");
    tagged.vlanTypes = new int[] {0x8100, 0x8100, 0x8100};
    final byte[] frame = tagged.bytes();
    for (int length = 0; length < 26; length++) {
      check(frame, length, ParserLimits.UNLIMITED, ParseReason.TRUNCATED_ETHERNET);
    }
    check(frame, frame.length, CARD, ParseReason.VLAN_LIMIT);
    assertThat(header.vlanCount).isEqualTo(2);
  }

  @Test
  void shouldRefuseIpv4HeadersThatCannotBe() {
    final byte[] frame = tcp("");
    for (int length = 14; length < 34; length++) {
      check(frame, length, ParserLimits.UNLIMITED, ParseReason.TRUNCATED_IP);
    }
    for (int length = 34; length < frame.length; length++) {
      check(frame, length, ParserLimits.UNLIMITED, ParseReason.IP_LENGTH_BEYOND_FRAME);
    }
    frame[14] = 0x65;
    check(frame, ParseReason.BAD_IP_VERSION);
    frame[14] = 0x44;
    check(frame, ParseReason.BAD_IP_HEADER_LENGTH);
    frame[14] = 0x4f;
    check(frame, ParseReason.BAD_IP_HEADER_LENGTH);
    frame[14] = 0x45;
    BigEndian.put16(frame, 16, 19);
    check(frame, ParseReason.BAD_IP_HEADER_LENGTH);
    BigEndian.put16(frame, 16, 42);
    check(frame, ParseReason.IP_LENGTH_BEYOND_FRAME);
    BigEndian.put16(frame, 16, 39);
    check(frame, ParseReason.TRUNCATED_TCP);
    assertThat(header.layers).isEqualTo(3);
  }

  @Test
  void shouldRefuseIpv6HeadersThatCannotBe() {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "");
    made.ipv6 = true;
    made.ipv6FirstProtocol = 60;
    made.ipv6Extensions = TestFrame.hex("0600 0104 00000000");
    final byte[] frame = made.bytes();
    for (int length = 14; length < 54; length++) {
      check(frame, length, ParserLimits.UNLIMITED, ParseReason.TRUNCATED_IP);
    }
    for (int length = 54; length < frame.length; length++) {
      check(frame, length, ParserLimits.UNLIMITED, ParseReason.IP_LENGTH_BEYOND_FRAME);
    }
    check(frame, ParseReason.OK);
    frame[55] = 3;
    check(frame, ParseReason.BAD_IPV6_EXTENSION);
    frame[55] = 2;
    check(frame, ParseReason.TRUNCATED_TCP);
    BigEndian.put16(frame, 18, 7);
    check(frame, ParseReason.BAD_IPV6_EXTENSION);
    BigEndian.put16(frame, 18, 0);
    check(frame, ParseReason.BAD_IPV6_EXTENSION);
    frame[14] = 0x45;
    check(frame, ParseReason.BAD_IP_VERSION);
    made.ipv6Extensions = TestFrame.hex("06ff" + "00".repeat(2046));
    check(made.bytes(), ParseReason.OK);
    check(made.bytes(), 14 + 40 + 2048 + 20, CARD, ParseReason.HEADER_WINDOW_EXCEEDED);
  }

  @Test
  void shouldNotReadTransportOfFragments() {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "");
    for (int field : new int[] {0x2000, 0x0001, 0x3fff}) {
      made.fragmentField = field;
      check(made.bytes(), ParseReason.FRAGMENT);
      assertThat(header.packetType).isEqualTo(PacketType.FRAGMENT_IPV4);
      assertThat(header.layers).isEqualTo(3);
    }
    made.fragmentField = 0x4000;
    check(made.bytes(), ParseReason.OK);
    made.ipv6 = true;
    made.ipv6FirstProtocol = 44;
    for (String field : new String[] {"0001", "0008", "fff9"}) {
      made.ipv6Extensions = TestFrame.hex("0600" + field + "00000001");
      check(made.bytes(), ParseReason.FRAGMENT);
      assertThat(header.packetType).isEqualTo(PacketType.FRAGMENT_IPV6);
      assertThat(header.protocol).isEqualTo(6);
    }
    made.ipv6Extensions = TestFrame.hex("0600 0006 00000001");
    check(made.bytes(), ParseReason.OK);
  }

  @Test
  void shouldRefuseTcpHeadersThatCannotBe() {
    final byte[] frame = tcp("");
    frame[46] = 0x40;
    check(frame, ParseReason.BAD_TCP_HEADER_LENGTH);
    frame[46] = 0x60;
    check(frame, ParseReason.BAD_TCP_HEADER_LENGTH);
    frame[46] = (byte) 0xf0;
    check(frame, ParseReason.BAD_TCP_HEADER_LENGTH);
    assertThat(header.isTcp()).isFalse();
  }

  @Test
  void shouldBoundHeadersByTheWindow() {
    final byte[] frame = tcp("0101 080a 00000011 00000022");
    final int end = 66;
    for (int window = 0; window < end; window++) {
      check(
          frame,
          frame.length,
          new ParserLimits(window, 2, 4, 16),
          ParseReason.HEADER_WINDOW_EXCEEDED);
    }
    check(frame, frame.length, new ParserLimits(end, 2, 4, 16), ParseReason.OK);
    check(frame, 10, new ParserLimits(5, 2, 4, 16), ParseReason.TRUNCATED_ETHERNET);
  }

  @Test
  void shouldBoundTheOptionsWalked() {
    final byte[] nops = tcp("01".repeat(16));
    check(nops, nops.length, CARD, ParseReason.OK);
    assertThat(header.optionsWalked).isEqualTo(16);
    final byte[] ended = tcp("01".repeat(16) + "00");
    check(ended, ended.length, CARD, ParseReason.OK);
    final byte[] more = tcp("01".repeat(16) + "080a 00000011 00000022");
    check(more, more.length, CARD, ParseReason.TCP_OPTION_LIMIT);
    assertThat(header.tcpOptions).isZero();
    check(more, ParseReason.OK);
    assertThat(header.optionsWalked).isEqualTo(17);
  }

  @Test
  void shouldRefuseTcpOptionLengths() {
    for (String options :
        new String[] {
          "0800",
          "0801",
          "080b 00000011 00000022 00",
          "0809 00000011 000000",
          "0205 05b400",
          "0203 05",
          "0302",
          "0304 0707",
          "0403 00",
          "0502",
          "0509 00000000000000",
          "1303 00",
          "1c03 00",
          "1d03 00",
          "2203 00",
          "2205 000000",
          "22" + "14" + "00".repeat(18),
          "fdff",
          "010108",
          "fe01"
        }) {
      check(tcp(options), ParseReason.BAD_TCP_OPTION_LENGTH);
    }
    check(tcp("0302 0101 080a 00000011 00000022"), ParseReason.BAD_TCP_OPTION_LENGTH);
    assertThat(header.timestampValue).as("options behind a bad one are read").isEqualTo(0x11);
    check(tcp("01010108"), ParseReason.BAD_TCP_OPTION_LENGTH);
  }

  @Test
  void shouldRefuseADssOfLengthThreeAndKeepTheSegment() {
    check(tcp("0101 1e03 20 01 080a 00000011 00000022"), ParseReason.BAD_MPTCP_OPTION_LENGTH);
    assertThat(header.mptcpOptions).isZero();
    assertThat(header.timestampValue).isEqualTo(0x11);
    assertThat(header.payloadLength).isEqualTo(1);
    check(tcp("1e02 0101"), ParseReason.BAD_MPTCP_OPTION_LENGTH);
    check(tcp("1e01 0101"), ParseReason.BAD_MPTCP_OPTION_LENGTH);
    check(tcp("1e28 2001"), ParseReason.BAD_TCP_OPTION_LENGTH);
  }

  @Test
  void shouldSeeDuplicateAndConflictingOptions() {
    check(tcp("1e08 2001 00000001 1e08 2001 00000002"), ParseReason.DUPLICATE_MPTCP_OPTION);
    assertThat(header.dataAck).as("the first one stands").isEqualTo(1);
    final String join = "1e0c 1001 01020304 05060708";
    check(
        TestFrame.tcp(TcpFlags.SYN, "1e04 0181" + join).bytes(),
        ParseReason.CONFLICTING_MPTCP_OPTIONS);
    check(
        TestFrame.tcp(TcpFlags.SYN, "1e08 2001 00000001").bytes(),
        ParseReason.CONFLICTING_MPTCP_OPTIONS);
    check(
        TestFrame.tcp(TcpFlags.ACK, "1e14 0001" + "11".repeat(16) + "1e08 2001 00000001").bytes(),
        ParseReason.OK);
  }

  @Test
  void shouldRefuseAJoinWithoutSyn() {
    check(tcp("1e0c 1001 01020304 05060708"), ParseReason.MP_JOIN_WITHOUT_SYN);
    check(tcp("1e10 1001" + "11".repeat(12)), ParseReason.MP_JOIN_WITHOUT_SYN);
    check(tcp("1e18 1000" + "11".repeat(20)), ParseReason.OK);
    check(tcp("1e17 1000" + "11".repeat(19)), ParseReason.BAD_MPTCP_OPTION_LENGTH);
    check(
        TestFrame.tcp(TcpFlags.SYN, "1e10 1001" + "11".repeat(12)).bytes(),
        ParseReason.BAD_MPTCP_OPTION_LENGTH);
    check(
        TestFrame.tcp(TcpFlags.SYN | TcpFlags.ACK, "1e0c 1001" + "11".repeat(8)).bytes(),
        ParseReason.BAD_MPTCP_OPTION_LENGTH);
  }

  @Test
  void shouldIgnoreUnknownSubtypes() {
    for (int subtype = 9; subtype < 16; subtype++) {
      for (String rest : new String[] {"1e03%x0", "1e04%x000", "1e0c%x0" + "ff".repeat(9)}) {
        check(tcp(String.format(rest, subtype)), ParseReason.OK);
        assertThat(header.mptcpOptions).isZero();
      }
    }
  }
}
