package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** What tx_checksum does to a frame, for the Java stage and for its RTL twin. */
public abstract class TxChecksumContract {
  /** A frame and what is to be done to it. */
  public record Job(byte[] frame, FrameFinish finish) {}

  /** Runs frames through the stage, in order; answers them as they leave. */
  protected abstract List<byte[]> finish(List<Job> jobs);

  private byte[] finish(byte[] frame, FrameFinish finish) {
    return finish(List.of(new Job(frame, finish))).get(0);
  }

  private static FrameFinish work(int kind, int l3Offset, int l4Offset, int headerBytes) {
    FrameFinish finish = new FrameFinish();
    finish.clear();
    finish.kind = kind;
    finish.l3Offset = l3Offset;
    finish.l4Offset = l4Offset;
    finish.headerBytes = headerBytes;
    finish.firstSegment = true;
    finish.lastSegment = true;
    return finish;
  }

  private static TcpFrame frame(int addressBytes, int vlans, int payload, long seed) {
    TcpFrame frame = new TcpFrame();
    Random random = new Random(seed);
    frame.source = new byte[addressBytes];
    frame.destination = new byte[addressBytes];
    random.nextBytes(frame.source);
    random.nextBytes(frame.destination);
    frame.sourcePort = random.nextInt(65536);
    frame.destinationPort = random.nextInt(65536);
    frame.sequence = random.nextInt();
    frame.acknowledgment = random.nextInt();
    frame.flags = TcpFrame.ACK | TcpFrame.PSH;
    frame.identification = random.nextInt(65536);
    frame.vlans = new int[vlans];
    frame.options = new byte[4 * random.nextInt(addressBytes == 4 ? 11 : 9 - vlans)];
    random.nextBytes(frame.options);
    frame.payload = new byte[payload];
    random.nextBytes(frame.payload);
    return frame;
  }

  private static FrameFinish whole(int kind, RawFrame raw) {
    return work(kind, raw.l3, raw.l4, raw.payload);
  }

