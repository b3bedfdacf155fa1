package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mpnic.wire.capture.CaptureReader;
import org.mpnic.wire.capture.CaptureRecord;

/**
 * The file of replay --pcap: every frame, in order, unchanged, with a comment that other tools
 * show.
 */
class AnnotatedCaptureTest {
  private static final int FRAMES = 275;

  @TempDir private Path folder;

  @Test
  void shouldHoldEveryFrameOfTheCaptureUnchangedAndInOrder() throws Exception {
    Path file = annotate();

    CaptureRecord expected = new CaptureRecord();
    CaptureRecord actual = new CaptureRecord();
    try (CaptureReader original = CaptureReader.open(Captures.BASIC);
        CaptureReader annotated = CaptureReader.open(file)) {
      int frames = 0;
      while (original.next(expected)) {
        assertThat(annotated.next(actual)).isTrue();
        assertThat(actual.length).isEqualTo(expected.length);
        assertThat(
                java.util.Arrays.equals(
                    actual.data, 0, actual.length, expected.data, 0, expected.length))
            .as("frame " + frames)
            .isTrue();
        frames++;
      }
      assertThat(frames).isEqualTo(FRAMES);
      assertThat(annotated.next(actual)).isFalse();
    }
  }

  @Test
  void shouldShowItsCommentsInWireshark() throws Exception {
    assumeTrue(hasTshark(), "SKIPPED: tshark is missing (apt-get install tshark)");
    Path file = annotate();

    List<String> comments =
        lines("tshark", "-r", file.toString(), "-T", "fields", "-e", "frame.comment");

    assertThat(comments).hasSize(FRAMES);
    assertThat(comments).allMatch(c -> c.matches("cycle \\d+, .*queue [0-7], .*verdict .*"));
    assertThat(comments.get(0)).contains("reason handshake");
    assertThat(comments)
        .filteredOn(c -> c.contains("verdict good") || c.contains("then good"))
        .hasSizeGreaterThan(30)
        .allMatch(c -> c.matches(".*connection \\d+, subflow \\d+, SSN \\d+, DSN \\d+.*"));
  }

  private Path annotate() {
    Path file = folder.resolve("annotated.pcapng");
    ToolRun run =
        ToolRun.inProcess(
            "replay",
            Captures.BASIC.toString(),
            "--dir",
            folder.toString(),
            "--pcap",
            file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    return file;
  }

  private static boolean hasTshark() {
    return Files.isExecutable(Path.of("/usr/bin/tshark"));
  }

  private static List<String> lines(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes()).lines().toList();
  }
}
