package org.mpnic.testbed.middlebox;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;

/** Swallows frames: SYNs with unknown options, or anything else. */
public final class FrameDropper extends TcpMiddlebox {
  private final Predicate<RawFrame> victims;

  /** Drops the segments that a test picks. */
  public FrameDropper(Predicate<RawFrame> victims) {
    this.victims = victims;
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    if (!victims.test(raw)) {
      out.accept(frame);
    }
  }
}
