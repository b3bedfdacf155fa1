package org.mpnic.testbed.data;

import java.util.HashMap;
import java.util.Map;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/** Tells each frame's role from the frames before it. */
final class FrameRoles {
  private final Map<String, Boolean> awaitsThirdAck = new HashMap<>();

  FrameRole of(byte[] bytes) {
    RawFrame f = RawFrame.read(bytes);
    if (f.problem != RawFrame.Problem.NONE) {
      return FrameRole.NOISE;
    }
    if (f.has(TcpFrame.SYN)) {
      if (f.has(TcpFrame.ACK)) {
        awaitsThirdAck.put(f.to() + f.from(), true);
        return FrameRole.SYN_ACK;
      }
      return FrameRole.SYN;
    }
    if (isThirdAck(f)) {
      return FrameRole.THIRD_ACK;
    }
    if (f.mptcp(7) != null) {
      return FrameRole.FASTCLOSE;
    }
    if (f.has(TcpFrame.RST)) {
      return FrameRole.RST;
    }
    if (f.has(TcpFrame.FIN)) {
      return FrameRole.FIN;
    }
    return f.payloadLength() > 0 ? FrameRole.DATA : FrameRole.ACK;
  }

  private boolean isThirdAck(RawFrame f) {
    boolean first = awaitsThirdAck.remove(f.from() + f.to()) != null;
    byte[] capable = f.mptcp(0);
    byte[] join = f.mptcp(1);
    return first || capable != null && capable.length >= 20 || join != null && join.length == 24;
  }
}
