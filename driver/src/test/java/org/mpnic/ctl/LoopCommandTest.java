package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Loops with device processes of their own. */
class LoopCommandTest {
  @TempDir private Path folder;
  private Path shared;

  @BeforeEach
  void makeSharedFolder() throws Exception {
    shared = Files.createDirectory(folder.resolve("shm"));
  }

  @ParameterizedTest(name = "v{0} IPv{1} {2}")
  @CsvSource({
    "1, 4, --checksum",
    "0, 4, --checksum",
    "1, 6, --checksum",
    "0, 6, --checksum",
    "1, 4, --no-checksum"
  })
  void shouldBringEveryByteAndWriteACaptureThatHolds(String version, String ip, String checksum)
      throws Exception {
    Path pcap = folder.resolve("loop.pcap");
    JsonNode report =
        loop(
            "--bytes=1000003",
            "--version=" + version,
            "--ip=" + ip,
            checksum,
            "--pcap",
            pcap.toString());

    assertThat(report.get("sha256Received").asString())
        .isEqualTo(report.get("sha256Sent").asString());
    assertThat(report.get("bytesReceived").asLong()).isEqualTo(1_000_003);
    assertThat(report.get("holes").asInt()).isZero();
    assertThat(report.get("drops").isEmpty()).isTrue();
    assertThat(report.get("badChecksums").asInt()).isZero();
    assertThat(report.get("mappingsBySoftware").asInt()).isZero();
    for (int port = 0; port < 2; port++) {
      assertThat(report.get("ports").get(port).get("lineRateShare").asDouble())
          .as("port %d", port)
          .isBetween(0.99, 1.0001);
    }
    RawCapture capture = RawCapture.check(pcap);
    assertThat(capture.payloadBytes).isEqualTo(1_000_003);
    assertThat(capture.syns).isEqualTo(4);
    assertThat(capture.dataFins).isEqualTo(2);
    boolean sums = checksum.equals("--checksum");
    assertThat(capture.checksummedMappings).isEqualTo(sums ? capture.mappings : 0);
    assertThat(capture.mappings).isEqualTo(capture.dataSegments + 1);
    assertThat(shared).isEmptyDirectory();
    follow(pcap, capture);
  }

