package org.mpnic.wire.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bytes of a capture file, in the file's byte order, with the place where they stand. */
final class CaptureInput implements Closeable {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int HEAD_BYTES = 32;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
  private int next;
  private int limit;
  private long position;

  CaptureInput(InputStream in) {
    this.in = in;
  }

  void order(ByteOrder order) {
    head.order(order);
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  /**
   * Reads {@code length} bytes, at most 32, for {@link #i32} and its kin; returns how many there
   * were.
   */
  int readHead(int length) throws IOException {
    return read(head.array(), 0, length);
  }

  int i32(int index) {
    return head.getInt(index);
  }

  long u32(int index) {
    return head.getInt(index) & 0xffff_ffffL;
  }

  int u16(int index) {
    return head.getShort(index) & 0xffff;
  }

  int u8(int index) {
    return head.get(index) & 0xff;
  }

  long i64(int index) {
    return head.getLong(index);
  }

  /** Reads up to {@code length} bytes; fewer only at the end of the file. */
  int read(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (next == limit && !fill()) {
        break;
      }
      final int part = Math.min(length - done, limit - next);
      System.arraycopy(buffer, next, target, offset + done, part);
      next += part;
      done += part;
    }
    position += done;
    return done;
  }

  /** Steps over {@code length} bytes; false when the file ends before. */
  boolean skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      if (next == limit && !fill()) {
        position += length - left;
        return false;
      }
      final int part = (int) Math.min(left, limit - next);
      next += part;
      left -= part;
    }
    position += length;
    return true;
  }

  private boolean fill() throws IOException {
    next = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
