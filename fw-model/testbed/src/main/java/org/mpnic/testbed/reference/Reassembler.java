package org.mpnic.testbed.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mpnic.testbed.Frame;
import org.mpnic.testbed.FrameTotals;
import org.mpnic.testbed.StreamKind;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.testbed.Truth;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Keys;
import org.mpnic.testbed.raw.RawFrame;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Finds every stream in a list of frames, by several passes over all of it: handshakes first, then
 * mappings and payload, then the streams. It bounds nothing and forgets nothing, so it cannot be
 * wrong for want of room or patience. The definitions are those of {@link StreamTruth}.
 */
public final class Reassembler {
  private final List<RawFrame> frames = new ArrayList<>();
  private final List<Incarnation> lives = new ArrayList<>();
  private final List<Incarnation> lifeOfFrame = new ArrayList<>();
  private final Map<Side, Direction> directions = new LinkedHashMap<>();
  private final Map<Direction, Direction> reverse = new HashMap<>();
  private long malformed;
  private long badIp;
  private long badTcp;
  private long failedJoins;

  private Reassembler() {}

  /** Reassembles a list of frames, taken in list order. */
  public static Truth of(List<Frame> frames) {
    Reassembler r = new Reassembler();
    frames.forEach(f -> r.read(f.bytes()));
    r.findLives();
    r.findConnections();
    r.findSubflows();
    r.findData();
    return r.truth(frames.size());
  }

  private void read(byte[] bytes) {
    RawFrame f = RawFrame.read(bytes);
    switch (f.problem) {
      case NONE -> frames.add(f);
      case MALFORMED -> malformed++;
      case BAD_IP_CHECKSUM -> badIp++;
      case BAD_TCP_CHECKSUM -> badTcp++;
      default -> {}
    }
  }

  private void findLives() {
    Map<String, Incarnation> current = new HashMap<>();
    for (RawFrame f : frames) {
      boolean syn = f.has(TcpFrame.SYN) && !f.has(TcpFrame.ACK);
      String pair = f.from().compareTo(f.to()) < 0 ? f.from() + f.to() : f.to() + f.from();
      Incarnation life = current.get(pair);
      if (life == null || syn && life.opensAnother(f)) {
        life = new Incarnation(f, syn);
        current.put(pair, life);
        lives.add(life);
      }
      life.handshake(f);
      lifeOfFrame.add(life);
    }
  }

  private void findConnections() {
    for (Incarnation life : lives) {
      if (life.synJoin != null) {
        continue;
      }
      StreamKind kind = !life.hasSyn ? StreamKind.PARTIAL : StreamKind.TCP;
      int version = life.version();
      if (life.synCapable != null) {
        kind = version < 0 ? StreamKind.FALLBACK : StreamKind.MPTCP;
      }
      Direction there = new Direction(kind, life.client);
      Direction back = new Direction(kind, life.server);
      if (kind == StreamKind.MPTCP) {
        there.keyed(version, life.clientKey());
        back.keyed(version, life.serverKey());
      }
      pair(there, back);
    }
  }

  private void pair(Direction there, Direction back) {
    directions.put(there.sides.get(0), there);
    directions.put(back.sides.get(0), back);
    reverse.put(there, back);
    reverse.put(back, there);
  }

  private void findSubflows() {
    for (Incarnation life : lives) {
      if (life.synJoin == null) {
        continue;
      }
      int token = Bytes.u32(life.synJoin, 4);
      Direction toInitiator =
          directions.values().stream()
              .filter(d -> d.mapped() && Keys.token(d.version, d.key) == token)
              .findFirst()
              .orElse(null);
      if (toInitiator == null) {
        pair(
            new Direction(StreamKind.PARTIAL, life.client),
            new Direction(StreamKind.PARTIAL, life.server));
      } else {
        Direction fromInitiator = reverse.get(toInitiator);
        if (joined(life, fromInitiator.key, toInitiator.key, toInitiator.version)) {
          fromInitiator.sides.add(life.client);
          toInitiator.sides.add(life.server);
          directions.put(life.client, fromInitiator);
          directions.put(life.server, toInitiator);
        }
      }
    }
  }

