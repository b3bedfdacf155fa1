package org.mpnic.driver.stream;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Streams that began under a predecessor of this host and whose first byte here is not settled yet:
 * it is the lowest one that has come when the first has waited as long as reordering may last.
 */
final class ResumedStreams {
  private static final int CHECK_FRAMES = 64;

  private final int reorderingFrames;
  private final List<Waiting> waiting = new ArrayList<>();

  /** A stream, and the serial of the frame at which its first data was noticed. */
  private static final class Waiting {
    final ConnectionStream stream;
    long noticed = Long.MAX_VALUE;

    Waiting(ConnectionStream stream) {
      this.stream = stream;
    }
  }

  ResumedStreams(int reorderingFrames) {
    this.reorderingFrames = reorderingFrames;
  }

  /** Resumes a stream, near this position. */
  void add(ConnectionStream stream, long position) {
    stream.resume(position);
    waiting.add(new Waiting(stream));
  }

  /** Frame number {@code arrival} has come. */
  void advance(long arrival) {
    if (waiting.isEmpty() || arrival % CHECK_FRAMES != 0) {
      return;
    }
    final Iterator<Waiting> each = waiting.iterator();
    while (each.hasNext()) {
      final Waiting one = each.next();
      if (one.stream.holdsBytes()) {
        one.noticed = Math.min(one.noticed, arrival);
      }
      if (one.noticed != Long.MAX_VALUE && arrival - one.noticed > reorderingFrames) {
        one.stream.begin();
      }
      if (one.stream.isBegun()) {
        each.remove();
      }
    }
  }

  /** No frame will come. */
  void finish() {
    waiting.forEach(one -> one.stream.begin());
    waiting.clear();
  }
}
