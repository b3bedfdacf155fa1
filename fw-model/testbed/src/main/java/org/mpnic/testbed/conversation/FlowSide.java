package org.mpnic.testbed.conversation;

import static org.mpnic.testbed.conversation.Scenario.IPV6;
import static org.mpnic.testbed.conversation.Scenario.MIXED_FAMILIES;
import static org.mpnic.testbed.conversation.Scenario.SEQUENCE_WRAP;

import java.util.Random;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * One direction of one TCP connection: addresses, sequence numbers, and who is at the other end.
 */
final class FlowSide {
  final byte[] address;
  final int port;
  final int isn;
  final boolean fromClient;
  final int subflow;
  FlowSide peer;

  /** SSN of the next byte that was never sent. */
  long nextSsn = 1;

  /**
   * The stream that this side carries on its own, when the frames do not tell that it is part of a
   * connection.
   */
  Outgoing alone;

  FlowSide(byte[] address, int port, int isn, boolean fromClient, int subflow) {
    this.address = address;
    this.port = port;
    this.isn = isn;
    this.fromClient = fromClient;
    this.subflow = subflow;
  }

  String endpoint() {
    return RawFrame.endpoint(address, port);
  }

  /**
   * A frame of this side with addresses, ports, acknowledgment and the sequence number of an SSN.
   */
  TcpFrame frame(long ssn, int flags) {
    TcpFrame f = new TcpFrame();
    f.source = address;
    f.destination = peer.address;
    f.sourcePort = port;
    f.destinationPort = peer.port;
    f.sequence = (int) (isn + ssn);
    f.acknowledgment = (flags & TcpFrame.ACK) == 0 ? 0 : (int) (peer.isn + peer.nextSsn);
    f.flags = flags;
    return f;
  }

  /**
   * Both sides of a new subflow, the client's first.
   *
   * @param conversation number of the conversation, 1 to 200
   * @param unique makes the addresses unlike those of other subflows
   */
  static FlowSide[] pair(
      Profile profile,
      int conversation,
      int subflow,
      int unique,
      boolean clientOpens,
      Random random) {
    boolean ipv6 =
        profile.has(MIXED_FAMILIES) ? subflow % 2 == 1 ^ profile.has(IPV6) : profile.has(IPV6);
    byte[][] addresses = new byte[2][];
    for (int d = 0; d < 2; d++) {
      addresses[d] =
          ipv6 ? new byte[16] : new byte[] {10, (byte) conversation, (byte) unique, (byte) (d + 1)};
      if (ipv6) {
        Bytes.put32(addresses[d], 0, 0xfd000000 | conversation);
        Bytes.put32(addresses[d], 4, unique);
        addresses[d][15] = (byte) (d + 1);
      }
    }
    int[] ports = {40_000 + conversation * 16 + subflow, 5001};
    if (!clientOpens) {
      ports = new int[] {5001, 50_000 + conversation};
    }
    FlowSide a =
        new FlowSide(
            addresses[0], ports[0], isn(profile, profile.streamBytes[0], random), true, subflow);
    FlowSide b =
        new FlowSide(
            addresses[1], ports[1], isn(profile, profile.streamBytes[1], random), false, subflow);
    a.peer = b;
    b.peer = a;
    return new FlowSide[] {a, b};
  }

  private static int isn(Profile profile, int streamBytes, Random random) {
    return profile.has(SEQUENCE_WRAP) && !profile.again
        ? -1 - random.nextInt(Math.max(1, streamBytes / 2))
        : random.nextInt();
  }
}
