package org.mpnic.cosim.traffic;

import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.data.BundledCaptures;
import org.mpnic.testbed.mutation.FrameMutator;

/**
 * Frames that say as much as possible about parser and sums: one of a bundled capture, a damaged
 * copy of it, and six of a soup of all headers, by turns. Seeded.
 */
public final class FrameMix {
  private static final int SOUP_FRAMES = 6;

  private final int maxBytes;
  private final HeaderSoup soup;
  private final FrameMutator mutator;
  private final byte[] mutated = new byte[66_000];
  private int capture;
  private Iterator<Frame> frames = List.<Frame>of().iterator();
  private byte[] original = new byte[0];
  private int turn;
  private byte[] buffer = new byte[0];

  /**
   * A mix.
   *
   * @param maxBytes longest frame, FCS not counted
   */
  public FrameMix(long seed, int maxBytes) {
    this.maxBytes = maxBytes;
    this.soup = new HeaderSoup(seed);
    this.mutator = new FrameMutator(seed);
    this.capture = new SplittableRandom(seed).nextInt(BundledCaptures.names().size());
  }

  /** The frame's bytes, from index 0 on; valid until the next call of {@link #next}. */
  public byte[] buffer() {
    return buffer;
  }

  /** Makes a frame in {@link #buffer()} and returns its length, 1 or more. */
  public int next() {
    int length = 0;
    while (length == 0) {
      length = any();
    }
    return length;
  }

  private int any() {
    if (turn == 0) {
      turn = SOUP_FRAMES + 2;
      original = fromCapture();
    }
    turn--;
    if (turn == SOUP_FRAMES + 1) {
      buffer = original;
      return original.length;
    }
    if (turn == SOUP_FRAMES) {
      buffer = mutated;
      return Math.min(maxBytes, mutator.mutate(original, original.length, mutated));
    }
    int length = Math.min(maxBytes, soup.next());
    buffer = soup.buffer();
    return length;
  }

  private byte[] fromCapture() {
    while (true) {
      while (!frames.hasNext()) {
        List<String> names = BundledCaptures.names();
        frames = BundledCaptures.frames(names.get(capture++ % names.size())).iterator();
      }
      byte[] bytes = frames.next().bytes();
      if (bytes.length > 0 && bytes.length <= maxBytes) {
        return bytes;
      }
    }
  }
}
