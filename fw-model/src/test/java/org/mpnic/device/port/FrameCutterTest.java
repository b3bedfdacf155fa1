package org.mpnic.device.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mpnic.wire.BigEndian;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.FrameParser;
import org.mpnic.wire.InternetChecksum;
import org.mpnic.wire.ParserLimits;

/** Long frames cut as Linux's segmentation cuts them, byte for byte. */
class FrameCutterTest {
  private static final int FIN_PSH_ACK_CWR = 0x99;

  /** NOP, NOP, time stamps, DSS with 4-byte DATA_ACK, 8-byte DSN and checksum. */
  private static final String OPTIONS =
      "0101080a000000010000000a"
          + "1e16200d"
          + "00000001"
          + "e47ef57dd1b97490"
          + "00000001"
          + "0bb8"
          + "0000";

  private final FrameCutter cutter = new FrameCutter();

  @Test
  void shouldCopyOptionsAndCountIdentificationWhenIpv4() {
    byte[] payload = pattern(2500);
    byte[] frame = ipv4(0xfffe, 0xfffffff0, FIN_PSH_ACK_CWR, OPTIONS, payload);
    List<byte[]> segments = cut(frame, 1036, 1514);

    // 1036 less 36 bytes of options: payloads of 1000, 1000 and 500.
    assertThat(segments).extracting(segment -> segment.length).containsExactly(1090, 1090, 590);
    int[] identifications = {0xfffe, 0xffff, 0x0000};
    int[] sequences = {0xfffffff0, 0x000003d8, 0x000007c0};
    int[] flags = {0x90, 0x10, 0x19};
    byte[] joined = new byte[0];
    for (int index = 0; index < 3; index++) {
      byte[] segment = segments.get(index);
      assertThat(BigEndian.u16(segment, 16)).isEqualTo(segment.length - 14);
      assertThat(BigEndian.u16(segment, 18)).isEqualTo(identifications[index]);
      assertThat((int) BigEndian.u32(segment, 38)).isEqualTo(sequences[index]);
      assertThat(segment[47] & 0xff).isEqualTo(flags[index]);
      assertThat(hex(segment, 54, 36)).isEqualTo(OPTIONS);
      assertThat(hex(segment, 0, 16)).isEqualTo(hex(frame, 0, 16));
      assertThat(hex(segment, 20, 4)).isEqualTo(hex(frame, 20, 4));
      assertThat(hex(segment, 26, 12)).isEqualTo(hex(frame, 26, 12));
      assertThat(hex(segment, 42, 5)).isEqualTo(hex(frame, 42, 5));
      assertThat(hex(segment, 48, 2)).isEqualTo(hex(frame, 48, 2));
      assertThat(hex(segment, 52, 2)).isEqualTo(hex(frame, 52, 2));
      assertChecksums(segment, 14, 34, false);
      joined = concatenate(joined, Arrays.copyOfRange(segment, 90, segment.length));
    }
    assertThat(joined).isEqualTo(payload);
  }

  @Test
  void shouldGiveLiteralBytesWhenFrameIsShort() {
    byte[] frame =
        HexFormat.of()
            .parseHex(
                "0200000000020200000000010800"
                    + "4500002d1234400040060000"
                    + "0a4d0101"
                    + "0a4d0102"
                    + "a028138900000064000000c8501901f500000000"
                    + "4142434445");
    List<byte[]> segments = cut(frame, 2, 1514);
    assertThat(HexFormat.of().formatHex(segments.get(0)))
        .isEqualTo(
            "0200000000020200000000010800"
                + "4500002a12344000400611fe"
                + "0a4d0101"
                + "0a4d0102"
                + "a028138900000064000000c8501001f5a1210000"
                + "4142");
    assertThat(HexFormat.of().formatHex(segments.get(2)))
        .isEqualTo(
            "0200000000020200000000010800"
                + "4500002912364000400611fd"
                + "0a4d0101"
                + "0a4d0102"
                + "a028138900000068000000c8501901f59d570000"
                + "45");
  }

  @Test
  void shouldWritePayloadLengthWhenIpv6BehindTwoVlanTags() {
    byte[] payload = pattern(3001);
    byte[] ethernet =
        HexFormat.of()
            .parseHex(
                "0200000000020200000000018100000588a8000686dd"
                    .replace("8100000588a80006", "88a8000581000006"));
    byte[] ip = new byte[40];
    ip[0] = 0x60;
    BigEndian.put16(ip, 4, 20 + payload.length);
    ip[6] = 6;
    ip[7] = 64;
    ip[8] = (byte) 0xfd;
    ip[23] = 1;
    ip[24] = (byte) 0xfd;
    ip[39] = 2;
    byte[] frame = concatenate(concatenate(ethernet, ip), concatenate(tcp(7, 0x18, ""), payload));
    List<byte[]> segments = cut(frame, 1440, 9014);
    assertThat(segments)
        .extracting(segment -> segment.length)
        .containsExactly(82 + 1440, 82 + 1440, 82 + 121);
    for (byte[] segment : segments) {
      assertThat(BigEndian.u16(segment, 22 + 4)).isEqualTo(segment.length - 62);
      assertChecksums(segment, 22, 62, true);
    }
  }

  @Test
  void shouldKeepFramesBelowMaximumWhenSegmentSizeIsGreater() {
    byte[] frame = ipv4(1, 1, 0x10, "", pattern(5000));
    assertThat(cut(frame, 65_000, 1514))
        .extracting(segment -> segment.length)
        .containsExactly(1514, 1514, 1514, 674);
  }

