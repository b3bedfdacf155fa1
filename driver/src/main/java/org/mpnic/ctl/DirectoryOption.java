package org.mpnic.ctl;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the cards' shared memory is. */
final class DirectoryOption {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "${env:MPNIC_DIR:-/dev/shm}",
      description = "Folder of the cards' shared memory (default: MPNIC_DIR, or /dev/shm).")
  private Path path;

  /** The folder, if there is one. */
  Path directory() {
    if (!Files.isDirectory(path)) {
      throw new UserError(
          "no such folder " + path + " for shared memory: create it or give another with --dir");
    }
    return path.toAbsolutePath();
  }
}
