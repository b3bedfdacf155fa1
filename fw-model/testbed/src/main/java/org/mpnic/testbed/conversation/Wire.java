package org.mpnic.testbed.conversation;

import java.util.Random;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** Dresses segments of one conversation: options, VLANs, padding, checksums. */
final class Wire {
  private static final byte[] NONE = {};

  final Profile profile;
  final Random random;
  private int clock;

  /** Whether MPTCP options are still sent. */
  boolean options = true;

  Wire(Profile profile, Random random) {
    this.profile = profile;
    this.random = random;
    clock = random.nextInt();
  }

  /** A segment as it goes out, with timestamps if they fit. */
  TcpFrame dress(TcpFrame f, byte[]... tcpOptions) {
    byte[] joined = Options.padded(tcpOptions);
    if (profile.has(Scenario.TIMESTAMPS) && joined.length <= 28) {
      byte[] stamps = Options.timestamps(clock++, clock - 100);
      joined =
          (f.flags & TcpFrame.SYN) != 0
              ? Options.padded(Bytes.join(tcpOptions), stamps)
              : Options.padded(new byte[] {1, 1}, stamps, Bytes.join(tcpOptions));
    }
    f.options = joined.length <= 40 ? joined : Options.padded(tcpOptions);
    f.vlans = profile.vlans;
    f.identification = random.nextInt(65536);
    f.ipv6Extensions =
        f.source.length == 16 && profile.has(Scenario.IPV6_EXTENSION_HEADERS)
            ? 1 + random.nextInt(2)
            : 0;
    f.partialChecksum = profile.has(Scenario.OFFLOAD_FRAMES);
    f.minimumLength = profile.has(Scenario.PADDING) ? 60 : 0;
    f.window = 1 + random.nextInt(65535);
    return f;
  }

  Emission emit(FlowSide side, TcpFrame f, FrameRole role, byte[]... tcpOptions) {
    return new Emission(dress(f, tcpOptions).bytes(), role, side.fromClient, side.subflow, false);
  }

  /** A segment without payload. */
  Emission ack(FlowSide side, byte[]... tcpOptions) {
    return emit(side, side.frame(side.nextSsn, TcpFrame.ACK), FrameRole.ACK, tcpOptions);
  }

  /** A DSS with the mapping of a piece, or none, and a DATA_ACK of some width, or none. */
  byte[] dss(Piece piece, long dataAck) {
    int[] widths = {0, 4, 8};
    int ackBytes = piece == null ? widths[1 + random.nextInt(2)] : widths[random.nextInt(3)];
    if (piece == null) {
      return options ? Options.dss(ackBytes, dataAck, 0, 0, 0, 0, -1, false) : NONE;
    }
    int dsnBytes = profile.has(Scenario.DSN_4_BYTES) ? 4 : 8;
    return Options.dss(
        ackBytes,
        dataAck,
        dsnBytes,
        piece.dsn,
        (int) piece.ssn,
        piece.wireLength(),
        piece.checksum,
        piece.dataFin);
  }
}
