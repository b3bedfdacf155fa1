package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Replays with a device process each: the report, the files, what is left behind. */
class ReplayCommandTest {
  private static final String CLIENT_SHA256 =
      "c5a80a79fcc80d145b17a94d35ac81758166d5685cb04655aa09efd71908a12e";
  private static final String SERVER_SHA256 =
      "16765a8a54d90747afe8cda06689b3dc38ac84729fa6aec156e5699feaa56f65";

  @TempDir private Path folder;
  private Path shared;

  @BeforeEach
  void makeSharedFolder() throws Exception {
    shared = Files.createDirectory(folder.resolve("shm"));
  }

  @Test
  void shouldPrintTheObjectOfTheManualAsJson() {
    ToolRun run = replay(Captures.BASIC, "--json");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    JsonNode report = JsonText.parse(run.out());
    assertThat(report.get("capture").asString()).isEqualTo("v4-csum1-offload_off-basic.pcap");
    assertThat(report.get("frames").asInt()).isEqualTo(275);
    assertThat(report.get("cycles").asLong()).isPositive();
    assertThat(report.get("slowPathFrames").isInt()).isTrue();
    assertThat(report.get("drops").isObject()).isTrue();
    assertThat(report.get("drops").isEmpty()).isTrue();
    assertThat(report.get("streams").size()).isEqualTo(2);
    JsonNode stream = report.get("streams").get(0);
    assertThat(stream.propertyNames())
        .containsSequence(
            "id",
            "kind",
            "version",
            "token",
            "from",
            "to",
            "bytes",
            "holes",
            "sha256",
            "subflows",
            "mappings",
            "badChecksums",
            "queue");
    assertThat(stream.get("id").asInt()).isZero();
    assertThat(stream.get("kind").asString()).isEqualTo("mptcp");
    assertThat(stream.get("version").asInt()).isEqualTo(1);
    assertThat(stream.get("token").asString()).isEqualTo("209a6593");
    assertThat(stream.get("bytes").asLong()).isEqualTo(200_000);
    assertThat(stream.get("holes").asInt()).isZero();
    assertThat(stream.get("sha256").asString()).isEqualTo(CLIENT_SHA256);
    assertThat(stream.get("subflows").asInt()).isEqualTo(2);
    assertThat(stream.get("mappings").asInt()).isEqualTo(40);
    assertThat(stream.get("badChecksums").asInt()).isZero();
    assertThat(stream.get("queue").asInt()).isBetween(0, 7);
    assertNothingLeft();
  }

  @Test
  void shouldPrintEveryFigureAsText() {
    ToolRun run = replay(Captures.BASIC);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "mptcp v1  token 209a6593", "200000 bytes, 0 holes", "40 mappings checked (0 bad)")
        .contains("sha256 " + CLIENT_SHA256, "sha256 " + SERVER_SHA256)
        .contains("275 frames", "drops: none");
  }

  @Test
  void shouldWriteEachStreamToItsFile() throws Exception {
    Path out = folder.resolve("streams");

    ToolRun run = replay(Captures.BASIC, "--out", out.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(names(out)).containsExactly("0-209a6593.bin", "1-93147e76.bin");
    assertThat(sha256(out.resolve("0-209a6593.bin"))).isEqualTo(CLIENT_SHA256);
    assertThat(sha256(out.resolve("1-93147e76.bin"))).isEqualTo(SERVER_SHA256);
  }

  @Test
  void shouldLeaveAFolderWithFilesAloneUnlessForced() throws Exception {
    Path out = Files.createDirectory(folder.resolve("streams"));
    Files.writeString(out.resolve("precious"), "x");

    ToolRun refused = replay(Captures.BASIC, "--out", out.toString());
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .isEqualTo(
            "mpnic: folder "
                + out
                + " has files in it: give an empty one, or --force to write there\n");
    assertThat(names(out)).containsExactly("precious");

    ToolRun forced = replay(Captures.BASIC, "--out", out.toString(), "--force");
    assertThat(forced.status()).isZero();
    assertThat(names(out)).containsExactly("0-209a6593.bin", "1-93147e76.bin", "precious");
  }

  @Test
  void shouldReplayTwoCapturesAtOnce() throws Exception {
    List<CompletableFuture<ToolRun>> runs =
        Stream.of(Captures.BASIC, Captures.MULTI)
            .map(capture -> CompletableFuture.supplyAsync(() -> replay(capture, "--json")))
            .toList();

    JsonNode basic = JsonText.parse(runs.get(0).get(180, TimeUnit.SECONDS).out());
    JsonNode multi = JsonText.parse(runs.get(1).get(180, TimeUnit.SECONDS).out());
    assertThat(basic.get("streams").get(0).get("sha256").asString()).isEqualTo(CLIENT_SHA256);
    assertThat(multi.get("streams").size()).isEqualTo(8);
    assertNothingLeft();
  }

  @Test
  void shouldGiveTheSameReportWithAnotherCard() {
    JsonNode one = JsonText.parse(replay(Captures.MULTI, "--json", "--queues", "1").out());
    JsonNode eight = JsonText.parse(replay(Captures.MULTI, "--json").out());

    for (int i = 0; i < 8; i++) {
      assertThat(one.get("streams").get(i).get("queue").asInt()).isZero();
      assertThat(one.get("streams").get(i).get("sha256"))
          .isEqualTo(eight.get("streams").get(i).get("sha256"));
    }
  }

  private ToolRun replay(Path capture, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "replay";
    arguments[1] = capture.toString();
    arguments[2] = "--dir";
    arguments[3] = shared.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return ToolRun.inProcess(arguments);
  }

  private void assertNothingLeft() {
    assertThat(shared).isEmptyDirectory();
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
