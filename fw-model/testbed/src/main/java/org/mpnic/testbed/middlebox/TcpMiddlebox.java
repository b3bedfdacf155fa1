package org.mpnic.testbed.middlebox;

import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;

/** A box that touches TCP segments whose checksums are right, and passes the rest. */
abstract class TcpMiddlebox implements Middlebox {
  @Override
  public final void pass(Frame frame, Consumer<Frame> out) {
    RawFrame raw = RawFrame.read(frame.bytes());
    if (raw.problem == RawFrame.Problem.NONE) {
      passTcp(frame, raw, out);
    } else {
      out.accept(frame);
    }
  }

  abstract void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out);
}
