package org.mpnic.model.rx;

import java.util.TreeSet;

/** {@link ReceiveWindow} by a set of single bytes, numbers never wrapping: slow and obvious. */
final class NaiveWindow {
  private final int ranges;
  private final long window;
  private final TreeSet<Long> beyond = new TreeSet<>();
  long next;

  NaiveWindow(int ranges, long window, long next) {
    this.ranges = ranges;
    this.window = window;
    this.next = next;
  }

  int update(long start, int length) {
    long end = start + length;
    if (start - next >= window || end - next > window || start - next <= -window) {
      return HeaderWord.OUTSIDE_WINDOW;
    }
    if (length == 0) {
      return HeaderWord.IN_ORDER;
    }
    int old = 0;
    boolean joins = beyond.contains(start - 1) && start > next || beyond.contains(end);
    for (long b = start; b < end; b++) {
      old += b < next || beyond.contains(b) ? 1 : 0;
    }
    if (old == length) {
      return HeaderWord.DUPLICATE;
    }
    boolean inOrder = start <= next;
    boolean follows = !beyond.isEmpty() && beyond.first() < start;
    joins |= old > 0 && start > next;
    for (long b = Math.max(start, next); b < end; b++) {
      beyond.add(b);
    }
    long reach = end;
    while (beyond.contains(reach)) {
      reach++;
    }
    if (inOrder) {
      next = reach;
      drop();
    } else if (runs() > ranges || end - next > window / 2 && (joins || follows)) {
      next = beyond.first();
      while (beyond.contains(next)) {
        next++;
      }
      drop();
    }
    return old > 0
        ? HeaderWord.PARTIAL_DUPLICATE
        : inOrder ? HeaderWord.IN_ORDER : HeaderWord.OUT_OF_ORDER;
  }

  private int runs() {
    int runs = 0;
    long before = Long.MIN_VALUE;
    for (long b : beyond) {
      runs += b != before + 1 ? 1 : 0;
      before = b;
    }
    return runs;
  }

  private void drop() {
    beyond.headSet(next).clear();
  }
}