  private boolean joined(Incarnation life, long initiatorKey, long responderKey, int version) {
    if (life.synAckJoin == null || life.synAckJoin.length != 16) {
      return false;
    }
    int initiatorNonce = Bytes.u32(life.synJoin, 8);
    int responderNonce = Bytes.u32(life.synAckJoin, 12);
    byte[] fromResponder =
        Keys.joinHmac(version, responderKey, initiatorKey, responderNonce, initiatorNonce);
    byte[] fromInitiator =
        Keys.joinHmac(version, initiatorKey, responderKey, initiatorNonce, responderNonce);
    boolean synAckRight = Arrays.equals(life.synAckJoin, 4, 12, fromResponder, 0, 8);
    boolean ackRight =
        life.ackJoin != null && Arrays.equals(life.ackJoin, 4, 24, fromInitiator, 0, 20);
    if (!synAckRight || life.ackJoin != null && !ackRight) {
      failedJoins++;
    }
    return synAckRight && ackRight;
  }

  private void findData() {
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).payloadLength() > 0) {
        lifeOfFrame.get(i).sideOf(frames.get(i)).beginsNotAfter(frames.get(i).sequence);
      }
    }
    for (int i = 0; i < frames.size(); i++) {
      RawFrame f = frames.get(i);
      Side side = lifeOfFrame.get(i).sideOf(f);
      int payloadSequence = f.has(TcpFrame.SYN) ? f.sequence + 1 : f.sequence;
      side.frame(i, payloadSequence, f.payloadBytes());
      Direction direction = directions.get(side);
      if (direction != null && direction.mapped()) {
        announceCapable(i, f, side, direction);
        announceDss(i, f, side, direction);
      }
    }
  }

  private void announceCapable(int frame, RawFrame f, Side side, Direction direction) {
    byte[] o = f.mptcp(0);
    if (o != null && o.length >= 22) {
      int length = Bytes.u16(o, 20);
      int checksum = o.length == 24 ? Bytes.u16(o, 22) : -1;
      direction.announce(new Mapping(frame, side, 0, 1, direction.start, length, length, checksum));
    }
  }

  private void announceDss(int frame, RawFrame f, Side side, Direction direction) {
    byte[] o = f.mptcp(2);
    if (o == null || o.length < 4 || (o[3] & 0x04) == 0) {
      return;
    }
    int at = 4 + ((o[3] & 1) == 0 ? 0 : (o[3] & 2) == 0 ? 4 : 8);
    boolean wide = (o[3] & 8) != 0;
    int ssnAt = at + (wide ? 8 : 4);
    if (o.length < ssnAt + 6) {
      return;
    }
    long dsn = wide ? Bytes.u64(o, at) : direction.extendDsn(Bytes.u32(o, at));
    int ssn = Bytes.u32(o, ssnAt);
    int wireLength = Bytes.u16(o, ssnAt + 4);
    int checksum = o.length == ssnAt + 8 ? Bytes.u16(o, ssnAt + 6) : -1;
    long offset = side.extend(ssn - 1);
    if (wireLength == 0) {
      side.infinite = side.infinite == null ? new long[] {offset, dsn} : side.infinite;
      return;
    }
    int length = wireLength - ((o[3] & 0x10) == 0 ? 0 : 1);
    if (length > 0) {
      direction.announce(new Mapping(frame, side, offset, ssn, dsn, length, wireLength, checksum));
    }
  }

  private Truth truth(int count) {
    List<Direction> all = directions.values().stream().distinct().toList();
    for (Direction d : all) {
      if (d.assemble()) {
        d.kind = StreamKind.FALLBACK;
        reverse.get(d).kind = StreamKind.FALLBACK;
      }
    }
    List<StreamTruth> streams =
        all.stream()
            .filter(Direction::hasData)
            .sorted(Comparator.comparingInt(d -> d.sides.get(0).firstFrame))
            .map(d -> d.truth(d.sides.size()))
            .toList();
    return new Truth(streams, new FrameTotals(count, malformed, badIp, badTcp, failedJoins));
  }
}
