package org.mpnic.cosim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mpnic.cosim.twin.StageTwins;

/**
 * The table "Where is it" of the top README.md is the catalogue of the stages: each has RTL,
 * contract, lockstep and benchmark, or the cell says in words why not.
 */
class CatalogueTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final String HEADING = "## Where is it";
  private static final List<String> COLUMNS =
      List.of("stage", "Java", "RTL", "contract", "lockstep", "benchmark");

  /** From the port to the host's interrupt, in the order of a frame. */
  private static final List<String> STAGES =
      List.of(
          "rx_parser",
          "rx_checksum",
          "packet_buffer",
          "port_arbiter",
          "flow_table",
          "subflow_tracker",
          "dss_mapper",
          "connection_tracker",
          "steering",
          "descriptor_fetch",
          "rx_dma",
          "host_link",
          "completion_fifo",
          "completion_writer",
          "interrupt_moderation",
          "tx_descriptor_fetch",
          "subflow_scheduler",
          "segmenter",
          "dss_inserter",
          "tx_dma",
          "read_link",
          "tx_checksum",
          "tx_port",
          "tx_completion");

  private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(([^)]+)\\)");
  private static final int LEAST_REASON_WORDS = 3;

  /** Cells by stage and column. */
  private static final Map<String, Map<String, String>> ROWS = new LinkedHashMap<>();

  @BeforeAll
  static void readTable() throws IOException {
    List<String> lines =
        Files.readAllLines(ROOT.resolve("README.md")).stream()
            .dropWhile(line -> !line.equals(HEADING))
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    assertThat(lines).as("README.md has a table under '" + HEADING + "'").isNotEmpty();
    assertThat(cells(lines.get(0))).isEqualTo(COLUMNS);
    for (String line : lines.subList(2, lines.size())) {
      List<String> cells = cells(line);
      assertThat(cells).as(line).hasSameSizeAs(COLUMNS);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i < cells.size(); i++) {
        row.put(COLUMNS.get(i), cells.get(i));
      }
      assertThat(ROWS.put(cells.get(0), row)).as("rows of " + cells.get(0)).isNull();
    }
  }

  private static List<String> cells(String line) {
    String[] cells = line.strip().split("\\|", -1);
    return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
  }

  private static List<MatchResult> links(String cell) {
    return LINK.matcher(cell).results().toList();
  }

  /** Path of a cell's first link, empty without one. */
  private static String target(String stage, String column) {
    Matcher link = LINK.matcher(ROWS.get(stage).get(column));
    return link.find() ? link.group(2) : "";
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String camelCase(String stage) {
    return Arrays.stream(stage.split("_"))
        .map(part -> part.substring(0, 1).toUpperCase() + part.substring(1))
        .collect(Collectors.joining());
  }

  @Test
  void shouldHaveARowForEveryStage() {
    assertThat(ROWS.keySet()).containsExactlyElementsOf(STAGES);
  }

  /** What is under lockstep and what stands in the folders is in the table, too. */
  @Test
  void shouldNameEveryStageThatExists() throws IOException {
    assertThat(ROWS.keySet()).containsAll(StageTwins.names());
    try (Stream<Path> files =
        Files.walk(ROOT.resolve("fw-model/src/test/java/org/mpnic/model/rx"))) {
      List<String> contracts =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("Contract.java"))
              .toList();
      String all = ROWS.values().stream().map(row -> row.get("contract")).toList().toString();
      assertThat(contracts).isNotEmpty().allSatisfy(name -> assertThat(all).contains("/" + name));
    }
  }

  @Test
  void shouldLinkOrGiveAReasonInEveryCell() {
    ROWS.forEach(
        (stage, row) ->
            row.forEach(
                (column, cell) -> {
                  boolean reason = cell.split("\\s+").length >= LEAST_REASON_WORDS;
                  assertThat(!links(cell).isEmpty() || reason)
                      .as("%s of %s is a link, or says in words why there is none", column, stage)
                      .isTrue();
                }));
  }

  @Test
  void shouldLinkToFilesThatExist() {
    ROWS.forEach(
        (stage, row) ->
            row.values().stream()
                .flatMap(cell -> links(cell).stream())
                .forEach(
                    link -> {
                      assertThat(ROOT.resolve(link.group(2))).as(stage).isRegularFile();
                      String name = fileName(link.group(2));
                      assertThat(name.equals("README.md") || name.startsWith(link.group(1)))
                          .as("%s: %s stands for %s", stage, link.group(1), name)
                          .isTrue();
                    }));
  }

  @Test
  void shouldCallAStageByOneNameEverywhere() {
    for (String stage : ROWS.keySet()) {
      String type = camelCase(stage);
      assertThat(fileName(target(stage, "Java"))).isEqualTo(type + ".java");
      assertThat(fileName(target(stage, "RTL"))).isEqualTo(stage + ".sv");
      assertThat(fileName(target(stage, "lockstep"))).isEqualTo(type + "Twin.java");
      assertThat(StageTwins.names()).as("stages of cosim run --stage").contains(stage);
    }
  }

  /** A contract stands for both twins: one class runs it on the model, one on the RTL. */
  @Test
  void shouldRunEveryContractOnBothTwins() throws IOException {
    for (String stage : ROWS.keySet()) {
      String type = camelCase(stage);
      String contract = target(stage, "contract");
      if (!contract.endsWith("Contract.java")) {
        assertThat(fileName(contract)).as(stage + " has a plain test").endsWith("Test.java");
        continue;
      }
      assertThat(fileName(contract)).isEqualTo(type + "Contract.java");
      Path folder = ROOT.resolve(contract).getParent();
      Path onRtl = ROOT.resolve("hdl-cosim/src/test/java/org/mpnic/cosim/twin");
      for (Path test :
          List.of(folder.resolve(type + "Test.java"), onRtl.resolve(type + "CosimTest.java"))) {
        assertThat(Files.readString(test)).contains(" extends " + type + "Contract ");
      }
      List<String> names =
          links(ROWS.get(stage).get("contract")).stream().map(l -> l.group(1)).toList();
      assertThat(names).containsExactly(type + "Contract", type + "CosimTest");
    }
  }
}
