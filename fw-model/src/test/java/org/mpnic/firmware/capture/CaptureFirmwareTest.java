package org.mpnic.firmware.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.model.rx.VerdictOracle;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.data.ExpectedStream;

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
    int mappings =
        BundledCaptures.expected(name).stream().mapToInt(ExpectedStream::mappings).sum();
    System.out.println(
        name
            + " expected "
            + mappings
            + " good "
            + oracle.good()
            + " bad "
            + oracle.bad()
            + " none "
            + oracle.unjudged()
            + " "
            + reasons
            + " events "
            + bench.events.size());
    assertThat(oracle.bad()).isZero();
    assertThat(bench.counter(CounterTable.MP_JOIN_HMAC_ERRORS)).isZero();
  }
}
