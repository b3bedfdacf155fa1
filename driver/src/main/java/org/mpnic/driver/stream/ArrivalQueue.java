package org.mpnic.driver.stream;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Puts the completions of all queues back into the order in which their frames reached the card: by
 * cycle of the first beat, then by port. What comes out is final once the card has completed every
 * frame of earlier cycles.
 */
final class ArrivalQueue {
  private static final int MOST_SPARE = 4096;
  private static final int SPARE_BYTES = 16384;
  private static final Comparator<ReceivedFrame> ORDER =
      (a, b) -> {
        if (a.cycle != b.cycle) {
          return Long.compare(a.cycle, b.cycle);
        }
        return a.port != b.port ? a.port - b.port : Long.compare(a.entry, b.entry);
      };

  private final PriorityQueue<ReceivedFrame> waiting = new PriorityQueue<>(64, ORDER);
  private final ArrayDeque<ReceivedFrame> spare = new ArrayDeque<>();
  private long entries;

  /** A frame to fill and {@link #add}. */
  ReceivedFrame take() {
    final ReceivedFrame frame = spare.poll();
    return frame == null ? new ReceivedFrame() : frame;
  }

  /** Enters a frame; those of one port enter in the order of the port. */
  void add(ReceivedFrame frame) {
    frame.entry = entries++;
    waiting.add(frame);
  }

  /** The next frame whose cycle is below {@code cycle}, null if there is none. */
  ReceivedFrame poll(long cycle) {
    final ReceivedFrame first = waiting.peek();
    return first != null && first.cycle < cycle ? waiting.poll() : null;
  }

  /** Takes a frame back for use again. */
  void give(ReceivedFrame frame) {
    if (spare.size() < MOST_SPARE && frame.bytes.length <= SPARE_BYTES) {
      spare.push(frame);
    }
  }

  int size() {
    return waiting.size();
  }
}
