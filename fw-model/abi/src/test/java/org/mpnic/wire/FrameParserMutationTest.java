package org.mpnic.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Mutated frames: no exception, nothing outside the frame matters. Size by system property
 * mpnic.mutations (default one million).
 */
class FrameParserMutationTest {
  private static final int MUTATIONS = Integer.getInteger("mpnic.mutations", 1_000_000);
  // Limits that the larger of the seeds exceed.
  private static final ParserLimits CARD = new ParserLimits(96, 2, 2, 5);
  private static final int MAX_FRAME = 256;

  private static List<byte[]> seeds() {
    final List<byte[]> seeds = new ArrayList<>();
    final String[] options = {
      "",
      "0101 080a 00000011 00000022 1e18 200d 00001000 e47ef57dd1b97490 00000001 0029 082f",
      "0204 05b4 0402 080a 01020304 05060708 0103 0307 1e0c 1001 659d4bb0 f69c7828",
      "1e18 0181" + "11".repeat(20),
      "1e18 1000" + "22".repeat(20),
      "1e10 3002 0a4d0202 1122334455667788 1e08 2001 00000001",
      "0101 0512 00000001 00000002 00000003 00000004 1e05 4001 02",
      "1e0c 6000 e47ef57dd1b97490 1e0c 7000 9c9eabd1e46a33b2 1e04 8106"
    };
    for (int i = 0; i < options.length; i++) {
      for (int shape = 0; shape < 4; shape++) {
        final TestFrame made =
            TestFrame.tcp(i == 2 ? TcpFlags.SYN : TcpFlags.ACK, options[i], new byte[i * 3]);
        made.ipv6 = (shape & 1) != 0;
        if ((shape & 2) != 0) {
          made.vlanTypes = i == 7 ? new int[] {0x88a8, 0x8100, 0x8100} : new int[] {0x88a8, 0x8100};
          made.ipOptions = new byte[] {1, 1, 1, 0};
          made.ipv6FirstProtocol = 0;
          made.ipv6Extensions =
              TestFrame.hex(
                  (i == 6 ? "3c00 0104 00000000" : "") + "3c00 0104 00000000 0600 0104 00000000");
          made.padding = new byte[6];
        }
        seeds.add(made.bytes());
      }
    }
    return seeds;
  }

  /** Changes a few bytes, often ones that hold lengths, or the length; returns the length. */
  private static int mutate(Random random, byte[] frame, int length) {
    int result = length;
    for (int n = random.nextInt(4); n >= 0; n--) {
      final int at = random.nextInt(length);
      switch (random.nextInt(6)) {
        case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> frame[at] = (byte) random.nextInt(256);
        case 2 -> frame[at] = (byte) 30;
        case 3 -> frame[Math.min(14 + random.nextInt(60), length - 1)] = (byte) random.nextInt(64);
        case 4 -> result = Math.min(result, random.nextInt(length + 1));
        default -> {
          for (int i = at; i < Math.min(length, at + 40); i++) {
            frame[i] = (byte) random.nextInt(random.nextBoolean() ? 40 : 256);
          }
        }
      }
    }
    return result;
  }

