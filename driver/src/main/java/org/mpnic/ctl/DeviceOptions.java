package org.mpnic.ctl;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which card a command means. */
final class DeviceOptions {
  @Option(
      names = {"-d", "--device"},
      paramLabel = "NAME",
      defaultValue = "nic0",
      description = "Name of the card (default ${DEFAULT-VALUE}).")
  private String name;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${env:MPNIC_DIR:-/dev/shm}",
      description = "Folder of the cards' shared memory (default MPNIC_DIR or /dev/shm).")
  private Path directory;

  String name() {
    return checkedName(name);
  }

  Path directory() {
    return checkedDirectory(directory);
  }

  /** The name, if it can be part of a file's name. */
  static String checkedName(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,48}")) {
      throw new UserError(
          "'" + name + "' is no name for a card: use 1 to 48 letters, digits, - or _");
    }
    return name;
  }

  /** The folder, if there is one. */
  static Path checkedDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new UserError(
          "no such folder "
              + directory
              + " for shared memory: create it or give another with --dir");
    }
    return directory.toAbsolutePath();
  }
}
