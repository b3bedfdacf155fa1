package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user is told when a replay cannot be: one line, the exit status, and nothing is left
 * behind.
 */
class ReplayErrorsTest {
  @TempDir private Path folder;
  private Path shared;

  @BeforeEach
  void makeSharedFolder() throws Exception {
    shared = Files.createDirectory(folder.resolve("shm"));
  }

  @AfterEach
  void nothingShouldBeLeft() {
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void shouldNameTheCaptureThatIsMissing() {
    Path missing = folder.resolve("missing.pcap");
    assertRefused(
        replay(missing), "mpnic: no such file " + missing + ": give the path of a capture");
  }

  @Test
  void shouldRefuseAFolderAsCapture() {
    assertRefused(replay(folder), "mpnic: " + folder + " is not a file");
  }

  @Test
  void shouldNameTheFileThatIsNoCapture() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "these are notes, not packets\n");
    ToolRun run = replay(text);
    assertRefused(run, "mpnic: ");
    assertThat(run.err()).contains(text.toString(), "pcap");
  }

  @Test
  void shouldNameThePortThatTheCardLacks() {
    ToolRun run = replay(Captures.BASIC, "--port", "9");
    assertRefused(run, "mpnic: --port 9: device 'replay-");
    assertThat(run.err()).contains("has ports 0 to 1");
  }

  @Test
  void shouldNameTheNumberOfQueuesThatNoCardHas() {
    ToolRun run = replay(Captures.BASIC, "--queues", "65");
    assertRefused(run, "mpnic: cannot start device replay-");
    assertThat(run.err()).contains("queues is 65, it must be 1 to 64");
  }

  @Test
  void shouldNameTheDeviceThatIsUnknown() {
    assertRefused(
        replay(Captures.BASIC, "-d", "nic7"),
        "mpnic: no device 'nic7' in "
            + shared
            + ": there is none: start one with mpnic device start --name nic7");
  }

  @Test
  void shouldRefuseAnUnknownRateAsWrongUsage() {
    ToolRun run = replay(Captures.BASIC, "--rate", "warp");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).contains("--rate", "warp", "LINE, CAPTURE");
  }

  @Test
  void shouldNameTheFileThatCannotBeWritten() {
    Path pcap = folder.resolve("no/such/folder.pcapng");
    assertRefused(replay(Captures.BASIC, "--pcap", pcap.toString()), "mpnic: cannot write " + pcap);
    Path wave = folder.resolve("no/such/folder.vcd");
    ToolRun run = replay(Captures.BASIC, "--wave", wave.toString());
    assertRefused(run, "mpnic: ");
    assertThat(run.err()).contains(wave.toString());
  }

  @Test
  void shouldRefuseAFileAsFolderForStreams() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertRefused(
        replay(Captures.BASIC, "--out", file.toString()),
        "mpnic: cannot write to " + file + ": it is a file, give a folder for --out");
  }

  @Test
  void shouldSayThatTheDiskIsFullAndLeaveNoParts() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString());
    assumeTrue(mounted, "SKIPPED: a small tmpfs needs root: the full disk is not tested");
    try {
      ToolRun run = replay(Captures.BASIC, "--out", small.resolve("streams").toString());
      assertRefused(run, "mpnic: cannot write " + small);
      assertThat(run.err()).contains("no space left on the device");
      assertThat(small.resolve("streams")).isEmptyDirectory();
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  void shouldSayThatSharedMemoryIsFull() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString());
    assumeTrue(mounted, "SKIPPED: a small tmpfs needs root: the full shared memory is not tested");
    try {
      ToolRun run =
          ToolRun.inProcess("replay", Captures.BASIC.toString(), "--dir", small.toString());
      assertRefused(run, "mpnic: cannot start device ");
      assertThat(run.err()).contains("no space left", "--dir");
      assertThat(small).isEmptyDirectory();
    } finally {
      run("umount", small.toString());
    }
  }

  private static void assertRefused(ToolRun run, String start) {
    assertThat(run.err()).startsWith(start);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.status()).isEqualTo(1);
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private ToolRun replay(Path capture, String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "replay";
    arguments[1] = capture.toString();
    arguments[2] = "--dir";
    arguments[3] = shared.toString();
    System.arraycopy(options, 0, arguments, 4, options.length);
    return ToolRun.inProcess(arguments);
  }
}
