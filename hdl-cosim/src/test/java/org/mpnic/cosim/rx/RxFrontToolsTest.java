package org.mpnic.cosim.rx;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** rx_parser and rx_checksum are read by all three tools, and the checksum tree is proved. */
class RxFrontToolsTest {
  private static final int SECONDS = 300;
  private static final String TREE = "rtl/common/ones_complement_tree.sv";
  private static final String PROOF = "formal/ones_complement_tree_proof.sv";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"rx_parser", "rx_checksum"})
  void shouldHaveNoLintWarnings(String top) {
    FrontBench.needs("verilator");
    List<String> command =
        new ArrayList<>(List.of("verilator", "--lint-only", "-Wall", "-Irtl/rx", "-Irtl/common"));
    command.addAll(List.of("--top-module", top, "lint/waivers.vlt"));
    command.addAll(FrontBench.SOURCES);
    assertThatCode(() -> FrontBench.run(command, SECONDS)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"rx_parser", "rx_checksum"})
  void shouldBeReadByIcarus(String top) {
    FrontBench.needs("iverilog");
    List<String> command =
        new ArrayList<>(List.of("iverilog", "-g2012", "-Irtl/rx", "-Irtl/common", "-s", top));
    command.addAll(List.of("-o", folder.resolve("out").toString()));
    command.addAll(FrontBench.SOURCES);
    assertThatCode(() -> FrontBench.run(command, SECONDS)).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"rx_parser", "rx_checksum"})
  void shouldBeReadByYosys(String top) {
    FrontBench.needs("yosys");
    yosys(
        "read_verilog -sv -DSYNTHESIS -Irtl/rx -Irtl/common "
            + String.join(" ", FrontBench.SOURCES)
            + "; hierarchy -check -top "
            + top
            + "; proc; select -assert-none t:$dlatch");
  }

  @Test
  void shouldAddWordsLikeTheSerialSumWhenTreeHasOneAdder() {
    prove("-set WORDS 3 -set SERIAL 1");
  }

  @Test
  void shouldKeepTheResidueInEveryAdderOfTheTree() {
    prove("-set WORDS 16");
  }

  private static void prove(String parameters) {
    FrontBench.needs("yosys");
    yosys(
        "read_verilog -formal -sv "
            + TREE
            + " "
            + PROOF
            + "; chparam "
            + parameters
            + " ones_complement_tree_proof; prep -top ones_complement_tree_proof -flatten;"
            + " sat -prove-asserts -verify ones_complement_tree_proof");
  }

  private static void yosys(String script) {
    assertThatCode(() -> FrontBench.run(List.of("yosys", "-q", "-p", script), SECONDS))
        .doesNotThrowAnyException();
  }
}
