package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launched tool as a person uses it: the demo, and what is left behind when it is interrupted.
 */
class InterruptedReplayTest {
  private static final int REPETITIONS = 200;

  @TempDir private Path folder;

  @Test
  void shouldShowTheDemo() throws Exception {
    ToolRun run = ToolRun.launched(Map.of("MPNIC_DIR", folder.toString()), "demo");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("a392abb3", "3a31abaee6c64a34", "1396 frames", "drops: none");
    assertThat(run.out()).contains("received  4194304 bytes", "equal");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest(name = "kill -{0}")
  @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
  void shouldLeaveNoCardBehindWhenItIsEnded(String signal, int status) throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shm"));
    Path out = folder.resolve("streams");
    Path err = folder.resolve("err");
    Process process =
        ToolRun.start(
            Map.of("MPNIC_DIR", shared.toString()),
            folder.resolve("out"),
            err,
            "replay",
            longCapture().toString(),
            "--out",
            out.toString());
    Endings.await(() -> Endings.holds(out, "0.part"));

    assertThat(Endings.end(process, signal)).isEqualTo(status);
    assertThat(err).isEmptyFile();
    Endings.await(() -> !Endings.holds(shared, ""));
    if (!signal.equals("KILL")) {
      assertThat(out).isEmptyDirectory();
    }
  }

  /** One capture many times over: minutes of replay. */
  private Path longCapture() throws IOException {
    byte[] capture = Files.readAllBytes(Captures.MULTI);
    Path file = folder.resolve("long.pcap");
    int header = 24;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(capture, 0, header);
      for (int i = 0; i < REPETITIONS; i++) {
        out.write(capture, header, capture.length - header);
      }
    }
    return file;
  }
}
