package org.mpnic.model.host;

import org.mpnic.model.top.HostInterface;

/**
 * Frames on their way to host memory: noted one by one, copied together.
 *
 * <p>Host memory is larger than the caches, so that every store to it waits for a line, and all
 * stores behind it wait, too. Copies that follow each other wait together.
 */
public final class FrameWrites {
  private static final int CAPACITY = 256;

  private final HostInterface host;
  private final byte[][] sources = new byte[CAPACITY][];
  private final int[] offsets = new int[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final long[] addresses = new long[CAPACITY];
  private int count;

  /** Nothing is on its way. */
  public FrameWrites(HostInterface host) {
    this.host = host;
  }

  /** Notes a piece of a frame; its bytes stay as they are until {@link #flush}. */
  void add(long address, byte[] source, int offset, int length) {
    if (count == CAPACITY) {
      flush();
    }
    addresses[count] = address;
    sources[count] = source;
    offsets[count] = offset;
    lengths[count] = length;
    count++;
  }

  /** Copies all that was noted. */
  public void flush() {
    for (int i = 0; i < count; i++) {
      host.write(addresses[i], sources[i], offsets[i], lengths[i]);
    }
    count = 0;
  }
}
