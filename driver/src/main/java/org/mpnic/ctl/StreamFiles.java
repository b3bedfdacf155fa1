package org.mpnic.ctl;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.mpnic.driver.stream.DataStream;
import org.mpnic.driver.stream.StreamSink;

/**
 * The files of {@code replay --out}: one per stream. A stream is written under a temporary name,
 * because its number and token are certain only at the end; what is not finished by then is removed
 * on close.
 *
 * <p>A file is open only while a block is written: a capture may hold more streams than a process
 * may hold files.
 */
final class StreamFiles implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 15;

  private final Path folder;
  private final Map<Integer, StreamFile> files = new ConcurrentHashMap<>();
  private boolean ended;
  private final Thread hook = new Thread(this::removeParts, "end-of-streams");

  /**
   * Files in a folder, which is made if it is missing.
   *
   * @throws UserError if it cannot be used, or has files in it and {@code force} is not set
   */
  StreamFiles(Path folder, boolean force) {
    this.folder = folder;
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw new UserError(
            "cannot write to " + folder + ": it is a file, give a folder for --out");
      }
      Files.createDirectories(folder);
      try (Stream<Path> entries = Files.list(folder)) {
        if (!force && entries.findAny().isPresent()) {
          throw new UserError(
              "folder "
                  + folder
                  + " has files in it: give an empty one, or --force to write there");
        }
      }
      // A folder that cannot be written is told before the replay, not after.
      Files.delete(Files.createTempFile(folder, ".mpnic", ".part"));
    } catch (IOException failure) {
      throw cannotWrite(folder, failure);
    }
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where the stream's bytes go. */
  StreamSink open(DataStream stream) {
    StreamFile file = new StreamFile(folder.resolve(".stream-" + stream.serial() + ".part"));
    files.put(stream.serial(), file);
    return file;
  }

  /** Gives the stream's file its name. */
  void finish(DataStream stream, String fileName) {
    StreamFile file = files.remove(stream.serial());
    Path target = folder.resolve(fileName);
    try {
      file.flush();
      Files.move(file.path, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw cannotWrite(target, failure);
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    removeParts();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The hook does the same.
    }
  }

  /** From here on nothing is written: the receiving thread may still run while the process ends. */
  private synchronized void removeParts() {
    ended = true;
    for (StreamFile file : files.values()) {
      try {
        Files.deleteIfExists(file.path);
      } catch (IOException ignored) {
        // A part that cannot be removed is told from a stream by its name.
      }
    }
    files.clear();
  }

  /** The one line for a file that cannot be written. */
  static UserError cannotWrite(Path path, IOException failure) {
    String why = why(path, failure);
    if (why.contains("No space left")) {
      return new UserError(
          "cannot write " + path + ": no space left on the device: free some or write elsewhere",
          failure);
    }
    return new UserError(
        "cannot write " + path + ": " + why + ": check the path and its permissions", failure);
  }

  /** What an exception says, less the path where it is the one that is named already. */
  private static String why(Path path, IOException failure) {
    if (!(failure instanceof FileSystemException named)
        || !path.toString().equals(named.getFile())) {
      return UserError.oneLine(failure);
    }
    if (failure instanceof NoSuchFileException) {
      return "no such folder";
    }
    return failure instanceof AccessDeniedException ? "no permission" : named.getReason();
  }

  /** One stream's file, appended block by block. */
  private final class StreamFile implements StreamSink {
    private final Path path;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int used;
    private boolean made;

    private StreamFile(Path path) {
      this.path = path;
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) throws IOException {
      if (used + length > block.length) {
        flush();
      }
      if (length > block.length) {
        append(buffer, offset, length);
      } else {
        System.arraycopy(buffer, offset, block, used, length);
        used += length;
      }
    }

    private void flush() throws IOException {
      append(block, 0, used);
      used = 0;
    }

    private void append(byte[] buffer, int offset, int length) throws IOException {
      synchronized (StreamFiles.this) {
        if (!ended) {
          write(buffer, offset, length);
        }
      }
    }

    private void write(byte[] buffer, int offset, int length) throws IOException {
      StandardOpenOption how =
          made ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
      try (OutputStream file =
          Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
        made = true;
        file.write(buffer, offset, length);
      } catch (IOException failure) {
        throw cannotWrite(path, failure);
      }
    }
  }
}
