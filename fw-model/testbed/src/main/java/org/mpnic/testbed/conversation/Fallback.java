package org.mpnic.testbed.conversation;

import java.util.List;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** The ends of MPTCP signalling in an established connection. RFC 8684 section 3.7. */
final class Fallback {
  private final Conversation conversation;
  private final Wire wire;

  Fallback(Conversation conversation) {
    this.conversation = conversation;
    wire = conversation.wire();
  }

  /** The client says that from here on the subflow's sequence is the data's. */
  void infinite() {
    FlowSide side = conversation.firstFlow()[0];
    infinite(0, side.nextSsn, conversation.out(0).next);
  }

  /**
   * One mapping of the client is altered; both sides give up MPTCP; its bytes count as they came.
   */
  void byBadChecksum() {
    FlowSide[] flow = conversation.firstFlow();
    Outgoing out = conversation.out(0);
    if (out.remaining() == 0) {
      infinite();
      return;
    }
    Piece piece = new Piece(out.next, Math.min(out.remaining(), 1 + wire.random.nextInt(5000)));
    out.next += piece.length;
    Faults.alter(piece, wire.random);
    Run run = conversation.newRun(0, flow[0], List.of(piece));
    run.tidy = true;
    conversation.frames().addAll(conversation.emit(run));
    out.bytes[piece.offset + piece.alteredAt] ^= (byte) piece.alteredBy;
    for (int i = 0; i < piece.length; i++) {
      out.accepted(piece.offset + i);
    }
    byte[] fail = Options.fail(piece.dsn);
    conversation.frames().add(wire.ack(flow[1], fail));
    conversation
        .frames()
        .add(wire.ack(flow[0], Options.fail(conversation.firstDsn(1) + conversation.out(1).next)));
    infinite(0, piece.ssn, piece.offset);
    if (wire.random.nextBoolean()) {
      infinite(1, flow[1].nextSsn, conversation.out(1).next);
    }
  }

  /** An infinite mapping on the next data, or alone where there is none. */
  private void infinite(int direction, long ssn, int offset) {
    FlowSide side = conversation.firstFlow()[direction];
    Outgoing out = conversation.out(direction);
    int length = Math.min(out.remaining(), wire.profile.mss);
    TcpFrame f = side.frame(side.nextSsn, TcpFrame.ACK);
    f.payload = java.util.Arrays.copyOfRange(out.bytes, out.next, out.next + length);
    int checksum = wire.profile.checksum ? 0 : -1;
    byte[] dss =
        Options.dss(
            0, 0, 8, conversation.firstDsn(direction) + offset, (int) ssn, 0, checksum, false);
    for (int i = 0; i < length; i++) {
      out.accepted(out.next + i);
    }
    out.next += length;
    side.nextSsn += length;
    conversation.frames().add(wire.emit(side, f, length > 0 ? FrameRole.DATA : FrameRole.ACK, dss));
  }
}
