package org.mpnic.bench.linerate;

import java.util.TreeSet;
import org.mpnic.model.config.NicConfig;

/** A list of frame sizes as a person writes it: sizes and ranges, separated by commas. */
final class FrameSizes {
  private static final int SMALLEST = 64;
  private static final int ETHERNET = 1518;
  private static final int STEP_BEYOND = 64;

  private FrameSizes() {}

  /**
   * Sizes in ascending order, each once. A range has every size up to 1518, beyond that every 64th
   * and its end.
   *
   * @throws IllegalArgumentException if the text makes no sense, or names a size that is no frame's
   */
  static int[] parse(String text) {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", -1);
      int from = size(ends[0], text);
      int to = ends.length == 2 ? size(ends[1], text) : from;
      if (ends.length > 2 || to < from) {
        throw new IllegalArgumentException(problem(text));
      }
      for (int size = from; size <= to; size += size < ETHERNET ? 1 : STEP_BEYOND) {
        sizes.add(size);
      }
      sizes.add(to);
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int size(String text, String whole) {
    try {
      int size = Integer.parseInt(text.strip());
      if (size >= SMALLEST && size <= NicConfig.DEFAULT.maxFrameBytes()) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(problem(whole));
  }

  private static String problem(String text) {
    return "frame sizes '"
        + text
        + "': give sizes or ranges from "
        + SMALLEST
        + " to "
        + NicConfig.DEFAULT.maxFrameBytes()
        + ", for example 64-1518,9018";
  }
}
