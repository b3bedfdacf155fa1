package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a loop leaves behind when it is interrupted. */
class InterruptedLoopTest {
  private static final long PATIENCE_MS = 120_000;

  @TempDir private Path folder;

  @ParameterizedTest(name = "kill -{0}, {2} device processes")
  @CsvSource({"INT, 130, 1", "TERM, 143, 2", "KILL, 137, 2"})
  void shouldLeaveNoCardBehindWhenItIsEnded(String signal, int status, int devices)
      throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shm"));
    Path pcap = folder.resolve("loop.pcap");
    Path err = folder.resolve("err");
    Process process =
        ToolRun.start(
            Map.of("MPNIC_DIR", shared.toString()),
            folder.resolve("out"),
            err,
            "loop",
            "--bytes=100GiB",
            "--devices=" + devices,
            "--pcap",
            pcap.toString());
    await(() -> Files.exists(pcap) && Files.size(pcap) > 1_000_000);

    run("kill", "-" + signal, Long.toString(process.pid()));

    assertThat(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(status);
    assertThat(err).isEmptyFile();
    await(() -> isEmpty(shared));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(temporary)) {
      String name = "mpnic-loop-" + process.pid() + "-";
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(name))).isEmpty();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long deadlineNs = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadlineNs);
      Thread.sleep(20);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }
}
