package org.mpnic.cosim.rx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.FlowTable;

/**
 * flow_table with its tables against the model, a word a cycle, while a control processor writes:
 * hashes, hits, ids, events, reasons. -Dcosim.words sets how many words each run has.
 */
class FlowTableCosimTest {
  private static final long WORDS = Long.getLong("cosim.words", 60_000);
  private static final int SECONDS = 600;
  private static final List<String> SOURCES =
      List.of(
          "rtl/mpnic_abi_pkg.sv",
          "rtl/common/delay_line.sv",
          "rtl/rx/toeplitz_hash.sv",
          "rtl/table/exact_match_table.sv",
          "rtl/rx/flow_table.sv");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} entries, {1} ways, read latency {2}, seed {3}")
  @CsvSource({"64, 4, 2, 21", "16, 1, 3, 22", "1024, 2, 60, 23", "8, 8, 2, 24"})
  void shouldLookUpLikeTheModel(int entries, int ways, int readLatency, long seed)
      throws Exception {
    FrontBench.needs("verilator");
    NicConfig config =
        NicConfig.DEFAULT.toBuilder()
            .subflows(entries)
            .tokens(entries)
            .flowTableWays(ways)
            .tableReadLatencyCycles(readLatency)
            .build();
    Path vectors = folder.resolve("vectors.bin");
    new FlowTableVectors(seed, config).write(vectors, WORDS);
    build(Path.of("."), folder, entries, ways, readLatency, FlowTable.latencyCycles(config));
    String output =
        FrontBench.run(List.of(folder.resolve("bench").toString(), vectors.toString()), SECONDS);
    Files.delete(vectors);
    assertThat(output).endsWith(" 0 mismatches");
  }

  @Test
  void shouldHaveTheKeysOfTheDefaultConfigurationAndNoLintWarnings() throws Exception {
    String source = Files.readString(Path.of("rtl/rx/flow_table.sv"));
    assertThat(source)
        .contains("320'h" + NicConfig.DEFAULT.rssKey())
        .contains("320'h" + NicConfig.DEFAULT.flowTableKey());
    FrontBench.needs("verilator");
    List<String> command = new ArrayList<>(List.of("verilator", "--lint-only", "-Wall"));
    command.addAll(List.of("--top-module", "flow_table", "lint/waivers.vlt"));
    command.addAll(SOURCES);
    assertThatCode(() -> FrontBench.run(command, SECONDS)).doesNotThrowAnyException();
  }

  @Test
  void shouldBeReadByIcarusAndYosys() {
    FrontBench.needs("iverilog");
    FrontBench.needs("yosys");
    List<String> icarus = new ArrayList<>(List.of("iverilog", "-g2012", "-s", "flow_table"));
    icarus.addAll(List.of("-o", folder.resolve("out").toString()));
    icarus.addAll(SOURCES);
    assertThatCode(() -> FrontBench.run(icarus, SECONDS)).doesNotThrowAnyException();
    String script =
        "read_verilog -sv -DSYNTHESIS "
            + String.join(" ", SOURCES)
            + "; hierarchy -check -top flow_table -chparam SUBFLOWS 64 -chparam TOKENS 64; proc;"
            + " select -assert-none t:$dlatch";
    assertThatCode(() -> FrontBench.run(List.of("yosys", "-q", "-p", script), SECONDS))
        .doesNotThrowAnyException();
  }

  /** Builds the bench of the sources below {@code root} in {@code folder}. */
  static void build(Path root, Path folder, int entries, int ways, int readLatency, int latency)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("verilator", "--cc", "--exe", "--build", "-O3"));
    command.addAll(List.of("--x-assign", "unique", "--x-initial", "unique"));
    command.addAll(List.of("--top-module", "flow_table", "--prefix", "Vtop"));
    command.addAll(List.of("-GSUBFLOWS=" + entries, "-GTOKENS=" + entries));
    command.addAll(List.of("-GFLOW_TABLE_WAYS=" + ways, "-GREAD_LATENCY=" + readLatency));
    command.addAll(List.of("-Mdir", folder.toString(), "-o", "bench"));
    command.addAll(List.of("-CFLAGS", "-O1 -DLATENCY=" + latency, "-MAKEFLAGS", "OPT_FAST=-O1"));
    command.addAll(SOURCES);
    command.add(Path.of("tb/rx/flow_table_bench.cpp").toAbsolutePath().toString());
    FrontBench.run(root, command, SECONDS);
  }
}
