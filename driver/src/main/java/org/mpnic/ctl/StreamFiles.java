package org.mpnic.ctl;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of {@code replay --out}: one per stream. A stream is written under a temporary name,
 * because its number and token are certain only at the end; what is not renamed by then is removed
 * on close.
 */
final class StreamFiles implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path folder;
  private final Map<Integer, Path> paths = new HashMap<>();
  private final Map<Integer, OutputStream> open = new HashMap<>();

  /**
   * Files in a folder, which is made if it is missing.
   *
   * @throws UserError if it cannot be used, or has files in it and {@code force} is not set
   */
  StreamFiles(Path folder, boolean force) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        if (!force && entries.findAny().isPresent()) {
          throw new UserError(
              "folder "
                  + folder
                  + " has files in it: give an empty one, or --force to write there");
        }
      }
    } catch (IOException failure) {
      throw cannotWrite(folder, failure);
    }
  }

  /** Where a stream's bytes go: {@code key} is any number that names the stream until the end. */
  OutputStream open(int key) {
    Path path = folder.resolve(".stream-" + key + ".part");
    try {
      OutputStream file = new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES);
      open.put(key, file);
      paths.put(key, path);
      return file;
    } catch (IOException failure) {
      throw cannotWrite(path, failure);
    }
  }

  /** Gives a stream its name; a stream without bytes gets an empty file. */
  void finish(int key, String fileName) {
    Path target = folder.resolve(fileName);
    try {
      if (!open.containsKey(key)) {
        open(key);
      }
      open.remove(key).close();
      Files.move(paths.remove(key), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw cannotWrite(target, failure);
    }
  }

  /** Closes and removes what was not finished. */
  @Override
  public void close() {
    for (OutputStream file : open.values()) {
      try {
        file.close();
      } catch (IOException | UncheckedIOException ignored) {
        // The file goes anyway.
      }
    }
    for (Path path : paths.values()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException ignored) {
        // A part that cannot be removed is told from a stream by its name.
      }
    }
    open.clear();
    paths.clear();
  }

  /** The one line for a file that cannot be written. */
  static UserError cannotWrite(Path path, IOException failure) {
    String why = UserError.oneLine(failure);
    boolean full = why.contains("No space left");
    return new UserError(
        "cannot write "
            + path
            + ": "
            + (full
                ? "no space left on the device: free some or write elsewhere"
                : why + ": check the path and its permissions"),
        failure);
  }
}
