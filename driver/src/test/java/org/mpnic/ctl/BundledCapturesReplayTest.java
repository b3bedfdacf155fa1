package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
   * The short form starts one card and one tool for each capture at line rate; the other replays
   * come from this process, which spares starts of Java. The long form launches a tool and a card
   * for each replay.
   */
  private static final boolean LAUNCH_ALL = Campaign.size("launched", 0, 1) > 0;

  private static final String NAME = "captures";

  @TempDir private static Path folder;
  private static Path shared;

  static List<String> captures() {
    return BundledCaptures.names();
  }

  @BeforeAll
  static void startCard() throws Exception {
    shared = Files.createDirectory(folder.resolve("shm"));
    String[] start = {"device", "start", "--name", NAME, "--dir", shared.toString()};
    assertThat(ToolRun.inProcess(start).err()).isEmpty();
  }

  @AfterAll
  static void stopCard() {
    ToolRun.inProcess("device", "stop", NAME, "--dir", shared.toString());
    assertThat(shared).isEmptyDirectory();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void shouldPrintTheExpectedStreamsAtLineAndCaptureRate(String name) throws Exception {
    Path capture = BundledCaptures.extract(name, folder);

    check(replay(true, capture, "line"), name, "line");
    check(replay(LAUNCH_ALL, capture, "capture"), name, "capture");
  }

  private static ToolRun replay(boolean launched, Path capture, String rate) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("replay", capture.toString(), "--json"));
    arguments.addAll(List.of("--rate", rate, "--dir", shared.toString()));
    if (!LAUNCH_ALL) {
      arguments.addAll(List.of("-d", NAME));
    }
    String[] all = arguments.toArray(new String[0]);
    return launched ? ToolRun.launched(Map.of(), all) : ToolRun.inProcess(all);
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
