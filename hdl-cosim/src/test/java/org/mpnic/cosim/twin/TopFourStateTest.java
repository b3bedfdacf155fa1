package org.mpnic.cosim.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.cosim.RequiredTools;
import org.mpnic.cosim.lockstep.CosimReport;
import org.mpnic.cosim.lockstep.Lockstep;
import org.mpnic.cosim.lockstep.VerilatedBuild;
import org.mpnic.testbed.data.BundledCaptures;

/**
 * The whole receive path has no X where something counts: a capture at line rate, recorded in
 * lockstep and played by Icarus. -Dcosim.four.frames sets how many frames.
 */
class TopFourStateTest {
  private static final long FRAMES = Long.getLong("cosim.four.frames", 60);
  private static final int MINUTES = 20;
  private static final int LINE_RATE = 0;

  @TempDir Path folder;

  @BeforeEach
  void needsTools() {
    RequiredTools.needVerilator();
    RequiredTools.need("iverilog");
  }

  @Test
  void shouldHaveNoXWhereItCountsAndFindOneThatIsPutThere() throws Exception {
    Path capture = BundledCaptures.extract(BundledCaptures.names().get(0), folder);
    Path recorded = folder.resolve("recorded");
    CosimReport report =
        new Lockstep(
                new VerilatedBuild(Path.of("").toAbsolutePath(), null),
                TopTwins.maker("rx", TopLockstepTest.SMALL, capture, FRAMES, LINE_RATE),
                1)
            .record(recorded);
    assertThat(report.first()).isNull();
    assertThat(report.boundaries().get("rx_top.dss_mapper")).isEqualTo(FRAMES);
    assertThat(play(recorded, Path.of("rtl"))).startsWith("passed").contains(" 0 errors");
    assertThat(play(recorded, withFlowsThatNobodyHasCleared()))
        .contains("FAILED")
        .contains("dut.pipeline.flow_hit expected");
  }

  /**
   * A fault that two states do not show: what stands in a memory at random is never a flow's key.
   */
  private Path withFlowsThatNobodyHasCleared() throws IOException {
    Path rtl = folder.resolve("rtl");
    try (Stream<Path> files = Files.walk(Path.of("rtl"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, rtl.resolve(Path.of("rtl").relativize(file).toString()));
      }
    }
    Path table = rtl.resolve("table/exact_match_table.sv");
    String source = Files.readString(table);
    String cleared = "memory_a[i] = '0;";
    assertThat(source).contains(cleared);
    Files.writeString(table, source.replace(cleared, ""));
    return rtl;
  }

  private String play(Path recorded, Path rtl) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                "sim/four-state",
                "--recorded",
                recorded.toString(),
                "--work",
                folder.resolve("work").toString(),
                "--rtl",
                rtl.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("ended").isTrue();
    return Files.readString(log);
  }
}
