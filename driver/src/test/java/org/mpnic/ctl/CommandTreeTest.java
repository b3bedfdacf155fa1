package org.mpnic.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What holds for every command: help with an example, exit status 2 for wrong usage, one line. */
class CommandTreeTest {
  @TestFactory
  List<DynamicTest> shouldShowAnExampleForEveryCommand() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] path : allCommands()) {
      tests.add(
          DynamicTest.dynamicTest(
              "mpnic " + String.join(" ", path),
              () -> {
                String[] arguments = append(path, "--help");
                ToolRun run = ToolRun.inProcess(arguments);
                assertThat(run.status()).isZero();
                assertThat(run.err()).isEmpty();
                assertThat(run.out())
                    .startsWith("Usage: mpnic")
                    .containsPattern("Example:\\n +(source <\\()?mpnic ");
              }));
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> shouldRefuseAnUnknownOptionInOneLine() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] path : allCommands()) {
      tests.add(
          DynamicTest.dynamicTest(
              "mpnic " + String.join(" ", path) + " --frobnicate",
              () -> {
                ToolRun run = ToolRun.inProcess(append(path, "--frobnicate"));
                assertThat(run.status()).isEqualTo(2);
                assertThat(run.out()).isEmpty();
                assertThat(run.errLines()).hasSize(1);
              }));
    }
    return tests;
  }

  @Test
  void shouldSayWhatIsMissingWhenThereIsNoCommand() {
    ToolRun run = ToolRun.inProcess();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("mpnic: a command is missing: see 'mpnic --help'\n");
  }

  @Test
  void shouldPrintACompletionScriptThatBashReads() throws Exception {
    ToolRun run = ToolRun.inProcess("completion", "bash");

    assertThat(run.status()).isZero();
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var script = bash.getOutputStream()) {
      script.write(run.out().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(new String(bash.getInputStream().readAllBytes())).isEmpty();
    assertThat(bash.waitFor()).isZero();
    assertThat(run.out()).contains("replay", "--wave");
  }

  private static List<String[]> allCommands() {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    List<String[]> paths = new ArrayList<>();
    collect(Main.commandLine(new Console(nowhere, nowhere, false, false)), new String[0], paths);
    return paths;
  }

  private static void collect(CommandLine command, String[] path, List<String[]> paths) {
    paths.add(path);
    command.getSubcommands().forEach((name, child) -> collect(child, append(path, name), paths));
  }

  private static String[] append(String[] path, String word) {
    String[] longer = java.util.Arrays.copyOf(path, path.length + 1);
    longer[path.length] = word;
    return longer;
  }
}
