package org.mpnic.wire.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Capture files for tests, byte by byte, and what a reader makes of them. */
final class CaptureFiles {
  /** A reader's findings as text: one line per packet, then the warning. */
  static List<String> read(byte[] file) throws IOException {
    final List<String> lines = new ArrayList<>();
    final CaptureRecord packet = new CaptureRecord();
    try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file), "x.pcap")) {
      while (reader.next(packet)) {
        final StringBuilder hex = new StringBuilder();
        for (int i = 0; i < packet.length; i++) {
          hex.append(String.format("%02x", packet.data[i]));
        }
        lines.add(
            String.format(
                "%d %d %d %d %s",
                packet.interfaceId,
                packet.linkType,
                packet.timestampNs,
                packet.originalLength,
                hex));
      }
      if (reader.warning() != null) {
        lines.add("warning: " + reader.warning());
      }
    }
    return lines;
  }

  /** A pcapng block of one byte order. */
  static byte[] block(ByteOrder order, int type, byte[] body) {
    final int length = 12 + body.length;
    return ByteBuffer.allocate(length)
        .order(order)
        .putInt(type)
        .putInt(length)
        .put(body)
        .putInt(length)
        .array();
  }

  static ByteBuffer body(ByteOrder order, int length) {
    return ByteBuffer.allocate(length).order(order);
  }

  static byte[] section(ByteOrder order) {
    return block(
        order,
        0x0a0d0d0a,
        body(order, 16)
            .putInt(0x1a2b3c4d)
            .putShort((short) 1)
            .putShort((short) 0)
            .putLong(-1)
            .array());
  }

  /** Interface with a resolution option, or without when {@code resolution} is negative. */
  static byte[] describe(ByteOrder order, int linkType, int snapLength, int resolution) {
    final ByteBuffer body = body(order, resolution < 0 ? 8 : 20);
    body.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
    if (resolution >= 0) {
      body.putShort((short) 9).putShort((short) 1).put((byte) resolution);
      body.put(new byte[3]).putInt(0);
    }
    return block(order, 1, body.array());
  }

  /** Enhanced packet block of four bytes or less of data. */
  static byte[] packet(ByteOrder order, int interfaceId, long ticks, byte... data) {
    final ByteBuffer body = body(order, 20 + (data.length + 3 & ~3));
    body.putInt(interfaceId).putInt((int) (ticks >>> 32)).putInt((int) ticks);
    body.putInt(data.length).putInt(100).put(data);
    return block(order, 6, body.array());
  }

  static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    final ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  private CaptureFiles() {}
}
