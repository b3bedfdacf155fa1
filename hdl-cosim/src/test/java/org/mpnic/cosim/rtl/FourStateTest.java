package org.mpnic.cosim.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.cosim.RequiredTools;

/** A port's receive path has no X where something counts: sim/four-state on captures. */
class FourStateTest {
  private static final int MINUTES = 20;
  private static final String CAPTURES =
      "../fw-model/testbed/src/main/resources/org/mpnic/testbed/captures/";

  @TempDir Path folder;

  @BeforeEach
  void needsIcarus() {
    RequiredTools.need("iverilog");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"multi-v6-csum0.pcap", "v4-csum1-offload_off-addaddr.pcap"})
  void shouldHaveNoXWhereItCountsWhenCaptureRunsThrough(String capture) throws Exception {
    assertThat(run(CAPTURES + capture, "rtl")).contains("passed: 150 frames").contains(" 0 errors");
  }

  @Test
  void shouldFindTheXWhenPacketBufferHasNoReset() throws Exception {
    Path rtl = folder.resolve("rtl");
    try (Stream<Path> files = Files.walk(Path.of("rtl"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, rtl.resolve(Path.of("rtl").relativize(file).toString()));
      }
    }
    Path buffer = rtl.resolve("rx/packet_buffer.sv");
    String source = Files.readString(buffer);
    String reset = "      kept_q    <= '0;\n";
    assertThat(source).contains(reset);
    Files.writeString(buffer, source.replace(reset, ""));
    assertThat(run(CAPTURES + "multi-v6-csum0.pcap", rtl.toString())).contains("FAILED");
  }

  private String run(String capture, String rtl) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    String work = folder.resolve("work").toString();
    Process process =
        new ProcessBuilder(
                "sim/four-state", capture, "--frames", "150", "--work", work, "--rtl", rtl)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("ended").isTrue();
    return Files.readString(log);
  }
}
