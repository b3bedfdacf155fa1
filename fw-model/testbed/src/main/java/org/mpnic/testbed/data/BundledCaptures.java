package org.mpnic.testbed.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.mpnic.testbed.Frame;

/** Real Linux 6.18 captures, and what an independent program found in them. */
public final class BundledCaptures {
  private static final String FOLDER = "/org/mpnic/testbed/captures/";
  private static final String EXPECTED = "expected.tsv";

  private BundledCaptures() {}

  /** File names, sorted. */
  public static List<String> names() {
    return expected().stream().map(ExpectedStream::capture).distinct().sorted().toList();
  }

  /** Every line of expected.tsv. */
  public static List<ExpectedStream> expected() {
    return new String(read(EXPECTED), StandardCharsets.UTF_8)
        .lines()
        .map(ExpectedStream::parse)
        .toList();
  }

  /** The lines of expected.tsv for one capture. */
  public static List<ExpectedStream> expected(String name) {
    return expected().stream().filter(e -> e.capture().equals(name)).toList();
  }

  /** Bytes of a capture file. */
  public static byte[] read(String name) {
    try (InputStream in = BundledCaptures.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no bundled capture " + name + "; there are " + names());
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A capture's frames, all on port 0, times relative to the first. */
  public static List<Frame> frames(String name) {
    return PcapFrames.read(read(name));
  }

  /** Writes a capture into a folder and returns its path. */
  public static Path extract(String name, Path folder) {
    Path path = folder.resolve(name);
    try (InputStream in = BundledCaptures.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no bundled capture " + name + "; there are " + names());
      }
      Files.createDirectories(folder);
      Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /**
   * A capture as a file of its own in the folder for temporary files, deleted when the virtual
   * machine ends.
   */
  public static Path path(String name) {
    try {
      Path folder = Files.createTempDirectory("mpnic-capture");
      Path path = extract(name, folder);
      folder.toFile().deleteOnExit();
      path.toFile().deleteOnExit();
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
