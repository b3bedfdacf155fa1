package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher: which Java, what it says when there is none that will do. */
class LauncherTest {
  @TempDir private Path folder;

  @Test
  void shouldRunTheToolInSilence() throws Exception {
    ToolRun run = ToolRun.launched(Map.of(), "--version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("mpnic 0.1.0\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldPassTheToolsExitStatusOn() throws Exception {
    ToolRun run = ToolRun.launched(Map.of(), "no-such-command");

    assertThat(run.status()).isEqualTo(Main.USAGE);
    assertThat(run.errLines()).hasSize(1);
  }

  @Test
  void shouldRefuseJavaThatIsTooOldInOneLine() throws Exception {
    ToolRun run =
        ToolRun.launched(Map.of("MPNIC_JAVA_HOME", fakeJdk("1.8.0_402").toString()), "demo");

    assertThat(run.status()).isEqualTo(Main.FAILED);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err())
        .startsWith("mpnic: Java 8 in " + folder)
        .contains("too old", "install JDK 17 or newer");
  }

  @Test
  void shouldSayWhereItLookedWhenThereIsNoJava() throws Exception {
    ToolRun run = ToolRun.launched(Map.of("MPNIC_JAVA_HOME", folder.toString()), "demo");

    assertThat(run.status()).isEqualTo(Main.FAILED);
    assertThat(run.errLines()).hasSize(1);
    assertThat(run.err()).startsWith("mpnic: no Java in " + folder).contains("install JDK 17");
  }

  @Test
  void shouldTakeTheNewestOfSeveralJavas() throws Exception {
    String script =
        ". '%s'; java_places() { printf '%%s\\n' '%s' '%s' '%s'; }; choose_java; printf '%%s' \"$java_major\""
            .formatted(
                ToolRun.LAUNCHER.resolveSibling("jdk.bash"),
                fakeJdk("17.0.9"),
                fakeJdk("25"),
                fakeJdk("21.0.1+12"));
    Process bash = new ProcessBuilder("bash", "-uc", script).start();

    assertThat(new String(bash.getInputStream().readAllBytes())).isEqualTo("25");
  }

  private Path fakeJdk(String version) throws IOException {
    Path home = folder.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    for (String program : new String[] {"java", "javac"}) {
      Path file = Files.createFile(home.resolve("bin").resolve(program));
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
