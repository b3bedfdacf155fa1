package org.mpnic.wire.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a capture file packet by packet: pcap in both byte orders with micro- or nanosecond stamps,
 * and pcapng. Files may be of any size; memory is for one packet. A file that breaks off, or has a
 * record that cannot be, ends the capture there, with a {@link #warning}.
 */
public abstract class CaptureReader implements Closeable {
  /** Longest packet that is believed, bytes. */
  public static final int MAX_PACKET_BYTES = 1 << 20;

  final CaptureInput in;
  private String warning;

  CaptureReader(CaptureInput in) {
    this.in = in;
  }

  /**
   * Opens a capture.
   *
   * @throws CaptureException when there is no such file, or it is no capture: one line for the user
   */
  public static CaptureReader open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new CaptureException(file + ": no such file");
    }
    if (Files.isDirectory(file)) {
      throw new CaptureException(file + ": is a directory, expected a pcap or pcapng file");
    }
    if (!Files.isReadable(file)) {
      throw new CaptureException(file + ": no permission to read it");
    }
    return open(Files.newInputStream(file), file.toString());
  }

  /**
   * Reads a capture from a stream, which {@link #close} closes.
   *
   * @param name what messages call it
   * @throws CaptureException when it is no capture; the stream is closed then
   */
  public static CaptureReader open(InputStream stream, String name) throws IOException {
    final CaptureInput in = new CaptureInput(stream);
    try {
      return open(in, name);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static CaptureReader open(CaptureInput in, String name) throws IOException {
    in.order(ByteOrder.BIG_ENDIAN);
    final int bytes = in.readHead(4);
    if (bytes < 4) {
      throw new CaptureException(
          name + ": not a capture: it has " + bytes + " bytes, expected pcap or pcapng");
    }
    final int magic = in.i32(0);
    if (magic == PcapngReader.SECTION_HEADER) {
      return new PcapngReader(in, name);
    }
    if (PcapReader.isMagic(magic) || PcapReader.isMagic(Integer.reverseBytes(magic))) {
      return new PcapReader(in, name, magic);
    }
    if (magic >>> 16 == 0x1f8b) {
      throw new CaptureException(name + ": is compressed by gzip: uncompress it first");
    }
    throw new CaptureException(
        String.format(
            "%s: not a capture: it starts with %08x, expected pcap or pcapng", name, magic));
  }

  /**
   * Reads the next packet.
   *
   * @return false at the end of the capture; {@code target} is unchanged then
   */
  public abstract boolean next(CaptureRecord target) throws IOException;

  /** Interfaces described so far, over all sections. */
  public abstract int interfaces();

  /** {@link LinkType} of an interface, 0 to {@link #interfaces} - 1. */
  public abstract int linkType(int interfaceId);

  /** What was first wrong with the file, one line; null when nothing was. */
  public final String warning() {
    return warning;
  }

  final void warn(String text) {
    if (warning == null) {
      warning = text;
    }
  }

  /** Reads a packet's bytes; false, with a warning, when the file ends before. */
  final boolean readPacket(CaptureRecord target, int length) throws IOException {
    if (target.data.length < length) {
      target.data = new byte[Math.max(length, target.data.length * 2)];
    }
    if (in.read(target.data, 0, length) < length) {
      warn("the file ends within a packet, at byte " + in.position());
      return false;
    }
    target.length = length;
    return true;
  }

  @Override
  public final void close() throws IOException {
    in.close();
  }
}
