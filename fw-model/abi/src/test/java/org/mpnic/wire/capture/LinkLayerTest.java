package org.mpnic.wire.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.ParserLimits;
import org.mpnic.wire.TcpFlags;
import org.mpnic.wire.TestFrame;

class LinkLayerTest {
  private static final byte[] IPV4 = ip(false);
  private static final byte[] IPV6 = ip(true);
  private static final int IPV4_TYPE = 0x0800;
  private static final int IPV6_TYPE = 0x86dd;

  private final byte[] frame = new byte[200];

  private static byte[] ip(boolean ipv6) {
    final TestFrame made = TestFrame.tcp(TcpFlags.ACK, "0101", (byte) 1);
    made.ipv6 = ipv6;
    final byte[] bytes = made.bytes();
    return Arrays.copyOfRange(bytes, 14, bytes.length);
  }

  private int convert(int linkType, String head, byte[] packet) {
    final byte[] start = HexFormat.of().parseHex(head.replace(" ", ""));
    final CaptureRecord record = new CaptureRecord();
    record.linkType = linkType;
    record.length = start.length + packet.length;
    System.arraycopy(start, 0, record.data, 0, start.length);
    System.arraycopy(packet, 0, record.data, start.length, packet.length);
    return LinkLayer.toEthernet(record, frame, 3);
  }

  private void check(int linkType, String head, byte[] packet, int etherType) {
    assertThat(LinkLayer.isSupported(linkType)).isTrue();
    final int length = convert(linkType, head, packet);
    assertThat(length).isEqualTo(14 + packet.length);
    final FrameHeader header = new FrameHeader();
    assertThat(FrameParser.parse(frame, 3, length, ParserLimits.UNLIMITED, header)).isZero();
    assertThat(header.etherType).isEqualTo(etherType);
    assertThat(header.isTcp()).isTrue();
    assertThat(Arrays.copyOfRange(frame, 17, 3 + length)).isEqualTo(packet);
    assertThat(HexFormat.of().formatHex(frame, 3, 9)).isEqualTo("020000000001");
  }

  @Test
  void shouldMakeFramesOfCookedPackets() {
    check(LinkType.LINUX_SLL, "0000 0001 0006 0a0b0c0d0e0f 0000 0800", IPV4, IPV4_TYPE);
    assertThat(HexFormat.of().formatHex(frame, 9, 15)).isEqualTo("0a0b0c0d0e0f");
    check(LinkType.LINUX_SLL, "0000 0304 0000 000000000000 0000 86dd", IPV6, IPV6_TYPE);
    assertThat(HexFormat.of().formatHex(frame, 9, 15)).isEqualTo("020000000002");
    check(LinkType.LINUX_SLL2, "0800 0000 00000002 0001 00 06 0a0b0c0d0e0f 0000", IPV4, IPV4_TYPE);
    assertThat(HexFormat.of().formatHex(frame, 9, 15)).isEqualTo("0a0b0c0d0e0f");
  }

  @Test
  void shouldMakeFramesOfBareIp() {
    for (int linkType : new int[] {12, 14, 101}) {
      check(linkType, "", IPV4, IPV4_TYPE);
      check(linkType, "", IPV6, IPV6_TYPE);
    }
    check(LinkType.IPV4, "", IPV4, IPV4_TYPE);
    check(LinkType.IPV6, "", IPV6, IPV6_TYPE);
  }

  @Test
  void shouldMakeFramesOfPppAndLoopback() {
    check(LinkType.PPP, "ff03 0021", IPV4, IPV4_TYPE);
    check(LinkType.PPP, "0057", IPV6, IPV6_TYPE);
    check(LinkType.PPP, "21", IPV4, IPV4_TYPE);
    check(LinkType.PPP_HDLC, "ff03 0057", IPV6, IPV6_TYPE);
    check(LinkType.NULL, "02000000", IPV4, IPV4_TYPE);
    check(LinkType.NULL, "0000001e", IPV6, IPV6_TYPE);
    check(LinkType.LOOP, "0000001c", IPV6, IPV6_TYPE);
  }

  @Test
  void shouldRefuseWhatHasNoEthernetForm() {
    final byte[] none = new byte[0];
    assertThat(LinkLayer.isSupported(105)).isFalse();
    assertThat(convert(105, "0800", IPV4)).isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.RAW, "", none)).isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.RAW, "70", none)).isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.PPP, "c021", none)).isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.PPP, "ff03", none)).isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.NULL, "020000", none)).isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.LINUX_SLL, "00".repeat(15), none))
        .isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.LINUX_SLL2, "00".repeat(19), none))
        .isEqualTo(LinkLayer.UNKNOWN_LINK);
    assertThat(convert(LinkType.ETHERNET, "", none)).isZero();
  }
}
