package org.mpnic.cosim.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mpnic.cosim.RequiredTools;

/** Every module is read by Verilator without a warning, by Icarus and by yosys. */
class RtlToolsTest {
  private static final int SECONDS = 600;
  private static final List<String> FOLDERS =
      List.of("rtl/common", "rtl/table", "rtl/rx", "rtl/host", "rtl/tx", "rtl/top");
  private static final List<String> FIRST =
      List.of(
          "rtl/rx/parsed_header.svh",
          "rtl/rx/header_word.svh",
          "rtl/mpnic_abi_pkg.sv",
          "rtl/mpnic_config_pkg.sv");

  @TempDir Path folder;

  /** Modules of which there is more than a port list, and the whole paths once they have all. */
  static List<String> modules() throws IOException {
    List<String> list = new ArrayList<>();
    boolean complete = true;
    for (String file : sources()) {
      boolean isPortList = Files.readString(Path.of(file)).matches("(?s).*\\);\\s*endmodule.*");
      complete &= !isPortList;
      if (!isPortList && !file.startsWith("rtl/top/")) {
        list.add(file.substring("rtl/".length()));
      }
    }
    if (complete) {
      list.add("top/rx_top.sv");
      list.add("top/tx_top.sv");
    }
    return list;
  }

  @BeforeEach
  void needsTools() {
    RequiredTools.need("verilator", "iverilog", "yosys");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void shouldBeReadByAllThreeTools(String module) throws Exception {
    String top = module.substring(module.indexOf('/') + 1).replace(".sv", "");
    List<String> verilator = command("verilator", "--lint-only", "-Wall", "--top-module", top);
    places(verilator);
    verilator.add("lint/waivers.vlt");
    verilator.addAll(FIRST);
    verilator.add("rtl/" + module);
    assertThat(run(verilator)).as("verilator").isEmpty();
    String out = folder.resolve("out").toString();
    List<String> icarus = command("iverilog", "-g2012", "-Y.sv", "-s", top, "-o", out);
    places(icarus);
    icarus.addAll(FIRST);
    icarus.add("rtl/" + module);
    assertThat(run(icarus)).as("iverilog").doesNotContain("error");
    assertThat(Path.of(out)).exists();
    List<String> yosys = command("yosys", "-q", "-p");
    yosys.add(
        "read_verilog -sv -defer -DSYNTHESIS -Irtl/common -Irtl/rx -Irtl/tx "
            + String.join(" ", FIRST)
            + " "
            + String.join(" ", sources())
            + "; hierarchy -check -top "
            + top
            + small(top)
            + "; proc; select -assert-none t:$dlatch");
    assertThat(run(yosys)).as("yosys").doesNotContain("ERROR");
  }

  /** yosys is slow to fill large memories. */
  private static String small(String top) {
    return switch (top) {
      case "flow_table" -> " -chparam SUBFLOWS 16 -chparam TOKENS 16";
      case "subflow_tracker", "steering" -> " -chparam SUBFLOWS 16";
      case "dss_mapper", "mapping_table", "mapping_sums" -> " -chparam SUBFLOWS 16";
      case "tx_path" ->
          " -chparam TX_SUBFLOWS 16 -chparam TX_CONNECTIONS 16 -chparam PORTS 1"
              + " -chparam TX_READ_REQUESTS 4 -chparam TX_CHECKSUM_BUFFER_BEATS 16"
              + " -chparam TX_DESCRIPTOR_CACHE 16";
      case "dss_inserter", "subflow_scheduler" -> " -chparam SUBFLOWS 16 -chparam CONNECTIONS 16";
      case "connection_tracker" -> " -chparam CONNECTIONS 16";
      case "exact_match_table" -> " -chparam ENTRIES 16";
      case "packet_buffer" -> " -chparam PACKET_BUFFER_BEATS 16 -chparam PACKET_BUFFER_HEADERS 4";
      case "tx_top" ->
          " -chparam TX_SUBFLOWS 16 -chparam TX_CONNECTIONS 16 -chparam PORTS 1"
              + " -chparam TX_QUEUES 2 -chparam TX_RING_ENTRIES 32"
              + " -chparam TX_READ_REQUESTS 4 -chparam TX_CHECKSUM_BUFFER_BEATS 16"
              + " -chparam TX_DESCRIPTOR_CACHE 16";
      case "rx_top" ->
          " -chparam SUBFLOWS 16 -chparam CONNECTIONS 16 -chparam TOKENS 16"
              + " -chparam PACKET_BUFFER_BEATS 16 -chparam PACKET_BUFFER_HEADERS 4"
              + " -chparam QUEUES 2 -chparam RING_ENTRIES 16 -chparam DESCRIPTOR_CACHE 8";
      default -> "";
    };
  }

  private static List<String> command(String... words) {
    return new ArrayList<>(List.of(words));
  }

  private static void places(List<String> command) {
    for (String place : FOLDERS) {
      if (Files.isDirectory(Path.of(place))) {
        command.addAll(List.of("-I" + place, "-y", place));
      }
    }
  }

  private static List<String> sources() throws IOException {
    List<String> list = new ArrayList<>();
    for (String place : FOLDERS) {
      if (Files.isDirectory(Path.of(place))) {
        try (Stream<Path> files = Files.list(Path.of(place))) {
          files.map(Path::toString).filter(f -> f.endsWith(".sv")).sorted().forEach(list::add);
        }
      }
    }
    return list;
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("not done in " + SECONDS + " s: " + String.join(" ", command));
    }
    return Files.readString(log).strip();
  }
}
