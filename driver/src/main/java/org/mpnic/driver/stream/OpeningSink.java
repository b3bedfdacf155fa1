package org.mpnic.driver.stream;

import java.io.IOException;

/** Asks the listener for a stream's sink when its first byte comes, or its end. */
final class OpeningSink implements StreamSink {
  private final DataStream stream;
  private final StreamListener listener;
  private StreamSink sink;

  OpeningSink(DataStream stream, StreamListener listener) {
    this.stream = stream;
    this.listener = listener;
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length) throws IOException {
    open().bytes(buffer, offset, length);
  }

  @Override
  public void close() throws IOException {
    open().close();
  }

  private StreamSink open() {
    if (sink == null) {
      sink = listener.opened(stream);
    }
    return sink;
  }
}