  @Test
  @DisplayName("shouldDependOnTheFramesBytesOnlyWhenMutated, seed 20")
  void shouldDependOnTheFramesBytesOnlyWhenMutated() {
    final Random random = new Random(20);
    final List<byte[]> seeds = seeds();
    final int[] reasons = new int[ParseReason.COUNT];
    final FrameHeader first = new FrameHeader();
    final FrameHeader second = new FrameHeader();
    final byte[] exact = new byte[MAX_FRAME];
    final byte[] guarded = new byte[MAX_FRAME + 200];
    for (int round = 0; round < MUTATIONS; round++) {
      final byte[] seed = seeds.get(random.nextInt(seeds.size()));
      System.arraycopy(seed, 0, exact, 0, seed.length);
      final int length = mutate(random, exact, seed.length);
      final ParserLimits limits = (round & 1) == 0 ? CARD : ParserLimits.UNLIMITED;
      final int offset = random.nextInt(100);
      Arrays.fill(guarded, (byte) random.nextInt(256));
      System.arraycopy(exact, 0, guarded, offset, length);
      // The first parser gets an array that ends with the frame: a read behind it throws.
      final byte[] ending = Arrays.copyOf(exact, length);
      final int reason = FrameParser.parse(ending, 0, length, limits, first);
      reasons[reason]++;
      final int again = FrameParser.parse(guarded, offset, length, limits, second);
      if (reason != again || fingerprint(first) != fingerprint(second)) {
        assertThat(describe(second)).as("round %d", round).isEqualTo(describe(first));
      }
      checkBounds(first, length, round);
    }
    for (int reason = 0; reason < ParseReason.COUNT; reason++) {
      assertThat(reasons[reason]).as(ParseReason.name(reason)).isPositive();
    }
  }

  private static void checkBounds(FrameHeader header, int length, int round) {
    if ((header.layers & FrameHeader.LAYER_IP) != 0
        && (header.l3Offset > header.l4Offset
            || header.l4Offset > header.ipTotalEnd
            || header.ipTotalEnd > length)) {
      throw new AssertionError("round " + round + ": IP outside the frame");
    }
    if (header.isTcp()
        && (header.payloadOffset != header.l4Offset + header.tcpHeaderLength
            || header.payloadLength < 0
            || header.payloadOffset + header.payloadLength != header.ipTotalEnd)) {
      throw new AssertionError("round " + round + ": TCP outside the packet");
    }
  }

  private static long fingerprint(FrameHeader header) {
    long hash = header.layers * 31L + header.packetType;
    hash = hash * 31 + header.tcpOptions;
    hash = hash * 31 + header.mptcpOptions;
    if ((header.layers & FrameHeader.LAYER_IP) != 0) {
      hash = hash * 31 + header.srcLow + header.dstHigh * 7;
      hash = hash * 31 + header.ipTotalEnd + header.protocol * 977L;
    }
    if (header.isTcp()) {
      hash = hash * 31 + header.sequence + header.sourcePort * 65537L;
      hash = hash * 31 + header.payloadOffset + header.optionsWalked * 1009L;
    }
    if (header.hasMptcp(MptcpSubtype.DSS)) {
      hash = hash * 31 + header.dssFlags + (header.hasMapping ? header.dsn + header.dssLength : 0);
    }
    if (header.hasMptcp(MptcpSubtype.ADD_ADDR)) {
      hash = hash * 31 + header.addAddressLow + (header.hasAddHmac ? header.addHmac : 0);
    }
    return hash;
  }

  private static String describe(FrameHeader header) {
    final StringBuilder text = new StringBuilder();
    try {
      for (Field field : FrameHeader.class.getFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          text.append(field.getName()).append('=').append(field.get(header)).append(' ');
        }
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return text.toString();
  }

  @Test
  void shouldNotAllocate() {
    final List<byte[]> seeds = seeds();
    final FrameHeader header = new FrameHeader();
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final long thread = Thread.currentThread().getId();
    long sink = 0;
    long allocated = 0;
    for (int pass = 0; pass < 2; pass++) {
      final long before = threads.getThreadAllocatedBytes(thread);
      for (int round = 0; round < 200_000; round++) {
        final byte[] frame = seeds.get(round % seeds.size());
        sink += FrameParser.parse(frame, 0, frame.length, CARD, header);
        if (header.isTcp()) {
          sink += IpChecksum.tcpOk(frame, 0, header) ? 1 : 0;
        }
      }
      allocated = threads.getThreadAllocatedBytes(thread) - before;
    }
    assertThat(sink).isPositive();
    // Reading the counter itself may cost a little; an allocation per frame would be megabytes.
    assertThat(allocated).isLessThan(10_000);
  }
}
