package org.mpnic.abi.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbiExporterTest {
  @TempDir Path directory;

  @Test
  void shouldMatchTheCommittedFilesByteForByte() throws IOException {
    List<String> stale = new ArrayList<>();
    for (Map.Entry<String, String> file : AbiExporter.render().entrySet()) {
      Path path = root().resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        stale.add(file.getKey());
      }
    }
    assertThat(stale)
        .withFailMessage(() -> stale + " differ from the tables. Run: " + AbiExporter.COMMAND)
        .isEmpty();
  }

  @Test
  void shouldCompileAsStrictC11() throws Exception {
    Path source = directory.resolve("use.c");
    Files.writeString(
        source,
        "#include \"mpnic_abi.h\"\n"
            + "int main(void) { struct mpnic_completion c = {0}; return (int)c.queue; }\n");
    run(
        "gcc",
        "-std=c11",
        "-Wall",
        "-Wextra",
        "-pedantic",
        "-Werror",
        "-I",
        root().resolve("driver/include").toString(),
        "-c",
        source.toString(),
        "-o",
        directory.resolve("use.o").toString());
  }

  @Test
  void shouldBeReadByTheHdlTools() throws Exception {
    String pkg = root().resolve("hdl-cosim/rtl/mpnic_abi_pkg.sv").toString();
    Path top = directory.resolve("top.sv");
    Files.writeString(
        top,
        """
        module top (output logic [15:0] q_o);
          assign q_o = 16'(mpnic_abi_pkg::COMPLETION_BYTES);
        endmodule : top
        """);
    run("iverilog", "-g2012", "-o", directory.resolve("iv").toString(), pkg, top.toString());
    String waivers = root().resolve("hdl-cosim/lint/waivers.vlt").toString();
    run("verilator", "--lint-only", "-Wall", waivers, pkg, top.toString());
    run("yosys", "-q", "-p", "read_verilog -sv " + pkg + " " + top + "; prep -top top");
  }

  /** Runs a tool and shows its words if it fails; skips the rest of the test if it is not there. */
  private static void run(String... command) throws Exception {
    boolean present = false;
    for (String place : System.getenv("PATH").split(":")) {
      present |= Files.isExecutable(Path.of(place, command[0]));
    }
    Assumptions.assumeTrue(present, command[0] + " is not installed");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
  }

  private static Path root() {
    Path path = Path.of("").toAbsolutePath();
    while (!Files.exists(path.resolve("fw-model").resolve("abi"))) {
      path = path.getParent();
    }
    return path;
  }
}