  /** Takes out what the card has to put in. */
  private static byte[] blanked(RawFrame raw, boolean lengths) {
    byte[] bytes = raw.bytes.clone();
    boolean ipv6 = raw.source.length == 16;
    if (lengths) {
      put16(bytes, raw.l3 + (ipv6 ? 4 : 2), 0x1234);
    }
    if (!ipv6) {
      put16(bytes, raw.l3 + 10, 0xabcd);
    }
    put16(bytes, raw.l4 + 16, 0x5678);
    return bytes;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  @Test
  void shouldLeaveAFrameAsItIsWhenNothingIsAsked() {
    byte[] frame = frame(4, 0, 77, 1).bytes();
    assertThat(finish(frame.clone(), work(FrameFinish.NONE, 14, 34, 54))).isEqualTo(frame);
  }

  @Test
  void shouldSumWhatLinuxLeftWhenAUdpDatagramIsPartial() {
    // 10.0.0.1:1 to 10.0.0.2:2, 8 + 2 bytes; pseudo-header 0a00 0001 0a00 0002 0011 000a = 141e.
    byte[] frame =
        HexFormat.of()
            .parseHex(
                "020000000002020000000001"
                    + "0800"
                    + "4500001e000040004011"
                    + "26cd"
                    + "0a0000010a000002"
                    + "00010002000a"
                    + "141e"
                    + "abcd");
    // 141e + 0001 + 0002 + 000a + 141e's own place + abcd = bff8; complement 4007.
    byte[] expected = frame.clone();
    put16(expected, 40, 0x4007);
    FrameFinish finish = work(FrameFinish.PARTIAL_CHECKSUM, 14, 34, 0);
    finish.checksumOffset = 6;
    assertThat(finish(frame, finish)).isEqualTo(expected);
  }

  @Test
  void shouldSendAllOnesForZeroOnlyWhenItIsUdp() {
    byte[] frame = new byte[60];
    put16(frame, 34, 0xffff);
    FrameFinish finish = work(FrameFinish.PARTIAL_CHECKSUM, 14, 34, 0);
    finish.checksumOffset = 6;
    assertThat(Arrays.copyOfRange(finish(frame.clone(), finish), 40, 42)).containsExactly(-1, -1);
    finish.checksumOffset = 16;
    assertThat(Arrays.copyOfRange(finish(frame.clone(), finish), 50, 52)).containsExactly(0, 0);
    // Nothing but zeros sums to zero: its complement is all ones for both.
    assertThat(Arrays.copyOfRange(finish(new byte[60], finish), 50, 52)).containsExactly(-1, -1);
  }

  @Test
  void shouldLeaveAFrameAsItIsWhenTheFieldIsOutside() {
    byte[] frame = frame(4, 0, 10, 3).bytes();
    FrameFinish finish = work(FrameFinish.PARTIAL_CHECKSUM, 14, 34, 0);
    finish.checksumOffset = frame.length - 34 - 1;
    assertThat(finish(frame.clone(), finish)).isEqualTo(frame);
    byte[] longer = frame(4, 0, 500, 3).bytes();
    finish.checksumOffset = 94;
    assertThat(finish(longer.clone(), finish)).isEqualTo(longer);
    finish.checksumOffset = 92;
    assertThat(finish(longer.clone(), finish)).isNotEqualTo(longer);
  }

  @Test
  void shouldRestoreEveryFrameOfACapture() throws Exception {
    List<Job> jobs = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    for (String capture :
        List.of("v4-csum1-offload_off-basic.pcap", "multi-v6-csum0.pcap", "loss-v4-csum1.pcap")) {
      int taken = 0;
      for (var frame : BundledCaptures.frames(capture)) {
        RawFrame raw = RawFrame.read(frame.bytes());
        if (raw.problem != RawFrame.Problem.NONE
            || raw.partialChecksum
            || raw.end != raw.bytes.length
            || raw.payload > 124
            || ++taken > 400) {
          continue;
        }
        int kind = taken % 2 == 0 ? FrameFinish.SEGMENT : FrameFinish.GENERATED;
        jobs.add(new Job(blanked(raw, true), whole(kind, raw)));
        expected.add(raw.bytes);
      }
    }
    assertThat(jobs.size()).isGreaterThan(500);
    assertAll(finish(jobs), expected);
  }

  private static void assertAll(List<byte[]> actual, List<byte[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(HexFormat.of().formatHex(actual.get(i)))
          .as("frame %d", i)
          .isEqualTo(HexFormat.of().formatHex(expected.get(i)));
    }
  }

  @Test
  void shouldPutInTheDssChecksumsOfTheGoldenVectors() {
    checkDss(
        "e47ef57dd1b97490",
        1,
        "5353482d322e302d4f70656e5353485f352e357031" + "2044656269616e2d362b73717565657a65310d0a",
        0x082f);
    checkDss("9851b565d52ac2eb", 890, "0000000c0a1500000000000000000000", 0x0c87);
    checkDss("6842b501b1712fb6", 1, "63", 0x9e91);
  }

  private void checkDss(String dsn, int ssn, String payload, int checksum) {
    TcpFrame frame = frame(4, 0, 0, 5);
    frame.payload = HexFormat.of().parseHex(payload);
    frame.options =
        HexFormat.of()
            .parseHex(
                "0101"
                    + "1e16"
                    + "20"
                    + "0d"
                    + "01020304"
                    + dsn
                    + String.format("%08x", ssn)
                    + String.format("%04x", frame.payload.length)
                    + "0000");
    // 2 + 22 bytes of options.
    RawFrame raw = RawFrame.read(frame.bytes());
    FrameFinish finish = whole(FrameFinish.GENERATED, raw);
    finish.dssChecksumOffset = raw.payload - 2;
    int sum = ssn + frame.payload.length;
    for (int i = 0; i < 16; i += 4) {
      sum += Integer.parseInt(dsn.substring(i, i + 4), 16);
    }
    finish.dssPseudoSum = (sum & 0xffff) + (sum >>> 16);
    put16(frame.options, 22, checksum);
    assertThat(finish(blanked(raw, true), finish)).isEqualTo(frame.bytes());
  }

  @Test
  void shouldCountWhatASegmentCountsWhenItStandsInAFrame() {
    TcpFrame frame = frame(4, 1, 31, 7);
    frame.flags = TcpFrame.ACK | TcpFrame.PSH | TcpFrame.FIN | 0x80;
    byte[] given = frame.bytes();
    FrameFinish finish = whole(FrameFinish.SEGMENT, RawFrame.read(given));
    finish.segment = 3;
    finish.sequenceOffset = 4272;
    finish.firstSegment = false;
    finish.lastSegment = false;
    frame.identification = frame.identification + 3 & 0xffff;
    frame.sequence += 4272;
    frame.flags = TcpFrame.ACK;
    assertThat(finish(given.clone(), finish)).isEqualTo(frame.bytes());
    finish.lastSegment = true;
    frame.flags = TcpFrame.ACK | TcpFrame.PSH | TcpFrame.FIN;
    assertThat(finish(given.clone(), finish)).isEqualTo(frame.bytes());
    finish.firstSegment = true;
    finish.lastSegment = false;
    frame.flags = TcpFrame.ACK | 0x80;
    assertThat(finish(given.clone(), finish)).isEqualTo(frame.bytes());
  }

  @Test
  void shouldWrapIdAndSequenceNumber() {
    TcpFrame frame = frame(4, 0, 9, 8);
    frame.identification = 0xffff;
    frame.sequence = -1;
    byte[] given = frame.bytes();
    FrameFinish finish = whole(FrameFinish.SEGMENT, RawFrame.read(given));
    finish.segment = 1;
    finish.sequenceOffset = 1;
    frame.identification = 0;
    frame.sequence = 0;
    assertThat(finish(given, finish)).isEqualTo(frame.bytes());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldAgreeWithTheTestbedsWriterWhenFramesAreRandom(long seed) {
    Random random = new Random(seed);
    List<Job> jobs = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      int bytes = random.nextInt(random.nextInt(3) == 0 ? 1400 : 60);
      TcpFrame frame = frame(random.nextBoolean() ? 4 : 16, random.nextInt(3), bytes, seed * i);
      frame.flags = random.nextInt(256);
      RawFrame raw = RawFrame.read(frame.bytes());
      FrameFinish finish = work(FrameFinish.SEGMENT, raw.l3, raw.l4, raw.payload);
      switch (random.nextInt(3)) {
        case 0 -> {
          finish.kind = FrameFinish.PARTIAL_CHECKSUM;
          finish.checksumOffset = 16;
          expected.add(frame.bytes());
          frame.partialChecksum = true;
          jobs.add(new Job(frame.bytes(), finish));
        }
        case 1 -> {
          finish.kind = FrameFinish.GENERATED;
          jobs.add(new Job(blanked(raw, true), finish));
          expected.add(frame.bytes());
        }
        default -> {
          finish.segment = random.nextInt(65536);
          finish.sequenceOffset = random.nextInt(1 << 20);
          finish.firstSegment = random.nextBoolean();
          finish.lastSegment = random.nextBoolean();
          jobs.add(new Job(blanked(raw, true), finish));
          frame.identification = frame.identification + finish.segment & 0xffff;
          frame.sequence += finish.sequenceOffset;
          frame.flags &= finish.firstSegment ? 0xff : 0x7f;
          frame.flags &= finish.lastSegment ? 0xff : 0xf6;
          expected.add(frame.bytes());
        }
      }
    }
    assertAll(finish(jobs), expected);
  }
}
