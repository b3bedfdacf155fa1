package org.mpnic.testbed.middlebox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mpnic.testbed.Frame;

/** A box in the path that does something to the frames that pass it. */
public interface Middlebox {
  /** Passes a frame on: unchanged, changed, several times, later, or not at all. */
  void pass(Frame frame, Consumer<Frame> out);

  /** Lets go of what was held back. */
  default void flush(Consumer<Frame> out) {}

  /** The frames that come out at the end of a path. */
  static List<Frame> path(List<Frame> frames, Middlebox... boxes) {
    List<Frame> now = frames;
    for (Middlebox box : boxes) {
      List<Frame> next = new ArrayList<>();
      now.forEach(f -> box.pass(f, next::add));
      box.flush(next::add);
      now = next;
    }
    return now;
  }
}
