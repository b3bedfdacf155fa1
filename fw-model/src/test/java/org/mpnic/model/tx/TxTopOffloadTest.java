package org.mpnic.model.tx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.model.config.NicConfig;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Large frames leave as segments that Linux accepts; partial checksums are completed. */
class TxTopOffloadTest {
  private static final NicConfig CONFIG = NicConfig.DEFAULT;
  private static final int TCP_CHECKSUM = 16;
  private static final int CWR = 0x80;

  private final TxRig rig = new TxRig(CONFIG, 1 << 20);

  /** The segments of a frame by the rules, rendered by the test bed. */
  private static List<byte[]> expected(RawFrame raw, int mss) {
    List<byte[]> segments = new ArrayList<>();
    byte[] payload = raw.payloadBytes();
    int at = 0;
    do {
      int end = Math.min(payload.length, at + mss);
      TcpFrame segment = TcpFrame.of(raw);
      segment.partialChecksum = false;
      segment.identification = segment.identification + segments.size() & 0xffff;
      segment.sequence += at;
      segment.payload = Arrays.copyOfRange(payload, at, end);
      if (end < payload.length) {
        segment.flags &= ~(TcpFrame.FIN | TcpFrame.PSH);
      }
      if (at > 0) {
        segment.flags &= ~CWR;
      }
      byte[] bytes = segment.bytes();
      // The header as the host made it, but for what the rules change: MAC addresses, TTL, ...
      int l2 = raw.l3;
      System.arraycopy(raw.bytes, 0, bytes, 0, l2);
      segments.add(Arrays.copyOf(bytes, Math.max(60, bytes.length)));
      at = end;
    } while (at < payload.length);
    return segments;
  }

  private void post(RawFrame raw, int end, int mss, Random random) {
    int header = raw.payload;
    System.arraycopy(raw.bytes, 0, rig.host.memory, 64, end);
    int at = 0;
    int left = CONFIG.transmit().buffersPerFrame();
    while (at < end) {
      left--;
      int most = end - at;
      int length = left == 0 || random.nextInt(3) == 0 ? most : 1 + random.nextInt(most);
      boolean more = at + length < end;
      rig.host.offload(
          1, 0, RingHost.START + 64 + at, length, more, mss, raw.l3, raw.l4, header, TCP_CHECKSUM);
      at += length;
    }
  }

  @Test
  void shouldCutFramesOfCaptureByTheRules() {
    List<Frame> frames = BundledCaptures.frames("v4-csum1-offload_on-basic.pcap");
    Random random = new Random(3);
    int large = 0;
    for (Frame frame : frames) {
      RawFrame raw = RawFrame.read(frame.bytes());
      if (raw.problem != RawFrame.Problem.NONE) {
        continue;
      }
      rig.sent.frames.clear();
      int mss = raw.payloadLength() > 1460 ? 1400 : 500;
      post(raw, raw.end, mss, random);
      rig.top.advance(Long.MAX_VALUE);
      List<byte[]> expected = expected(raw, mss);
      large += expected.size() > 1 ? 1 : 0;
      assertThat(rig.host.refusals).isEmpty();
      assertThat(rig.sent.frames).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertSegment(rig.sent.frames.get(i).bytes(), expected.get(i), raw);
      }
    }
    assertThat(large).isGreaterThan(10);
  }

  /** Equal byte for byte, and a segment of the rules by itself. */
  private static void assertSegment(byte[] segment, byte[] expected, RawFrame raw) {
    // TcpFrame renders TTL, TOS and flow label of its own: those are the frame's.
    byte[] right = expected.clone();
    int addresses = raw.source.length;
    if (addresses == 4) {
      right[raw.l3 + 1] = raw.bytes[raw.l3 + 1];
      right[raw.l3 + 6] = raw.bytes[raw.l3 + 6];
      right[raw.l3 + 8] = raw.bytes[raw.l3 + 8];
      right[raw.l3 + 10] = segment[raw.l3 + 10];
      right[raw.l3 + 11] = segment[raw.l3 + 11];
    } else {
      System.arraycopy(raw.bytes, raw.l3, right, raw.l3, 4);
      right[raw.l3 + 7] = raw.bytes[raw.l3 + 7];
    }
    assertThat(segment).isEqualTo(right);
    RawFrame read = RawFrame.read(segment);
    assertThat(read.problem).isEqualTo(RawFrame.Problem.NONE);
    assertThat(read.partialChecksum).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void shouldGiveFrameBackWhenSegmentsArePutTogether(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      RawFrame raw = RawFrame.read(frame(random));
      rig.sent.frames.clear();
      int mss = 64 + random.nextInt(3000);
      post(raw, raw.end, mss, random);
      rig.top.advance(Long.MAX_VALUE);
      byte[] whole = new byte[raw.payloadLength()];
      int flags = 0;
      int at = 0;
      byte[] options = Arrays.copyOfRange(raw.bytes, raw.l4 + 20, raw.payload);
      for (int s = 0; s < rig.sent.frames.size(); s++) {
        RawFrame part = RawFrame.read(rig.sent.frames.get(s).bytes());
        assertThat(part.problem).isEqualTo(RawFrame.Problem.NONE);
        assertThat(part.sequence - raw.sequence).isEqualTo(at);
        assertThat(Arrays.copyOfRange(part.bytes, part.l4 + 20, part.payload)).isEqualTo(options);
        System.arraycopy(part.payloadBytes(), 0, whole, at, part.payloadLength());
        at += part.payloadLength();
        flags |= part.flags;
        assertThat(part.payloadLength() == mss || s + 1 == rig.sent.frames.size()).isTrue();
      }
      assertThat(whole).isEqualTo(raw.payloadBytes());
      assertThat(flags).isEqualTo(raw.flags);
    }
  }

  private static byte[] frame(Random random) {
    TcpFrame frame = new TcpFrame();
    int addressBytes = random.nextBoolean() ? 4 : 16;
    frame.source = new byte[addressBytes];
    frame.destination = new byte[addressBytes];
    random.nextBytes(frame.source);
    random.nextBytes(frame.destination);
    frame.sequence = random.nextInt();
    frame.flags = TcpFrame.ACK | random.nextInt(256) & ~(TcpFrame.SYN | TcpFrame.RST);
    frame.identification = random.nextInt(65536);
    frame.vlans = new int[random.nextInt(2)];
    frame.options = new byte[4 * random.nextInt(8)];
    Arrays.fill(frame.options, (byte) 1);
    frame.payload = new byte[random.nextInt(random.nextBoolean() ? 1000 : 60_000)];
    random.nextBytes(frame.payload);
    frame.partialChecksum = true;
    return frame.bytes();
  }

  @Test
  void shouldCompletePartialChecksum() {
    Random random = new Random(9);
    for (int i = 0; i < 100; i++) {
      byte[] frame;
      do {
        frame = frame(random);
      } while (frame.length > 9014);
      RawFrame raw = RawFrame.read(frame);
      rig.sent.frames.clear();
      post(raw, raw.end, 0, random);
      rig.top.advance(Long.MAX_VALUE);
      TcpFrame right = TcpFrame.of(raw);
      right.partialChecksum = false;
      byte[] expected = right.bytes();
      assertThat(rig.sent.frames).hasSize(1);
      assertThat(rig.sent.frames.get(0).bytes())
          .isEqualTo(Arrays.copyOf(expected, Math.max(60, expected.length)));
    }
  }
}
