package org.mpnic.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the tool, in this process or by the launcher, and what came of it. */
record ToolRun(int status, String out, String err) {
  /** The launcher, as seen from the module's folder. */
  static final Path LAUNCHER = Path.of("bin", "mpnic").toAbsolutePath();

  /** Runs the tool in this process. */
  static ToolRun inProcess(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    int status = Main.run(console, arguments);
    return new ToolRun(status, out.toString(), err.toString());
  }

  /** Runs the launcher with this process' class path, so that it builds nothing. */
  static ToolRun launched(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("mpnic-out", ".txt");
    Path err = Files.createTempFile("mpnic-err", ".txt");
    try {
      Process process = start(environment, out, err, arguments);
      if (!process.waitFor(300, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after 300 s: " + String.join(" ", arguments));
      }
      return new ToolRun(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Starts the launcher and returns at once. */
  static Process start(Map<String, String> environment, Path out, Path err, String... arguments)
      throws IOException {
    // A build that was put into the background ignores SIGINT, and so would the tool.
    List<String> command =
        new ArrayList<>(List.of("env", "--default-signal=INT", "bash", LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("MPNIC_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MPNIC_CLASS_PATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The lines of standard error. */
  List<String> errLines() {
    return err.lines().toList();
  }
}
