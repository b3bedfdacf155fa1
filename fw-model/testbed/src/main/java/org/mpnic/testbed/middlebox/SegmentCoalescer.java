package org.mpnic.testbed.middlebox;

import java.util.Arrays;
import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Merges two neighbouring segments of a flow into one with the options of the first; the second's
 * mapping is lost.
 */
public final class SegmentCoalescer extends TcpMiddlebox {
  private final boolean onlyEqualOptions;
  private final int most;
  private Frame heldFrame;
  private RawFrame held;

  /**
   * A coalescer.
   *
   * @param onlyEqualOptions leaves segments alone whose options differ, so that no mapping is lost
   * @param most payload bytes of what it makes
   */
  public SegmentCoalescer(boolean onlyEqualOptions, int most) {
    this.onlyEqualOptions = onlyEqualOptions;
    this.most = most;
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    if (held != null && fits(raw)) {
      TcpFrame f = TcpFrame.of(held);
      f.payload = Bytes.join(f.payload, raw.payloadBytes());
      out.accept(heldFrame.with(f.bytes()));
      held = null;
      return;
    }
    flush(out);
    if (frame.role() == FrameRole.DATA && !raw.partialChecksum) {
      heldFrame = frame;
      held = raw;
    } else {
      out.accept(frame);
    }
  }

  private boolean fits(RawFrame raw) {
    boolean sameFlow = raw.from().equals(held.from()) && raw.to().equals(held.to());
    boolean next = raw.sequence == held.sequence + held.payloadLength() && raw.payloadLength() > 0;
    boolean plain = (raw.flags & (TcpFrame.FIN | TcpFrame.SYN | TcpFrame.RST)) == 0;
    boolean small = raw.payloadLength() + held.payloadLength() <= most;
    return sameFlow && next && plain && small && (!onlyEqualOptions || equalOptions(raw));
  }

  private boolean equalOptions(RawFrame raw) {
    return Arrays.equals(
        raw.bytes, raw.l4 + 20, raw.payload, held.bytes, held.l4 + 20, held.payload);
  }

  @Override
  public void flush(Consumer<Frame> out) {
    if (held != null) {
      out.accept(heldFrame);
      held = null;
    }
  }
}
