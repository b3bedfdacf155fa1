package org.mpnic.model.top;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A FIFO with registered pointers: what happens in a cycle shows at the start of the next. */
final class TickedFifo<T> {
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final List<T> pushed = new ArrayList<>();

  void push(T item) {
    pushed.add(item);
  }

  boolean hasHead() {
    return !items.isEmpty();
  }

  T head() {
    return items.peekFirst();
  }

  T pop() {
    return items.removeFirst();
  }

  void clock() {
    items.addAll(pushed);
    pushed.clear();
  }
}
