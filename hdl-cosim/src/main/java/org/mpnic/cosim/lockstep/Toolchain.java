package org.mpnic.cosim.lockstep;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mpnic.ctl.UserError;

/** The programs that build a verilated library. */
public final class Toolchain {

  private Toolchain() {}

  /** One line that says which program of a verilated build is missing, or nothing. */
  public static Optional<String> missing() {
    return missing("verilator", "g++");
  }

  /** One line that says which of the programs is missing and what to run, or nothing. */
  public static Optional<String> missing(String... programs) {
    String path = System.getenv("PATH");
    for (String program : programs) {
      boolean there =
          path != null
              && Arrays.stream(path.split(File.pathSeparator))
                  .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
      if (!there) {
        return Optional.of(program + " is not there: run hdl-cosim/bin/install-tools");
      }
    }
    return Optional.empty();
  }

  /** Runs a program and returns what it printed; fails with the end of it. */
  static String run(Path folder, List<String> command) {
    try {
      Path log = Files.createTempFile(folder, "tool", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      int status = process.waitFor();
      String output = Files.readString(log).strip();
      Files.delete(log);
      if (status != 0) {
        throw new UserError(
            command.get(0) + " failed with status " + status + ": " + firstLines(output));
      }
      return output;
    } catch (IOException failure) {
      throw new UserError(command.get(0) + " cannot be run: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UserError(command.get(0) + " was interrupted", interrupted);
    }
  }

  private static String firstLines(String output) {
    List<String> lines = output.lines().filter(line -> line.contains("rror")).limit(5).toList();
    return lines.isEmpty() ? output.lines().limit(5).toList().toString() : String.join("\n", lines);
  }
}
