package org.mpnic.device;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The paths that come with CAPTURE_LOAD: the capture's, and after a zero byte the waveform's,
 * UTF-8.
 *
 * @param capture absolute path of the capture
 * @param waveform absolute path of the waveform to be written, or null
 */
record CapturePaths(Path capture, Path waveform) {
  /** Reads the data of the command; null unless all paths in it are absolute. */
  static CapturePaths parse(byte[] data) {
    String[] parts = new String(data, StandardCharsets.UTF_8).split("\0");
    Path capture = absolute(parts.length > 0 ? parts[0] : "");
    boolean hasWaveform = parts.length > 1 && !parts[1].isEmpty();
    Path waveform = hasWaveform ? absolute(parts[1]) : null;
    return capture == null || hasWaveform && waveform == null
        ? null
        : new CapturePaths(capture, waveform);
  }

  private static Path absolute(String text) {
    try {
      Path path = Path.of(text);
      return path.isAbsolute() ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