  @Test
  void shouldRefuseWhenHeadersReachTheMaximum() {
    byte[] frame = ipv4(1, 1, 0x10, "", pattern(500));
    assertThat(cutter.begin(frame, 0, parse(frame), 1460, 54)).isZero();
  }

  @Test
  @DisplayName("random frames, seed 4: payload is whole, every checksum right")
  void shouldLoseNothingWhenFramesAreRandom() {
    Random random = new Random(4);
    for (int trial = 0; trial < 500; trial++) {
      byte[] payload = pattern(1 + random.nextInt(65_000));
      byte[] frame =
          ipv4(
              random.nextInt(65_536),
              random.nextInt(),
              0x10,
              random.nextBoolean() ? OPTIONS : "",
              payload);
      FrameHeader header = parse(frame);
      int headerBytes = header.payloadOffset;
      byte[] joined = new byte[0];
      int next = header.sequence;
      for (byte[] segment : cut(frame, 88 + random.nextInt(9000), 9014)) {
        FrameHeader parsed = parse(segment);
        assertThat(parsed.sequence).as("trial %d", trial).isEqualTo(next);
        next += parsed.payloadLength;
        assertChecksums(segment, 14, 34, false);
        joined = concatenate(joined, Arrays.copyOfRange(segment, headerBytes, segment.length));
      }
      assertThat(Arrays.equals(joined, payload)).as("trial %d", trial).isTrue();
    }
  }

  @Test
  void shouldTellWholePartialAndWrongChecksumsApart() {
    byte[] frame = ipv4(1, 1, 0x18, OPTIONS, pattern(333));
    FrameHeader header = parse(frame);
    TransportChecksum.complete(frame, 14, false, 6, 34, frame.length);
    assertChecksums(frame, 14, 34, false);
    assertThat(TransportChecksum.state(frame, 0, header)).isEqualTo(TransportChecksum.State.WHOLE);
    // 10.77.1.1, 10.77.1.2, protocol 6 and a length of 0x0185: 0a4d + 0101 + 0a4d + 0102 + 0006 +
    // 0185.
    BigEndian.put16(frame, 50, 0x1828);
    assertThat(TransportChecksum.state(frame, 0, header))
        .isEqualTo(TransportChecksum.State.PARTIAL);
    BigEndian.put16(frame, 50, 0x1828 - 0x0185);
    assertThat(TransportChecksum.state(frame, 0, header))
        .isEqualTo(TransportChecksum.State.PARTIAL);
    BigEndian.put16(frame, 50, 0x1829);
    assertThat(TransportChecksum.state(frame, 0, header)).isEqualTo(TransportChecksum.State.WRONG);
  }

  private List<byte[]> cut(byte[] frame, int maximumSegmentBytes, int maximumFrameBytes) {
    byte[] shifted = concatenate(new byte[5], frame);
    FrameHeader header = new FrameHeader();
    FrameParser.parse(shifted, 5, frame.length, ParserLimits.UNLIMITED, header);
    int count = cutter.begin(shifted, 5, header, maximumSegmentBytes, maximumFrameBytes);
    List<byte[]> segments = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      byte[] target = new byte[3 + cutter.longestFrameBytes()];
      int length = cutter.write(index, target, 3);
      assertThat(length).isLessThanOrEqualTo(maximumFrameBytes);
      segments.add(Arrays.copyOfRange(target, 3, 3 + length));
    }
    return segments;
  }

  private static void assertChecksums(byte[] segment, int l3Offset, int l4Offset, boolean isIpv6) {
    int length = segment.length - l4Offset;
    int addresses = isIpv6 ? l3Offset + 8 : l3Offset + 12;
    int sum = InternetChecksum.sum(segment, addresses, isIpv6 ? 32 : 8);
    sum = InternetChecksum.add(sum, InternetChecksum.sum(segment, l4Offset, length));
    assertThat(InternetChecksum.add(sum, 6 + length)).isEqualTo(0xffff);
    if (!isIpv6) {
      assertThat(InternetChecksum.sum(segment, l3Offset, 20)).isEqualTo(0xffff);
    }
  }

  private static FrameHeader parse(byte[] frame) {
    FrameHeader header = new FrameHeader();
    FrameParser.parse(frame, 0, frame.length, ParserLimits.UNLIMITED, header);
    return header;
  }

  private static byte[] ipv4(
      int identification, int sequence, int flags, String options, byte[] payload) {
    byte[] ip =
        HexFormat.of()
            .parseHex("02000000000202000000000108004500000000004000400600000a4d01010a4d0102");
    byte[] tcp = tcp(sequence, flags, options);
    BigEndian.put16(ip, 16, 20 + tcp.length + payload.length);
    BigEndian.put16(ip, 18, identification);
    BigEndian.put16(ip, 24, ~InternetChecksum.sum(ip, 14, 20) & 0xffff);
    return concatenate(concatenate(ip, tcp), payload);
  }

  private static byte[] tcp(int sequence, int flags, String options) {
    byte[] tcp = HexFormat.of().parseHex("a02813890000000000000000000001f500000000" + options);
    BigEndian.put32(tcp, 4, sequence);
    tcp[12] = (byte) (tcp.length / 4 << 4);
    tcp[13] = (byte) flags;
    return tcp;
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static String hex(byte[] bytes, int offset, int length) {
    return HexFormat.of().formatHex(bytes, offset, offset + length);
  }
}
