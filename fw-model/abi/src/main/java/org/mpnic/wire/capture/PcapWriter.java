package org.mpnic.wire.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a pcap file of one link type with nanosecond time stamps. */
public final class PcapWriter implements Closeable {
  private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
  private static final int MICROSECOND_MAGIC = 0xa1b2c3d4;
  private static final int SNAP_LENGTH = 262_144;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final OutputStream out;
  private final boolean nanoseconds;
  private final ByteBuffer head = ByteBuffer.allocate(24);

  /** Little-endian file with nanosecond stamps. */
  public PcapWriter(Path file, int linkType) throws IOException {
    this(Files.newOutputStream(file), linkType, ByteOrder.LITTLE_ENDIAN, true);
  }

  /** File of either byte order, with micro- or nanosecond stamps. */
  public PcapWriter(OutputStream out, int linkType, ByteOrder order, boolean nanoseconds)
      throws IOException {
    this.out = new BufferedOutputStream(out, 1 << 16);
    this.nanoseconds = nanoseconds;
    head.order(order);
    head.putInt(nanoseconds ? NANOSECOND_MAGIC : MICROSECOND_MAGIC);
    head.putShort((short) 2).putShort((short) 4);
    head.putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(linkType);
    this.out.write(head.array(), 0, 24);
  }

  /** Writes one packet, captured whole. */
  public void write(long timestampNs, byte[] packet, int offset, int length) throws IOException {
    write(timestampNs, packet, offset, length, length);
  }

  /** Writes one packet of which the capture has the first {@code length} bytes. */
  public void write(long timestampNs, byte[] packet, int offset, int length, int originalLength)
      throws IOException {
    final long fraction = timestampNs % NS_PER_SECOND;
    head.clear();
    head.putInt((int) (timestampNs / NS_PER_SECOND));
    head.putInt((int) (nanoseconds ? fraction : fraction / 1000));
    head.putInt(length).putInt(originalLength);
    out.write(head.array(), 0, 16);
    out.write(packet, offset, length);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
