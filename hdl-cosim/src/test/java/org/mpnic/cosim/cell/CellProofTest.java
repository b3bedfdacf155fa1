package org.mpnic.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** sim/prove proves every cell, and does not prove a cell with a fault in it. */
class CellProofTest {
  private static final int SECONDS = 600;

  @TempDir Path folder;

  @BeforeEach
  void needsTools() {
    for (String tool : List.of("yosys", "yosys-smtbmc", "z3", "verilator", "iverilog")) {
      boolean there =
          Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
              .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
      if (!there && Boolean.getBoolean("cosim.required")) {
        throw new AssertionError(tool + " is not there: run hdl-cosim/bin/install-tools");
      }
      Assumptions.assumeTrue(there, tool + " is not there: run hdl-cosim/bin/install-tools");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "skid_buffer",
        "stream_fifo",
        "round_robin_arbiter",
        "block_fifo",
        "context_memory"
      })
  void shouldBeProved(String cell) throws Exception {
    String output = run(Map.of("MPNIC_PROVE_DIR", folder.toString()), "sim/prove", cell);
    assertThat(output).contains("proved").doesNotContain("FAILED");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          skid_buffer         ~ ready_q ? data_i : spare_q      ~ data_i
          skid_buffer         ~ valid_i || !ready_q         ~ valid_i
          stream_fifo         ~ count_q != FULL;                ~ 1'b1;
          stream_fifo         ~ write_q == LAST ? '0 :          ~
          round_robin_arbiter ~ in_turn != '0 ? in_turn :       ~
          block_fifo          ~ push && write_q == read_d ? data_i : ~ 1'b0 ? data_i :
          block_fifo          ~ memory[read_d]                  ~ memory[read_q]
          context_memory      ~ written_q[0] && same_written_q  ~ 1'b0
          context_memory      ~ updated_q[0] && same_updated_q  ~ 1'b0
          context_memory      ~ for (int i = R; i >= 0; i--) begin ~ for (int i = R - 1; i >= 0; i--) begin
          context_memory      ~ <= !stage_mark[                 ~ <= stage_mark[
          context_memory      ~ !(written_q[0] && written_entry_q[0] == updated_entry_q[0]) ~ 1'b1
          """)
  void shouldNotBeProvedWithAFault(String cell, String right, String wrong) throws Exception {
    Path common = Files.createDirectories(folder.resolve("rtl/common"));
    Files.copy(Path.of("rtl/common/mpnic_assert.svh"), common.resolve("mpnic_assert.svh"));
    String source = Files.readString(Path.of("rtl/common", cell + ".sv"));
    assertThat(source).contains(right);
    Files.writeString(
        common.resolve(cell + ".sv"), source.replace(right, wrong == null ? "" : wrong));
    String output =
        run(
            Map.of(
                "MPNIC_PROVE_DIR",
                folder.toString(),
                "MPNIC_RTL",
                folder.resolve("rtl").toString()),
            "sim/prove",
            cell);
    assertThat(output).contains("FAILED");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "common/skid_buffer",
        "common/stream_fifo",
        "common/round_robin_arbiter",
        "common/delay_line",
        "common/block_fifo",
        "common/context_memory",
        "common/receive_window",
        "rx/packet_buffer",
        "rx/port_arbiter",
        "rx/subflow_tracker",
        "rx/connection_tracker"
      })
  void shouldBeReadByAllThreeTools(String module) throws Exception {
    String top = module.substring(module.indexOf('/') + 1);
    String file = "rtl/" + module + ".sv";
    String packages = "rtl/mpnic_abi_pkg.sv";
    assertThat(
            run(
                Map.of(),
                "verilator",
                "--lint-only",
                "-Wall",
                "-Irtl/common",
                "-Irtl/rx",
                "--top-module",
                top,
                "lint/waivers.vlt",
                packages,
                file))
        .as("verilator")
        .isEmpty();
    String icarus = folder.resolve("out").toString();
    assertThat(
            run(
                Map.of(),
                "iverilog",
                "-g2012",
                "-Irtl/common",
                "-yrtl/common",
                "-Y.sv",
                "-s",
                top,
                "-o",
                icarus,
                packages,
                file))
        .as("iverilog")
        .doesNotContain("error");
    assertThat(icarus).satisfies(path -> assertThat(Path.of(path)).exists());
    assertThat(
            run(
                Map.of(),
                "yosys",
                "-q",
                "-p",
                "read_verilog -sv -defer -Irtl/common "
                    + packages
                    + " "
                    + cells()
                    + (module.startsWith("rx/") ? file : "")
                    + "; hierarchy -check -top "
                    + top
                    + small(top)
                    + "; proc; select -assert-none t:$dlatch"))
        .as("yosys")
        .doesNotContain("ERROR");
  }

  /** yosys is slow to fill large memories. */
  private static String small(String top) {
    return switch (top) {
      case "subflow_tracker" -> " -chparam SUBFLOWS 16";
      case "connection_tracker" -> " -chparam CONNECTIONS 16";
      case "packet_buffer" -> " -chparam PACKET_BUFFER_BEATS 16 -chparam PACKET_BUFFER_HEADERS 4";
      default -> "";
    };
  }

  private static String cells() throws IOException {
    StringBuilder list = new StringBuilder();
    try (var files = Files.list(Path.of("rtl/common"))) {
      files.filter(f -> f.toString().endsWith(".sv")).forEach(f -> list.append(f).append(' '));
    }
    return list.toString();
  }

  private String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not done in " + SECONDS + " s: " + String.join(" ", command));
    }
    return Files.readString(log).strip();
  }
}
