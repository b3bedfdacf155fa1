package org.mpnic.device.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Frames in a ring keep their bytes until they are released. */
class FrameRingTest {
  @Test
  void shouldKeepEveryHeldFrameWhenFilledAndReleasedAtRandom() {
    Random random = new Random(3);
    FrameRing ring = new FrameRing(10_000, 17);
    Deque<Integer> held = new ArrayDeque<>();
    int refused = 0;
    for (int step = 0; step < 200_000; step++) {
      int room = 1 + random.nextInt(2000);
      int offset = ring.reserve(room);
      if (offset < 0) {
        refused++;
        assertThat(held).as("seed 3 step %d: empty ring refuses", step).isNotEmpty();
        int released = 1 + random.nextInt(held.size());
        for (int frame = 0; frame < released; frame++) {
          check(ring, ring.head() + frame, held.removeFirst(), step);
        }
        ring.release(ring.head() + released);
        continue;
      }
      int length = 1 + random.nextInt(room);
      Arrays.fill(ring.bytes(), offset, offset + length, (byte) step);
      ring.commit(offset, length);
      held.addLast(step);
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void shouldRefuseWhenFrameIsGreaterThanTheRing() {
    assertThat(new FrameRing(100, 4).reserve(101)).isEqualTo(-1);
    assertThat(new FrameRing(100, 4).reserve(100)).isZero();
  }

  private static void check(FrameRing ring, long serial, int written, int step) {
    int offset = ring.offset(serial);
    byte[] expected = new byte[ring.length(serial)];
    Arrays.fill(expected, (byte) written);
    byte[] found = Arrays.copyOfRange(ring.bytes(), offset, offset + expected.length);
    if (!Arrays.equals(found, expected)) {
      throw new AssertionError("seed 3 step " + step + ": frame " + serial + " was overwritten");
    }
  }
}