  /** What tshark makes of the capture, where it is installed. */
  private void follow(Path pcap, RawCapture capture) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/tshark"))) {
      return;
    }
    String bad =
        "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"
            + " || tcp.analysis.lost_segment || tcp.analysis.retransmission"
            + " || tcp.analysis.out_of_order";
    assertThat(tshark(pcap, bad)).isEmpty();
    assertThat(tshark(pcap, "mptcp").lines().count()).isEqualTo(capture.frames);
    // A SYN of version 1 has no key by which tshark could know its stream.
    assertThat(tshark(pcap, "mptcp.stream == 0").lines().count())
        .isBetween(capture.frames - 1L, (long) capture.frames);
  }

  private String tshark(Path pcap, String filter) throws Exception {
    Path out = folder.resolve("tshark.txt");
    Process process =
        new ProcessBuilder(
                "/usr/bin/tshark",
                "-r",
                pcap.toString(),
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-o",
                "tcp.desegment_tcp_streams:FALSE",
                "-Y",
                filter)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(out);
  }

  @Test
  void shouldHaveTheSameCyclesAndCaptureInOneProcessAndInTwo() throws Exception {
    String wire = "--wire=delay=2us,loss=0.002,reorder=0.01,duplicate=0.01,seed=5";
    Path one = folder.resolve("one.pcap");
    Path two = folder.resolve("two.pcap");
    JsonNode first = loop("--bytes=400000", "--connections=3", wire, "--pcap", one.toString());
    JsonNode second =
        loop("--bytes=400000", "--connections=3", wire, "--devices=2", "--pcap", two.toString());

    for (String field :
        new String[] {
          "sha256Sent", "sha256Received", "cycles", "holes", "ports", "connections", "drops"
        }) {
      assertThat(second.get(field)).as(field).isEqualTo(first.get(field));
    }
    assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void shouldShowLossAsHolesAndLoseNothingElse() {
    JsonNode report =
        loop("--bytes=2000000", "--wire=loss=0.01,reorder=0.02,duplicate=0.02,seed=3");

    long lost = report.get("drops").get("wire_lost").asLong();
    assertThat(lost).isBetween(5L, 40L);
    assertThat(report.get("drops").size()).isEqualTo(1);
    // Frames that lie side by side in the stream make one hole.
    assertThat(report.get("holes").asLong()).isBetween(lost * 3 / 4, lost);
    assertThat(report.get("equal").asBoolean()).isFalse();
    assertThat(report.get("wireReordered").asLong()).isPositive();
    assertThat(report.get("wireDuplicated").asLong()).isPositive();
    assertThat(report.get("badChecksums").asLong()).isZero();
    // Frames of 1518 bytes have 1424 bytes of data.
    assertThat(report.get("bytesMissing").asLong()).isBetween((lost - 1) * 1424, lost * 1424);
    assertThat(report.get("problem").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--wire=loss=1",
        "--wire=loss=0.5,duplicate=0.5",
        "--wire=loss=0.05 --policy=redundant",
        "--wire=loss=0.05,reorder=0.2,duplicate=0.1 --no-checksum --version=0 --ip=6",
        "--wire=loss=0.05 --connections=20 --subflows=8 --frame-size=256 --ports=3"
      })
  void shouldProveThatOnlyWhatTheWireLostIsMissing(String options) {
    List<String> arguments = new ArrayList<>(List.of("--bytes=300001"));
    arguments.addAll(List.of(options.split(" ")));
    JsonNode report = loop(arguments.toArray(String[]::new));

    assertThat(report.get("problem").isNull()).isTrue();
    assertThat(report.get("drops").get("wire_lost").asLong()).isPositive();
    long missing = report.get("bytesMissing").asLong();
    assertThat(missing).isLessThanOrEqualTo(300_001);
    assertThat(missing == 0).isEqualTo(report.get("equal").asBoolean());
    assertThat(missing == 0).isEqualTo(report.get("holes").asInt() == 0);
    if (options.equals("--wire=loss=1")) {
      assertThat(missing).isEqualTo(300_001);
      assertThat(report.get("gigabitsPerSecond").asDouble()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"weighted", "lowest-rtt", "redundant"})
  void shouldSpreadByThePolicy(String policy) {
    JsonNode report = loop("--bytes=1000000", "--policy=" + policy);

    assertThat(report.get("equal").asBoolean()).isTrue();
    JsonNode bytes = report.get("connections").get(0).get("subflowBytes");
    long first = bytes.get(0).asLong();
    long second = bytes.get(1).asLong();
    switch (policy) {
      case "weighted" -> assertThat(second).isBetween(first * 2 - 40_000, first * 2 + 40_000);
      case "lowest-rtt" -> assertThat(second).isZero();
      default -> assertThat(first).isEqualTo(1_000_000).isEqualTo(second);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ip=5; --ip is 5",
        "--policy=fair; policy 'fair'",
        "--bytes=1q; '1q' is no size",
        "--bytes=0; bytes is 0",
        "--version=2; version is 2",
        "--frame-size=100; frame size is 100",
        "--devices=3; --devices is 3",
        "--subflows=9; subflows is 9",
        "--wire=colour=red; wire option 'colour'",
        "--wire=loss=2; wire option loss=2",
        "--wire=delay=0; wire option delay"
      })
  void shouldRefuseWrongUsageInOneLine(String argumentAndMessage) {
    String[] parts = argumentAndMessage.split("; ");
    ToolRun run = ToolRun.inProcess("loop", parts[0], "--dir", shared.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--pcap=/nonexistent/x.pcap; cannot write /nonexistent/x.pcap: no such folder: check",
        "--set=transmit.nothing=1; no parameter transmit.nothing"
      })
  void shouldSayWhatCannotBeDoneInOneLine(String argumentAndMessage) throws IOException {
    String[] parts = argumentAndMessage.split("; ");
    ToolRun run = ToolRun.inProcess("loop", "--bytes=1000", parts[0], "--dir", shared.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains(parts[1]);
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void shouldKeepTwoJoinedCardsUntilOneIsStopped() throws Exception {
    String dir = shared.toString();
    ToolRun alone = ToolRun.inProcess("device", "start", "--wire", "delay=1us", "--dir", dir);
    assertThat(alone.status()).isEqualTo(2);
    assertThat(alone.err()).contains("there is no second card");
    ToolRun unknown =
        ToolRun.inProcess("device", "start", "--second", "b", "--wire", "colour=red", "--dir", dir);
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.errLines()).hasSize(1);
    assertThat(unknown.err()).contains("wire option 'colour'");

    ToolRun start =
        ToolRun.inProcess("device", "start", "--name", "a", "--second", "b", "--dir", dir);
    assertThat(start.err()).isEmpty();
    assertThat(start.status()).isZero();
    ToolRun list = ToolRun.inProcess("device", "list", "--dir", dir);
    assertThat(list.out()).containsPattern("a .*\n.*b ");
    assertThat(ToolRun.inProcess("device", "stop", "b", "--dir", dir).status()).isZero();
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (Files.exists(shared.resolve("mpnic-a"))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private JsonNode loop(String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "loop";
    all[1] = "--dir";
    all[2] = shared.toString();
    all[3] = "--json";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    ToolRun run = ToolRun.inProcess(all);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return JsonText.parse(run.out());
  }
}
