package org.mpnic.driver.stream;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mpnic.wire.FrameHeader;

/** What the card's subflow words mean: learned from events, asked for by completions. */
final class SubflowDirectory {
  private static final int MOST_ENTRIES = 1 << 16;

  /** One programmed receive subflow. */
  static final class Known {
    /** Addresses and ports of the direction, as a header that the tracker can look up. */
    FrameHeader key = new FrameHeader();

    /** Sequence number from which the card counts this subflow. */
    int isn;

    /** The flow it was found to be; null until a frame of it came. */
    FlowState flow;
  }

  private final Map<Integer, Known> entries =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
          return size() > MOST_ENTRIES;
        }
      };

  /** Enters a subflow; the caller fills key and isn. */
  Known add(int subflow) {
    final Known entry = new Known();
    entry.key.clear();
    entry.key.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    entries.put(subflow, entry);
    return entry;
  }

  /** The subflow of a completion, null if no event named it. */
  Known find(int subflow) {
    return entries.get(subflow);
  }

  void clear() {
    entries.clear();
  }
}
