package org.mpnic.firmware.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.VerdictOracle;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.conversation.ConversationGenerator;
import org.mpnic.testbed.conversation.ConversationOptions;
import org.mpnic.testbed.conversation.Generated;
import org.mpnic.testbed.data.BundledCaptures;

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
    assertThat(oracle.bad()).isZero();
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
}
