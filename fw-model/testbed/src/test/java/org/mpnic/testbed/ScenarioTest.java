package org.mpnic.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.conversation.Scenario;
import org.mpnic.testbed.raw.RawFrame;

/** Each scenario's feature is really in the frames. */
class ScenarioTest {
  private static final int SEEDS = 20;

  static Stream<Arguments> features() {
    return Stream.of(
        feature(Scenario.VERSION_0, g -> anyStream(g, s -> s.version() == 0)),
        feature(Scenario.VERSION_1, g -> anyStream(g, s -> s.version() == 1)),
        feature(Scenario.IPV6, g -> anyFrame(g, f -> f.source.length == 16)),
        feature(Scenario.IPV6_EXTENSION_HEADERS, g -> anyFrame(g, f -> f.l4 - f.l3 > 40)),
        feature(
            Scenario.MIXED_FAMILIES,
            g -> anyFrame(g, f -> f.source.length == 16) && anyFrame(g, f -> f.source.length == 4)),
        feature(Scenario.VLAN, g -> anyFrame(g, f -> f.l3 == 18)),
        feature(Scenario.STACKED_VLAN, g -> anyFrame(g, f -> f.l3 == 22)),
        feature(Scenario.CHECKSUM, g -> anyStream(g, s -> s.mappings() > 0)),
        feature(Scenario.NO_CHECKSUM, g -> !anyStream(g, s -> s.mappings() > 0)),
        feature(Scenario.JOIN, g -> anyStream(g, s -> s.subflows() > 1)),
        feature(Scenario.SERVER_JOIN, g -> anyStream(g, s -> s.subflows() > 1)),
        feature(Scenario.JOIN_WRONG_HMAC, g -> g.truth().totals().failedJoins() > 0),
        feature(Scenario.DUPLICATES, g -> distinct(g) < g.frames().size()),
        feature(
            Scenario.BAD_DSS_CHECKSUM,
            g -> anyStream(g, s -> s.badChecksums() > 0 && s.holes() > 0)),
        feature(
            Scenario.BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION,
            g -> anyStream(g, s -> s.badChecksums() > 0 && s.holes() == 0)),
        feature(
            Scenario.BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION,
            g -> anyStream(g, s -> s.badChecksums() > 0 && s.holes() == 0)),
        feature(
            Scenario.BAD_TCP_CHECKSUM,
            g -> g.truth().totals().badTcpChecksum() > 0 && anyStream(g, s -> s.holes() > 0)),
        feature(
            Scenario.BAD_TCP_CHECKSUM_MENDED,
            g -> g.truth().totals().badTcpChecksum() > 0 && !anyStream(g, s -> s.holes() > 0)),
        feature(Scenario.BAD_IP_CHECKSUM_MENDED, g -> g.truth().totals().badIpChecksum() > 0),
        feature(Scenario.HOLE, g -> anyStream(g, s -> s.holes() > 0)),
        feature(Scenario.HOLE_MENDED, g -> !anyStream(g, s -> s.holes() > 0)),
        feature(Scenario.DSN_4_BYTES, g -> anyFrame(g, f -> dssFlags(f, 0x0c) == 0x04)),
        feature(
            Scenario.OFFLOAD_FRAMES,
            g -> anyFrame(g, f -> f.partialChecksum && f.bytes.length > 40_000)),
        feature(
            Scenario.DATA_FIN_ALONE,
            g -> anyFrame(g, f -> dssFlags(f, 0x10) != 0 && f.payloadLength() == 0)),
        feature(
            Scenario.DATA_FIN_WITH_DATA,
            g -> anyFrame(g, f -> dssFlags(f, 0x10) != 0 && f.payloadLength() > 0)),
        feature(
            Scenario.MAPPING_REPEATED_WITH_DATA_FIN,
            g -> mappedOtherwise(g, (one, two) -> ((one[3] ^ two[3]) & 0x10) != 0)),
        feature(
            Scenario.CONFLICTING_MAPPINGS,
            g -> mappedOtherwise(g, (one, two) -> ((one[3] ^ two[3]) & 0x10) == 0)),
        feature(Scenario.CONFLICTING_BYTES, ScenarioTest::hasOtherBytes),
        feature(
            Scenario.MP_CAPABLE_WITH_DATA,
            g ->
                anyFrame(
                    g, f -> f.mptcp(0) != null && f.mptcp(0).length > 20 && f.payloadLength() > 0)),
        feature(
            Scenario.TIMESTAMPS,
            g -> anyFrame(g, f -> f.options.stream().anyMatch(o -> o.kind() == 8))),
        feature(Scenario.PADDING, g -> anyFrame(g, f -> f.end < f.bytes.length)),
        feature(Scenario.INFINITE_MAPPING, g -> kind(g, StreamKind.FALLBACK)),
        feature(Scenario.FALLBACK_IN_SYN_ACK, g -> kind(g, StreamKind.FALLBACK)),
        feature(Scenario.FALLBACK_IN_THIRD_ACK, g -> kind(g, StreamKind.FALLBACK)),
        feature(Scenario.FALLBACK_IN_FIRST_DATA, g -> kind(g, StreamKind.FALLBACK)),
        feature(Scenario.FALLBACK_LATER, g -> kind(g, StreamKind.FALLBACK)),
        feature(
            Scenario.FALLBACK_BY_BAD_CHECKSUM,
            g ->
                kind(g, StreamKind.FALLBACK)
                    && anyStream(g, s -> s.badChecksums() == 1 && s.holes() == 0)),
        feature(Scenario.PLAIN_TCP, g -> kind(g, StreamKind.TCP)),
        feature(Scenario.PARTIAL, g -> kind(g, StreamKind.PARTIAL) && noRole(g, FrameRole.SYN)),
        feature(
            Scenario.PARTIAL_WITH_JOIN,
            g -> kind(g, StreamKind.PARTIAL) && !noRole(g, FrameRole.SYN)),
        feature(Scenario.RST_OVERTAKES_DATA, g -> !noRole(g, FrameRole.RST)),
        feature(Scenario.FASTCLOSE_OVERTAKES_DATA, g -> !noRole(g, FrameRole.FASTCLOSE)),
        feature(Scenario.PORT_REUSE, g -> g.truth().streams().size() == 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("features")
  void shouldHaveFeatureWhenScenarioIsAskedFor(Scenario scenario, Predicate<Generated> feature) {
    for (long seed = 0; seed < SEEDS; seed++) {
      Generated g = ConversationGenerator.generate(seed, ConversationOptions.only(scenario));
      assertThat(feature.test(g)).as("seed=%d %s", seed, g.truth()).isTrue();
    }
  }

  @Test
  void shouldRepeatItselfWhenSeedIsTheSame() {
    Generated one = ConversationGenerator.generate(7, ConversationOptions.anything());
    Generated two = ConversationGenerator.generate(7, ConversationOptions.anything());
    assertThat(two.frames()).hasSameSizeAs(one.frames());
    for (int i = 0; i < one.frames().size(); i++) {
      assertThat(two.frames().get(i).bytes()).isEqualTo(one.frames().get(i).bytes());
      assertThat(two.frames().get(i).timestampNs()).isEqualTo(one.frames().get(i).timestampNs());
    }
  }

  private static Arguments feature(Scenario scenario, Predicate<Generated> feature) {
    return Arguments.of(scenario, feature);
  }

  private static boolean anyStream(Generated g, Predicate<StreamTruth> p) {
    return g.truth().streams().stream().anyMatch(p);
  }

  private static boolean anyFrame(Generated g, Predicate<RawFrame> p) {
    List<RawFrame> frames = g.frames().stream().map(f -> RawFrame.read(f.bytes())).toList();
    return frames.stream().filter(f -> f.problem == RawFrame.Problem.NONE).anyMatch(p);
  }

  private static int dssFlags(RawFrame f, int mask) {
    byte[] dss = f.mptcp(2);
    return dss == null ? 0 : dss[3] & mask;
  }

  /** Whether a mapping is followed by another one of the same SSN, and they differ like this. */
  private static boolean mappedOtherwise(Generated g, BiPredicate<byte[], byte[]> how) {
    Map<String, byte[]> first = new HashMap<>();
    for (Frame frame : g.frames()) {
      RawFrame f = RawFrame.read(frame.bytes());
      byte[] o = f.mptcp(2);
      if (o != null && (o[3] & 0x04) != 0 && f.payloadLength() > 0) {
        int ackBytes = (o[3] & 1) == 0 ? 0 : (o[3] & 2) == 0 ? 4 : 8;
        byte[] mapping = Arrays.copyOfRange(o, 4 + ackBytes, o.length);
        int ssnAt = (o[3] & 8) == 0 ? 4 : 8;
        String key = f.from() + Arrays.toString(Arrays.copyOfRange(mapping, ssnAt, ssnAt + 4));
        byte[] before = first.putIfAbsent(key, o);
        if (before != null) {
          int beforeAck = (before[3] & 1) == 0 ? 0 : (before[3] & 2) == 0 ? 4 : 8;
          byte[] old = Arrays.copyOfRange(before, 4 + beforeAck, before.length);
          if (!Arrays.equals(old, mapping) && how.test(before, o)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean hasOtherBytes(Generated g) {
    Map<String, Byte> first = new HashMap<>();
    boolean other = false;
    for (Frame frame : g.frames()) {
      RawFrame f = RawFrame.read(frame.bytes());
      for (int i = 0; i < f.payloadLength(); i++) {
        byte value = f.bytes[f.payload + i];
        Byte before = first.putIfAbsent(f.from() + "#" + (f.sequence + i), value);
        other |= before != null && before != value;
      }
    }
    return other;
  }

  private static boolean kind(Generated g, StreamKind kind) {
    return g.truth().streams().stream().allMatch(s -> s.kind() == kind);
  }

  private static boolean noRole(Generated g, FrameRole role) {
    return g.frames().stream().noneMatch(f -> f.role() == role);
  }

  private static int distinct(Generated g) {
    Set<Integer> payloads = new HashSet<>();
    int empty = 0;
    for (Frame f : g.frames()) {
      RawFrame raw = RawFrame.read(f.bytes());
      if (raw.payloadLength() == 0) {
        empty++;
      } else {
        payloads.add(Arrays.hashCode(raw.payloadBytes()));
      }
    }
    return payloads.size() + empty;
  }
}
