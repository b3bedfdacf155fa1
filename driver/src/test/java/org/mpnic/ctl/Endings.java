package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ending a tool that runs, and waiting for what must follow; also on a machine that is slow. */
final class Endings {
  private static final long PATIENCE_MS = 120_000;

  private Endings() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits until a condition holds. */
  static void await(Condition condition) throws Exception {
    long deadlineNs = System.nanoTime() + PATIENCE_MS * 1_000_000;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadlineNs);
      Thread.sleep(20);
    }
  }

  /** Whether a folder holds a file whose name ends so. */
  static boolean holds(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(ending));
    }
  }

  /** Sends a signal and returns the exit status that it brings. */
  static int end(Process process, String signal) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    assertThat(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
    return process.exitValue();
  }
}
