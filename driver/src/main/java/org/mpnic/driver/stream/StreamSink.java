package org.mpnic.driver.stream;

import java.io.Closeable;
import java.io.IOException;

/** Takes the bytes of one stream, in the order of the stream, each once. */
public interface StreamSink extends Closeable {
  /** A sink that keeps nothing. */
  StreamSink NONE = (buffer, offset, length) -> {};

  /**
   * Takes the next bytes of the stream.
   *
   * @param buffer holds the bytes; the caller uses it again, so copy what must last
   * @param offset first byte
   * @param length number of bytes, 1 or more
   * @throws IOException ends the receiver's call that delivered the bytes
   */
  void bytes(byte[] buffer, int offset, int length) throws IOException;

  /** No more bytes will come. */
  @Override
  default void close() throws IOException {}
}
