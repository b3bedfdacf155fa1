package org.mpnic.testbed.conversation;

import static org.mpnic.testbed.conversation.Scenario.DUPLICATES;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_SYN_ACK;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_THIRD_ACK;

import java.util.ArrayList;
import java.util.List;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Keys;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Three-way handshakes of connections and subflows. RFC 8684 and RFC 6824, sections 3.1 and 3.2.
 */
final class Handshakes {
  private static final byte[] NONE = {};

  private final Wire wire;
  private final Profile profile;

  Handshakes(Wire wire) {
    this.wire = wire;
    this.profile = wire.profile;
  }

  private byte[] synOptions() {
    return Bytes.join(Options.mss(profile.mss), Options.sackPermitted(), Options.windowScale(8));
  }

  /** Opens the connection, or plain TCP. */
  List<Emission> connect(FlowSide client, Peer a, FlowSide server, Peer b) {
    int version = profile.version;
    int flags = 0x01 | (profile.checksum ? 0x80 : 0);
    byte[] inSyn = NONE;
    byte[] inSynAck = NONE;
    byte[] inAck = NONE;
    if (profile.mptcpHandshake()) {
      inSyn = version == 0 ? Options.mpCapable(0, flags, a.key) : Options.mpCapable(1, flags);
      if (profile.kind != FALLBACK_IN_SYN_ACK) {
        inSynAck = Options.mpCapable(version, flags, b.key);
        inAck = Options.mpCapable(version, flags, a.key, b.key);
      }
      if (profile.kind == FALLBACK_IN_THIRD_ACK) {
        inAck = NONE;
      }
    }
    return threeWay(client, server, inSyn, inSynAck, inAck);
  }

  /** What is wrong with a join. */
  enum Fault {
    NONE,
    SYN_ACK_HMAC,
    ACK_HMAC
  }

  /** Adds a subflow; the peer of the opening side comes second. */
  List<Emission> join(FlowSide opener, Peer a, FlowSide other, Peer b, Fault fault) {
    int nonceA = wire.random.nextInt();
    int nonceB = wire.random.nextInt();
    byte[] hmacB = Keys.joinHmac(profile.version, b.key, a.key, nonceB, nonceA);
    byte[] hmacA = Keys.joinHmac(profile.version, a.key, b.key, nonceA, nonceB);
    if (fault == Fault.SYN_ACK_HMAC) {
      hmacB[wire.random.nextInt(8)] ^= 1;
    } else if (fault == Fault.ACK_HMAC) {
      hmacA[wire.random.nextInt(20)] ^= 1;
    }
    int id = opener.subflow + 1;
    boolean backup = wire.random.nextBoolean();
    byte[] inAck = fault == Fault.SYN_ACK_HMAC ? null : Options.joinAck(hmacA);
    return threeWay(
        opener,
        other,
        Options.joinSyn(backup, id, b.token, nonceA),
        Options.joinSynAck(backup, id, hmacB, nonceB),
        inAck);
  }

  private List<Emission> threeWay(
      FlowSide client, FlowSide server, byte[] inSyn, byte[] inSynAck, byte[] inAck) {
    List<Emission> frames = new ArrayList<>();
    TcpFrame syn = client.frame(0, TcpFrame.SYN);
    frames.add(wire.emit(client, syn, FrameRole.SYN, synOptions(), inSyn));
    TcpFrame synAck = server.frame(0, TcpFrame.SYN | TcpFrame.ACK);
    frames.add(wire.emit(server, synAck, FrameRole.SYN_ACK, synOptions(), inSynAck));
    if (inAck == null) {
      frames.add(wire.emit(client, client.frame(1, TcpFrame.RST), FrameRole.RST));
    } else {
      frames.add(wire.emit(client, client.frame(1, TcpFrame.ACK), FrameRole.THIRD_ACK, inAck));
    }
    if (profile.has(DUPLICATES) && wire.random.nextBoolean()) {
      int again = wire.random.nextInt(frames.size());
      frames.add(again + 1, frames.get(again));
    }
    return frames;
  }
}
