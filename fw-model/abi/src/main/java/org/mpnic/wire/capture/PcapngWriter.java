package org.mpnic.wire.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a pcapng file (draft-ietf-opsawg-pcapng): one section, any number of interfaces,
 * nanosecond time stamps, a comment per packet, which Wireshark shows.
 */
public final class PcapngWriter implements Closeable {
  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int ENHANCED_PACKET = 6;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int OPTION_COMMENT = 1;
  private static final int OPTION_USER_APPLICATION = 4;
  private static final int OPTION_INTERFACE_NAME = 2;
  private static final int OPTION_RESOLUTION = 9;
  private static final int MAX_OPTION_BYTES = 65_535;

  private final OutputStream out;
  private ByteBuffer block = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
  private int interfaces;

  /** Starts a file; {@code application} is named as its writer. */
  public PcapngWriter(Path file, String application) throws IOException {
    this(Files.newOutputStream(file), application);
  }

  /** Starts a file on a stream, which {@link #close} closes. */
  public PcapngWriter(OutputStream out, String application) throws IOException {
    this.out = new BufferedOutputStream(out, 1 << 16);
    begin(SECTION_HEADER, 64 + application.length() * 3);
    block.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
    option(OPTION_USER_APPLICATION, application);
    endOptions();
    end();
  }

  /** Adds an interface and returns its number, from 0 on. */
  public int addInterface(int linkType, String name) throws IOException {
    begin(INTERFACE_DESCRIPTION, 64 + name.length() * 3);
    block.putShort((short) linkType).putShort((short) 0).putInt(0);
    option(OPTION_INTERFACE_NAME, name);
    block.putShort((short) OPTION_RESOLUTION).putShort((short) 1).put((byte) 9);
    pad();
    endOptions();
    end();
    return interfaces++;
  }

  /**
   * Writes one packet.
   *
   * @param interfaceId a number that {@link #addInterface} returned
   * @param comment null for none; cut at 65535 bytes
   */
  public void write(
      int interfaceId, long timestampNs, byte[] packet, int offset, int length, String comment)
      throws IOException {
    if (interfaceId < 0 || interfaceId >= interfaces) {
      throw new IllegalArgumentException("interfaceId=" + interfaceId + " of " + interfaces);
    }
    begin(ENHANCED_PACKET, 64 + length + (comment == null ? 0 : comment.length() * 3));
    block.putInt(interfaceId);
    block.putInt((int) (timestampNs >>> 32)).putInt((int) timestampNs);
    block.putInt(length).putInt(length).put(packet, offset, length);
    pad();
    if (comment != null) {
      option(OPTION_COMMENT, comment);
      endOptions();
    }
    end();
  }

  private void begin(int type, int atMost) {
    if (block.capacity() < atMost) {
      block = ByteBuffer.allocate(atMost * 2).order(ByteOrder.LITTLE_ENDIAN);
    }
    block.clear();
    block.putInt(type).putInt(0);
  }

  private void option(int code, String text) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    final int length = Math.min(bytes.length, MAX_OPTION_BYTES);
    block.putShort((short) code).putShort((short) length).put(bytes, 0, length);
    pad();
  }

  private void endOptions() {
    block.putInt(0);
  }

  private void pad() {
    while ((block.position() & 3) != 0) {
      block.put((byte) 0);
    }
  }

  private void end() throws IOException {
    final int length = block.position() + 4;
    block.putInt(length).putInt(4, length);
    out.write(block.array(), 0, length);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
