package org.mpnic.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.conversation.Scenario;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.middlebox.AddressTranslator;
import org.mpnic.testbed.middlebox.ApplicationGateway;
import org.mpnic.testbed.middlebox.FrameDropper;
import org.mpnic.testbed.middlebox.Middlebox;
import org.mpnic.testbed.middlebox.OptionStripper;
import org.mpnic.testbed.middlebox.PayloadAlterer;
import org.mpnic.testbed.middlebox.ProactiveAcknowledger;
import org.mpnic.testbed.middlebox.SegmentCoalescer;
import org.mpnic.testbed.middlebox.SegmentSplitter;
import org.mpnic.testbed.middlebox.SequenceRewriter;
import org.mpnic.testbed.middlebox.VlanTagger;
import org.mpnic.testbed.raw.TcpFrame;
import org.mpnic.testbed.reference.Reassembler;

/** What each box does to the streams of a real capture. */
class MiddleboxTest {
  private static final int EVERY_SUBTYPE = 0xffff;
  private static final int MP_CAPABLE = 1;
  private static final String BASIC = "v4-csum1-offload_off-basic.pcap";

  static Stream<Arguments> harmless() {
    return Stream.of(
        Arguments.of("multi-v4-csum1.pcap", new SequenceRewriter(3)),
        Arguments.of("multi-v6-csum0.pcap", new AddressTranslator()),
        Arguments.of("bulk-v4-csum1-offload_on.pcap", new SegmentSplitter(1400)),
        Arguments.of(BASIC, new SegmentSplitter(7)),
        Arguments.of(BASIC, new SegmentCoalescer(true, 60_000)),
        Arguments.of(BASIC, new ProactiveAcknowledger()),
        Arguments.of("loss-v4-csum1.pcap", new VlanTagger(100, 7)));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void shouldKeepStreamsWhenBoxIsHarmless(String capture, Middlebox box) {
    List<Frame> frames = Middlebox.path(BundledCaptures.frames(capture), box);
    assertThat(CapturesReferenceTest.expectedForm(capture, Reassembler.of(frames)))
        .containsExactlyInAnyOrderElementsOf(BundledCaptures.expected(capture));
  }

  @Test
  void shouldLeavePlainTcpWhenEveryOptionIsStripped() {
    Truth truth = through(new OptionStripper(f -> true, EVERY_SUBTYPE));
    assertThat(truth.streams()).allMatch(s -> s.kind() == StreamKind.TCP);
  }

  @Test
  void shouldFallBackWhenCapableIsStrippedFromSynAck() {
    Truth truth =
        through(new OptionStripper(f -> f.has(TcpFrame.SYN) && f.has(TcpFrame.ACK), MP_CAPABLE));
    assertThat(truth.streams().get(0).kind()).isEqualTo(StreamKind.FALLBACK);
  }

  @Test
  void shouldFindBadChecksumWhenPayloadIsAltered() {
    Truth truth = through(new PayloadAlterer(20));
    StreamTruth stream = truth.streams().get(0);
    assertThat(stream.badChecksums()).isPositive();
    assertThat(stream.mappings()).isEqualTo(40);
    assertThat(stream.bytes()).isLessThan(200_000);
  }

  @Test
  void shouldFindBadChecksumsWhenPayloadGrows() {
    StreamTruth stream = through(new ApplicationGateway(3, 5)).streams().get(0);
    assertThat(stream.badChecksums()).isGreaterThan(10);
  }

  @Test
  void shouldLoseMappingWhenSegmentsOfTwoMappingsAreMerged() {
    Generated made =
        ConversationGenerator.generate(
            1, ConversationOptions.only(Scenario.DSS_ON_FIRST_SEGMENT_ONLY, Scenario.CHECKSUM));
    Truth truth =
        Reassembler.of(Middlebox.path(made.frames(), new SegmentCoalescer(false, 60_000)));
    assertThat(truth.streams().get(0).mappings())
        .isLessThan(made.truth().streams().get(0).mappings());
  }

  @Test
  void shouldSeePartialSubflowsWhenSynsAreDropped() {
    Truth truth = through(new FrameDropper(f -> f.has(TcpFrame.SYN)));
    assertThat(truth.streams()).isNotEmpty().allMatch(s -> s.kind() == StreamKind.PARTIAL);
  }

  private static Truth through(Middlebox box) {
    return Reassembler.of(Middlebox.path(BundledCaptures.frames(BASIC), box));
  }
}
