package org.mpnic.testbed.middlebox;

import java.util.Arrays;
import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Cuts segments as a NIC with segmentation offload does: every option on every part, FIN and PSH on
 * the last.
 */
public final class SegmentSplitter extends TcpMiddlebox {
  private final int most;

  /** Cuts to this many bytes of payload, 1 or more. */
  public SegmentSplitter(int most) {
    this.most = most;
  }

  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    int length = raw.payloadLength();
    if (length <= most) {
      out.accept(frame);
      return;
    }
    byte[] payload = raw.payloadBytes();
    for (int at = 0; at < length; at += most) {
      int end = Math.min(length, at + most);
      TcpFrame f = TcpFrame.of(raw);
      f.payload = Arrays.copyOfRange(payload, at, end);
      f.sequence += at;
      f.identification += at / most;
      f.partialChecksum = false;
      if (end < length) {
        f.flags &= ~(TcpFrame.FIN | TcpFrame.PSH);
      }
      out.accept(frame.with(f.bytes()));
    }
  }
}
