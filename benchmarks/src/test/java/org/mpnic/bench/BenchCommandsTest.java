package org.mpnic.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.bench.host.HostBenchmark;
import org.mpnic.ctl.Console;
import org.mpnic.ctl.Main;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of simulated figures, as a person or a program calls them. */
class BenchCommandsTest {
  private static final int USAGE = 2;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return Main.run(console, ("bench " + line).split(" "));
  }

  private JsonNode json(String line) {
    assertThat(run(line + " --json")).as(err.toString()).isZero();
    return JsonMapper.builder().build().readTree(out.toString());
  }

  @ParameterizedTest(name = "--direction {0}")
  @ValueSource(strings = {"rx", "tx", "both"})
  void shouldGiveEveryPointAsJson(String direction) {
    JsonNode report = json("line-rate --sizes 512,1518 --connections 64 --direction " + direction);
    assertThat(report.get("direction").asString()).isEqualTo(direction);
    assertThat(report.get("smallestAtLineRate").asInt()).isEqualTo(512);
    assertThat(report.get("points").size()).isEqualTo(2);
    JsonNode point = report.get("points").get(0);
    assertThat(point.get("size").asInt()).isEqualTo(512);
    assertThat(point.get("direction").asString()).isEqualTo(direction);
    assertThat(point.get("share").asDouble()).isEqualTo(1.0);
    assertThat(point.get("drops").asInt()).isZero();
    assertThat(point.get("cyclesPerPacket").asDouble()).isBetween(3.4, 6.9);
    assertThat(point.get("limit").asString()).isEqualTo("wire");
    assertThat(point.get("lineRate").asBoolean()).isTrue();
  }

  @Test
  void shouldSayNeverWhenNoSizeIsAtLineRate() {
    assertThat(run("line-rate --sizes 64,1518 --pcie gen3x16")).isZero();
    assertThat(out.toString()).contains("line rate never").contains("host_link");
  }

  @ParameterizedTest(name = "bench {0} --help")
  @EnumSource(HostBenchmark.class)
  void shouldExplainEveryMeasurementOfHostSpeed(HostBenchmark benchmark) {
    assertThat(run(benchmark.command() + " --help")).isZero();
    assertThat(out.toString())
        .contains(
            "--quick", "--json", "Example:", "mpnic bench " + benchmark.command() + " --quick");
    assertThat(out.toString().replaceAll("\\s+", " ")).contains(benchmark.description());
  }

  @Test
  void shouldRefuseAReportWhoseFolderIsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    assertThat(run("report --quick --out " + file)).isEqualTo(1);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(err.toString()).contains("taken");
  }

  @Test
  void shouldDrawTheCurve(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("curve.svg");
    assertThat(run("line-rate --sizes 64,128,1518 --direction tx --plot " + file)).isZero();
    assertThat(Files.readString(file)).contains("<svg").contains("</svg>");
  }

  @Test
  void shouldGiveLatencyAndGrowthAsJson() {
    JsonNode latency = json("latency --sizes 64").get("points").get(2);
    assertThat(latency.get("load").asString()).isEqualTo("every cycle");
    assertThat(latency.get("packetsPerCycle").asDouble()).isEqualTo(1.0);
    out.getBuffer().setLength(0);
    JsonNode growth = json("growth --subflows 16 --packets 5000").get("points");
    assertThat(growth.size()).isEqualTo(3);
    assertThat(growth.get(2).get("packetsPerCycle").asDouble()).isBetween(0.4999, 0.5002);
    assertThat(growth.get(0).get("tables").size()).isEqualTo(7);
  }

  @ParameterizedTest(name = "bench {0}")
  @ValueSource(
      strings = {
        "line-rate --direction up",
        "line-rate --direction tx --sizes 63",
        "line-rate --sizes 1518-64",
        "line-rate --transmit nothing",
        "line-rate --pcie gen9x16",
        "line-rate --ports 9 --sizes 64",
        "line-rate --connections 0",
        "line-rate --bus-bits 100",
        "latency --sizes 9019",
        "parse --fast",
        "map 3",
        "lookup --subflows 16",
        "growth --subflows 0",
        "growth --subflows 1048577",
        "growth --packets 999"
      })
  void shouldRefuseInOneLineWhatCannotBe(String line) {
    assertThat(run(line)).isEqualTo(USAGE);
    assertThat(err.toString().strip().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }
}
