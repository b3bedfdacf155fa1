package org.mpnic.driver.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.data.ExpectedStream;

/** Streams of a card against the lines of expected.tsv. */
final class Expected {
  private Expected() {}

  /** The streams of a capture are those that an independent program found, figure by figure. */
  static void check(
      String message, String capture, List<DataStream> streams, Predicate<DataStream> own) {
    List<ExpectedStream> found =
        streams.stream()
            .filter(own)
            .map(
                s ->
                    new ExpectedStream(
                        capture,
                        s.version(),
                        s.tokenText(),
                        s.bytes(),
                        s.holes(),
                        s.sha256(),
                        s.subflows().size(),
                        (int) s.mappings(),
                        (int) s.badChecksums()))
            .toList();
    assertThat(found)
        .as(message)
        .containsExactlyInAnyOrderElementsOf(BundledCaptures.expected(capture));
  }
}
