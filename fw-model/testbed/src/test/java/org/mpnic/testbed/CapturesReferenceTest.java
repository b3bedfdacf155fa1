package org.mpnic.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.data.ExpectedStream;
import org.mpnic.testbed.reference.Reassembler;

/** The reference reassembler against what an independent program found in real captures. */
class CapturesReferenceTest {
  static List<String> captures() {
    return BundledCaptures.names();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldFindExpectedStreamsWhenCaptureIsReal(String name) {
    List<ExpectedStream> found = expectedForm(name, Reassembler.of(BundledCaptures.frames(name)));
    assertThat(found).containsExactlyInAnyOrderElementsOf(BundledCaptures.expected(name));
  }

  static List<ExpectedStream> expectedForm(String name, Truth truth) {
    return truth.streams().stream()
        .map(
            s ->
                new ExpectedStream(
                    name,
                    s.version() == null ? -1 : s.version(),
                    s.token(),
                    s.bytes(),
                    s.holes(),
                    s.sha256(),
                    s.subflows(),
                    s.mappings(),
                    s.badChecksums()))
        .toList();
  }
}
