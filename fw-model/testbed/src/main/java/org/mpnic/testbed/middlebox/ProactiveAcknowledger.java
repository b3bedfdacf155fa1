package org.mpnic.testbed.middlebox;

import java.util.function.Consumer;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Acknowledges data on behalf of the receiver as soon as it passes, without any MPTCP option. */
public final class ProactiveAcknowledger extends TcpMiddlebox {
  @Override
  void passTcp(Frame frame, RawFrame raw, Consumer<Frame> out) {
    out.accept(frame);
    if (frame.role() != FrameRole.DATA) {
      return;
    }
    TcpFrame f = TcpFrame.of(raw);
    f.source = raw.destination;
    f.destination = raw.source;
    f.sourcePort = raw.destinationPort;
    f.destinationPort = raw.sourcePort;
    f.sequence = raw.acknowledgment;
    f.acknowledgment = raw.sequence + raw.payloadLength();
    f.flags = TcpFrame.ACK;
    f.options = new byte[0];
    f.payload = new byte[0];
    out.accept(new Frame(f.bytes(), frame.port(), frame.timestampNs(), FrameRole.ACK));
  }
}
