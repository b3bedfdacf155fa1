package org.mpnic.ctl;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which card a command means. */
final class DeviceOptions {
  @Option(
      names = {"-d", "--device"},
      paramLabel = "NAME",
      defaultValue = "nic0",
      description = "Name of the card (default: ${DEFAULT-VALUE}).")
  private String name;

  @Mixin private DirectoryOption directory;

  String name() {
    return checkedName(name);
  }

  Path directory() {
    return directory.directory();
  }

  /** The name, if it can be part of a file's name. */
  static String checkedName(String name) {
    if (!name.matches("[A-Za-z0-9_-]{1,48}")) {
      throw new UserError(
          "'" + name + "' is no name for a card: use 1 to 48 letters, digits, '-' or '_'");
    }
    return name;
  }
}
