package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a loop leaves behind when it is interrupted. */
class InterruptedLoopTest {
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
    Endings.await(() -> Files.exists(pcap) && Files.size(pcap) > 1_000_000);

    assertThat(Endings.end(process, signal)).isEqualTo(status);
    assertThat(err).isEmptyFile();
    Endings.await(() -> !Endings.holds(shared, ""));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (Stream<Path> files = Files.list(temporary)) {
      String name = "mpnic-loop-" + process.pid() + "-";
      assertThat(files.filter(file -> file.getFileName().toString().startsWith(name))).isEmpty();
    }
  }
}
