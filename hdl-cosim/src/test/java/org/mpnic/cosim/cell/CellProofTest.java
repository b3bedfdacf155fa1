package org.mpnic.cosim.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.cosim.RequiredTools;

/** sim/prove proves every cell, and does not prove a cell with a fault in it. */
class CellProofTest {
  private static final int SECONDS = 600;

  @TempDir Path folder;

  @BeforeEach
  void needsTools() {
    RequiredTools.need("yosys", "yosys-smtbmc", "z3");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "skid_buffer",
        "stream_fifo",
        "round_robin_arbiter",
        "block_fifo",
        "registered_fifo",
        "link_store",
        "free_list",
        "context_ahead",
        "slot_memory",
        "receive_window",
        "dropped_span",
        "whole_multiple",
        "ones_complement_tree"
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
          registered_fifo     ~ next_valid ? next : data_i      ~ data_i
          registered_fifo     ~ takes && !next_valid            ~ takes
          registered_fifo     ~ valid_i && !passes              ~ valid_i
          link_store          ~ write && slot_q == read_d ? ~ 1'b0 ?
          link_store          ~ close_i ? slot_next : slot_q; ~ close_i ? slot_q : slot_q;
          link_store          ~ !(valid_o && ready_i) ? read_q : ~
          free_list           ~ fresh_q != ALL                  ~ fresh_q != ALL - 1'b1
          free_list           ~ write_q == LAST ? '0 :          ~
          free_list           ~ has_fresh ? PLACE_BITS'(fresh_q) ~ read_q == '0 ? PLACE_BITS'(fresh_q)
          context_ahead       ~ newer ? forward_q : older       ~ newer ? forward_q : 1'b0
          context_ahead       ~ entry_q[R-1] && !newer_writes && !rst_i; ~ entry_q[R-1] && !rst_i;
          context_ahead       ~ if (older_writes) merged        ~ if (1'b0) merged
          context_ahead       ~ for (int i = R; i >= 0; i--) begin ~ for (int i = R - 1; i >= 0; i--) begin
          context_ahead       ~ <= !stage_mark[                 ~ <= stage_mark[
          context_ahead       ~ !(written_q[0] && written_entry_q[0] == updated_entry_q[0]) ~ 1'b1
          slot_memory         ~ passed_q && written_q[s]        ~ 1'b0
          slot_memory         ~ same_q[0] ? write_value_i       ~ 1'b0 ? write_value_i
          slot_memory         ~ <= entry_q[i-1] == entry_q[W-2] ~ <= entry_q[i] == entry_q[W-2]
          slot_memory         ~ values[entry_q[W-1]]            ~ values[entry_q[W-2]]
          receive_window      ~ forward_i && point_from_segment ~ point_from_segment
          receive_window      ~ if (forward_moves_start[j])     ~ if (1'b0)
          receive_window      ~ high_owner == '0 ? end_q : '0;  ~ end_q;
          dropped_span        ~ forward_i && takes_horizon ?    ~ 1'b0 ?
          dropped_span        ~ forward_i && takes_start ?      ~ takes_start ?
          dropped_span        ~ !(kept && starts_before)        ~ !starts_before
          dropped_span        ~ enable_i && !takes_start        ~ !takes_start
          whole_multiple      ~ difference[WIDTH] ? next        ~ difference[WIDTH-1] ? next
          whole_multiple      ~ <= COUNT_BITS'(DIGITS);         ~ <= COUNT_BITS'(DIGITS - 1);
          """)
  void shouldNotBeProvedWithAFault(String cell, String right, String wrong) throws Exception {
    Path common = Files.createDirectories(folder.resolve("rtl/common"));
    for (String name : List.of("mpnic_assert.svh", "block_fifo.sv")) {
      Files.copy(Path.of("rtl/common", name), common.resolve(name));
    }
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
  @ValueSource(strings = {"-set WORDS 3 -set SERIAL 1", "-set WORDS 16"})
  void shouldAddWordsLikeTheSerialSum(String parameters) throws Exception {
    String script =
        "read_verilog -formal -sv rtl/common/ones_complement_tree.sv"
            + " formal/ones_complement_tree_proof.sv; chparam "
            + parameters
            + " ones_complement_tree_proof; prep -top ones_complement_tree_proof -flatten;"
            + " sat -prove-asserts -verify ones_complement_tree_proof";
    assertThat(run(Map.of(), "yosys", "-p", script))
        .contains("SAT proof finished - no model found");
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
