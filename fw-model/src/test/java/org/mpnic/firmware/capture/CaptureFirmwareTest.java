package org.mpnic.firmware.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mpnic.abi.CompletionType;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.VerdictOracle;
import org.mpnic.model.top.CompletionWord;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.data.ExpectedStream;
import org.mpnic.testbed.mutation.Noise;
import org.mpnic.testbed.mutation.Shuffler;

class CaptureFirmwareTest {
  @TestFactory
  Stream<DynamicTest> shouldJudgeMappingsOfCapturesWhenTheyAreWhole() {
    return BundledCaptures.names().stream()
        .filter(name -> !name.contains("offload_on"))
        .map(name -> DynamicTest.dynamicTest(name, () -> replay(name)));
  }

  private static void replay(String name) {
    CaptureBench bench = new CaptureBench(NicConfig.DEFAULT);
    VerdictOracle oracle = new VerdictOracle();
    Map<String, Integer> reasons = new TreeMap<>();
    for (Frame frame : BundledCaptures.frames(name)) {
      HeaderWord word = bench.offer(frame.bytes(), 0, 400);
      oracle.onWord(word);
      reasons.merge(Reason.label(word.reason), 1, Integer::sum);
    }
    int mappings = BundledCaptures.expected(name).stream().mapToInt(ExpectedStream::mappings).sum();
    long handshakeData = bench.counter(CounterTable.MP_CAPABLE_ACK_RECEIVED);
    assertThat(oracle.bad()).isZero();
    assertThat((long) oracle.good())
        .as(reasons::toString)
        .isBetween(mappings - handshakeData, (long) mappings);
    assertThat(bench.counter(CounterTable.MP_JOIN_HMAC_ERRORS)).isZero();
  }

  @TestFactory
  Stream<DynamicTest> shouldNeverJudgeWronglyWhenConversationsAreGenerated() {
    long seeds = Long.getLong("mpnic.seeds", 60);
    return LongStream.range(0, seeds)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> generated(seed)));
  }

  private static void generated(long seed) {
    Generated generated = ConversationGenerator.generate(seed, ConversationOptions.anything());
    CaptureBench bench = new CaptureBench(NicConfig.DEFAULT);
    VerdictOracle oracle = new VerdictOracle();
    for (Frame frame : generated.frames()) {
      oracle.onWord(bench.offer(frame.bytes(), frame.port(), seed % 2 == 0 ? 400 : 4));
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldNeverJudgeWronglyWhenFramesAreDroppedReorderedAndDuplicated() {
    long seeds = Long.getLong("mpnic.seeds", 30);
    return LongStream.range(0, seeds)
        .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> mistreated(seed)));
  }

  private static void mistreated(long seed) {
    Random random = new Random(seed);
    NicConfig small =
        NicConfig.DEFAULT.toBuilder()
            .subflows(16)
            .connections(16)
            .tokens(16)
            .mappingsPerSubflow(1 + random.nextInt(8))
            .coveredIntervals(1 + random.nextInt(4))
            .outOfOrderIntervals(1 + random.nextInt(4))
            .receiveWindowBytes(random.nextBoolean() ? 1 << 30 : 20_000)
            .firmwareEventFifo(1 + random.nextInt(64))
            .build();
    int lossPercent = random.nextInt(10);
    CaptureBench bench =
        new CaptureBench(
            small, w -> random.nextInt(100) < lossPercent ? Reason.NO_BUFFER.code() : 0);
    VerdictOracle oracle = new VerdictOracle();
    List<Frame> frames =
        seed % 2 == 0
            ? ConversationGenerator.generate(seed + 1000, ConversationOptions.anything()).frames()
            : BundledCaptures.frames(BundledCaptures.names().get((int) seed % 10));
    Shuffler shuffler = new Shuffler(seed);
    frames = shuffler.duplicate(shuffler.reorder(frames, 50), 0.1, 50);
    frames = new Noise(seed).interleave(frames, 0.1);
    for (Frame frame : frames) {
      oracle.onWord(bench.offer(frame.bytes(), frame.port(), 1 + random.nextInt(300)));
    }
    CompletionWord end = new CompletionWord();
    while (bench.firmware.nextMappingEnd(0, end)) {
      assertThat(end.type).isEqualTo(CompletionType.MAPPING_END.code());
      assertThat(end.verdict).isEqualTo(Verdict.NONE.code());
    }
  }
}
