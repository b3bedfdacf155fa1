package org.mpnic.driver.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.data.ExpectedStream;

class CaptureStreamsTest {
  static Stream<String> captures() {
    return BundledCaptures.names().stream();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldFindTheExpectedStreamsWhenAllFramesTakeTheSlowPath(String capture) {
    final List<DataStream> streams =
        Conversation.bySlowPath(Conversation.completed(BundledCaptures.frames(capture)));
    assertThat(streams.stream().map(CaptureStreamsTest::line))
        .containsExactlyInAnyOrderElementsOf(
            BundledCaptures.expected(capture).stream().map(CaptureStreamsTest::line).toList());
  }

  private static String line(DataStream s) {
    return new ExpectedStream(
            "",
            s.version(),
            s.tokenText(),
            s.bytes(),
            s.holes(),
            s.sha256(),
            s.subflows().size(),
            (int) s.mappings(),
            (int) s.badChecksums())
        .toString();
  }

  private static String line(ExpectedStream e) {
    return new ExpectedStream(
            "",
            e.version(),
            e.token(),
            e.bytes(),
            e.holes(),
            e.sha256(),
            e.subflows(),
            e.mappings(),
            e.badChecksums())
        .toString();
  }
}
