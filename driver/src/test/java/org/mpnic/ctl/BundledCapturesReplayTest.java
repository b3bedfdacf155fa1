package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.driver.acceptance.Campaign;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.data.ExpectedStream;
import tools.jackson.databind.JsonNode;

/**
 * Every line of expected.tsv, column by column, as {@code replay --json} prints it: the tool in a
 * process, the card in another, shared memory between them, at both rates.
 */
class BundledCapturesReplayTest {
  /**
   * The second of two replays of a capture runs the tool in this process, which spares a start of
   * Java; its card is a process of its own all the same. The long form launches both.
   */
  private static final boolean LAUNCH_BOTH = Campaign.size("launched", 0, 1) > 0;

  @TempDir private Path folder;

  static List<String> captures() {
    return BundledCaptures.names();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldPrintTheExpectedStreamsAtLineAndCaptureRate(String name) throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shm"));
    Path capture = BundledCaptures.extract(name, folder);

    ToolRun line = replay(true, capture, shared, "line");
    ToolRun byTime = replay(LAUNCH_BOTH, capture, shared, "capture");

    check(line, name, "line");
    check(byTime, name, "capture");
    assertThat(shared).isEmptyDirectory();
  }

  private static ToolRun replay(boolean launched, Path capture, Path shared, String rate)
      throws Exception {
    String[] arguments = {
      "replay", capture.toString(), "--json", "--rate", rate, "--dir", shared.toString()
    };
    return launched ? ToolRun.launched(Map.of(), arguments) : ToolRun.inProcess(arguments);
  }

  private static void check(ToolRun run, String name, String rate) {
    String message = name + " --rate " + rate;
    assertThat(run.err()).as(message).isEmpty();
    assertThat(run.status()).as(message).isZero();
    JsonNode report = JsonText.parse(run.out());
    assertThat(report.get("capture").asString()).isEqualTo(name);
    assertThat(report.get("rate").asString()).isEqualTo(rate);
    assertThat(report.get("drops").isEmpty()).as(message).isTrue();
    assertThat(report.get("frames").asInt())
        .as(message)
        .isGreaterThanOrEqualTo(BundledCaptures.frames(name).size());
    assertThat(streams(report, name))
        .as(message)
        .containsExactlyInAnyOrderElementsOf(BundledCaptures.expected(name));
  }

  private static List<ExpectedStream> streams(JsonNode report, String capture) {
    List<ExpectedStream> streams = new ArrayList<>();
    for (JsonNode s : report.get("streams")) {
      assertThat(s.get("id").asInt()).isEqualTo(streams.size());
      assertThat(s.get("kind").asString()).isEqualTo("mptcp");
      streams.add(
          new ExpectedStream(
              capture,
              s.get("version").asInt(),
              s.get("token").asString(),
              s.get("bytes").asLong(),
              s.get("holes").asInt(),
              s.get("sha256").asString(),
              s.get("subflows").asInt(),
              s.get("mappings").asInt(),
              s.get("badChecksums").asInt()));
    }
    return streams;
  }
}
