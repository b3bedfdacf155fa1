package org.mpnic.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The test bed's captures as files. */
final class TestCaptures {
  private TestCaptures() {}

  /** A bundled capture as a file in a folder. */
  static Path file(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream in =
          TestCaptures.class.getResourceAsStream("/org/mpnic/testbed/captures/" + name)) {
        Files.copy(in, file);
      }
    }
    return file;
  }
}
