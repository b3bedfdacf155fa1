package org.mpnic.testbed.conversation;

import static org.mpnic.testbed.conversation.Scenario.ADDRESSES;
import static org.mpnic.testbed.conversation.Scenario.BAD_TCP_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.DATA_FIN_ALONE;
import static org.mpnic.testbed.conversation.Scenario.DATA_FIN_WITH_DATA;
import static org.mpnic.testbed.conversation.Scenario.DUPLICATES;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_BY_BAD_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_FIRST_DATA;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_SYN_ACK;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_THIRD_ACK;
import static org.mpnic.testbed.conversation.Scenario.FASTCLOSE_OVERTAKES_DATA;
import static org.mpnic.testbed.conversation.Scenario.FIN_OVERTAKES_DATA;
import static org.mpnic.testbed.conversation.Scenario.HOLE;
import static org.mpnic.testbed.conversation.Scenario.HOLE_MENDED;
import static org.mpnic.testbed.conversation.Scenario.INFINITE_MAPPING;
import static org.mpnic.testbed.conversation.Scenario.JOIN_WRONG_HMAC;
import static org.mpnic.testbed.conversation.Scenario.MANY_MAPPINGS;
import static org.mpnic.testbed.conversation.Scenario.MP_CAPABLE_WITH_DATA;
import static org.mpnic.testbed.conversation.Scenario.PARTIAL;
import static org.mpnic.testbed.conversation.Scenario.PARTIAL_WITH_JOIN;
import static org.mpnic.testbed.conversation.Scenario.PLAIN_TCP;
import static org.mpnic.testbed.conversation.Scenario.RST_OVERTAKES_DATA;
import static org.mpnic.testbed.conversation.Scenario.SERVER_JOIN;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.StreamKind;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Keys;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/** One connection from its first frame to its last. */
final class Conversation {
  private final Profile profile;
  private final Random random;
  private final Wire wire;
  private final Handshakes handshakes;
  private final Peer client;
  private final Peer server;
  private final int number;

  /** Client's and server's side of each subflow that carries data of the connection. */
  private final List<FlowSide[]> flows = new ArrayList<>();

  private final List<Emission> frames = new ArrayList<>();

  /** What still has to happen, per direction. */
  private final List<Faults> faults;

  private int flowsMade;
  long badTcp;
  long badIp;
  long failedJoins;

  Conversation(Profile profile, int number, Random random) {
    this.profile = profile;
    this.number = number;
    this.random = random;
    wire = new Wire(profile, random);
    handshakes = new Handshakes(wire);
    client = new Peer(profile, profile.streamBytes[0], random);
    server = new Peer(profile, profile.streamBytes[1], random);
    faults = List.of(new Faults(profile, random), new Faults(profile, random));
  }

  /** Plays the conversation; the frames in order. */
  List<Emission> play() {
    FlowSide[] first = newFlow(true);
    if (profile.partial()) {
      beginInTheMiddle(first);
    } else {
      frames.addAll(handshakes.connect(first[0], client, first[1], server));
    }
    flows.add(first);
    if (profile.kind == FALLBACK_IN_SYN_ACK
        || profile.kind == FALLBACK_IN_THIRD_ACK
        || profile.kind == FALLBACK_IN_FIRST_DATA
        || profile.kind == PLAIN_TCP) {
      wire.options = false;
      exchange(0, 0);
    } else {
      mptcp();
    }
    finish();
    return frames;
  }

  private void mptcp() {
    if (profile.has(MP_CAPABLE_WITH_DATA)) {
      firstDataWithCapable();
    }
    int keepBack = profile.kind == null || profile.partial() ? 0 : 2;
    exchangeMapped(keepBack);
    if (profile.kind == FALLBACK_BY_BAD_CHECKSUM) {
      new Fallback(this).byBadChecksum();
    } else if (profile.kind == INFINITE_MAPPING) {
      new Fallback(this).infinite();
    }
    if (keepBack != 0) {
      wire.options = false;
      exchange(0, 0);
    }
  }

  private void exchangeMapped(int keepBack) {
    int[] stop = new int[2];
    for (int d = 0; d < 2; d++) {
      int length = out(d).bytes.length;
      stop[d] = keepBack == 0 ? 0 : Math.min(length, length / keepBack + 1);
    }
    exchange(stop[0], stop[1]);
  }

  /** Sends until no more than that is left in each direction. */
  private void exchange(int leaveClient, int leaveServer) {
    int[] leave = {leaveClient, leaveServer};
    while (out(0).remaining() > leave[0]
        || out(1).remaining() > leave[1]
        || !faults.get(0).again.isEmpty()
        || !faults.get(1).again.isEmpty()) {
      between();
      List<List<Emission>> parallel = new ArrayList<>();
      for (int d = 0; d < 2; d++) {
        for (int i = random.nextInt(flows.size() + 1); i >= 0; i--) {
          if (out(d).remaining() > leave[d] || !faults.get(d).again.isEmpty()) {
            parallel.add(run(d, flows.get(random.nextInt(flows.size()))[d], leave[d]));
          }
        }
      }
      frames.addAll(merge(parallel, random));
      replay();
    }
  }

  private List<Emission> run(int d, FlowSide side, int leave) {
    List<Piece> pieces = new ArrayList<>();
    int count = !wire.options ? 1 : profile.has(MANY_MAPPINGS) ? 64 : 1 + random.nextInt(4);
    boolean loses =
        faults.get(d).pending.contains(HOLE) || faults.get(d).pending.contains(BAD_TCP_CHECKSUM);
    for (int i = 0; i < count && !faults.get(d).again.isEmpty(); i++) {
      pieces.add(faults.get(d).again.remove(0));
    }
    boolean repeats = !pieces.isEmpty();
    for (int i = 0; i < count && out(d).remaining() > leave && !repeats; i++) {
      pieces.add(fresh(d, leave));
    }
    if (wire.options && !repeats) {
      faults.get(d).befall(pieces, out(d).next);
    }
    boolean untouched = pieces.stream().noneMatch(p -> p.retransmitted);
    boolean mendsHole = !repeats && untouched && faults.get(d).pending.remove(HOLE_MENDED);
    Run run = newRun(d, side, pieces);
    // The first byte is what tells a fallback in the handshake.
    boolean tells = profile.kind != null && !repeats && pieces.get(0).offset == 0;
    boolean losable = wire.options == (profile.kind == null) && !repeats && !tells;
    if (mendsHole || loses && losable && pieces.stream().noneMatch(Piece::isBad)) {
      run.loses = true;
      if (mendsHole) {
        pieces.stream()
            .filter(p -> !p.isBad())
            .forEach(p -> faults.get(d).again.add(new Piece(p.offset, p.length)));
      } else {
        faults.get(d).pending.remove(HOLE);
        faults.get(d).pending.remove(BAD_TCP_CHECKSUM);
      }
    }
    return emit(run);
  }

  private Piece fresh(int d, int leave) {
    Outgoing out = out(d);
    int length = Math.min(out.remaining() - leave, Math.min(65_000, profile.pieceBytes(random)));
    Piece piece = new Piece(out.next, length);
    piece.mapped = wire.options;
    out.next += length;
    piece.dataFin = out.remaining() == 0 && profile.has(DATA_FIN_WITH_DATA) && wire.options;
    return piece;
  }

  Run newRun(int d, FlowSide side, List<Piece> pieces) {
    Peer other = d == 0 ? server : client;
    Peer own = d == 0 ? client : server;
    long ack = other.firstDsn + other.out.next;
    return new Run(wire, side, own.out, pieces, own.firstDsn, ack, own.key, other.key);
  }

  List<Emission> emit(Run run) {
    List<Emission> emitted = run.emit();
    badTcp += run.badTcpFrames;
    badIp += run.badIpFrames;
    return emitted;
  }

  private void firstDataWithCapable() {
    Outgoing out = client.out;
    Piece piece = new Piece(0, Math.min(out.bytes.length, 1 + random.nextInt(profile.mss)));
    piece.capable = true;
    out.next = piece.length;
    Run run = newRun(0, flows.get(0)[0], List.of(piece));
    run.tidy = true;
    frames.addAll(emit(run));
  }

  /** What happens between data: joins, acknowledgments, addresses. */
  private void between() {
    if (!wire.options) {
      return;
    }
    if (flowsMade < profile.subflows && (flowsMade == 1 || random.nextInt(3) == 0)) {
      boolean byServer = profile.has(SERVER_JOIN) && random.nextBoolean();
      FlowSide[] flow = newFlow(!byServer);
      if (profile.kind == PARTIAL) {
        beginInTheMiddle(flow);
      } else {
        join(flow, byServer, Handshakes.Fault.NONE);
        if (profile.kind == PARTIAL_WITH_JOIN) {
          alone(flow);
        }
      }
      flows.add(flow);
    }
    if (profile.has(JOIN_WRONG_HMAC) && failedJoins == 0) {
      failedJoin();
    }
    FlowSide[] flow = flows.get(random.nextInt(flows.size()));
    int d = random.nextInt(2);
    frames.add(
        wire.ack(flow[d], wire.dss(null, (d == 0 ? server : client).firstDsn + out(1 - d).next)));
    if (profile.has(ADDRESSES) && random.nextInt(3) == 0) {
      frames.add(wire.ack(flow[d], address(d)));
    }
  }

  private byte[] address(int d) {
    byte[] address = random.nextBoolean() ? new byte[4] : new byte[16];
    random.nextBytes(address);
    int id = random.nextInt(256);
    byte[] message = Bytes.join(new byte[] {(byte) id}, address, new byte[2]);
    Peer own = d == 0 ? client : server;
    Peer other = d == 0 ? server : client;
    byte[] hmac =
        Keys.hmac(profile.version, Bytes.join(Bytes.of64(own.key), Bytes.of64(other.key)), message);
    return switch (random.nextInt(3)) {
      case 0 -> Options.removeAddr(id);
      case 1 -> Options.prio(random.nextBoolean());
      default -> Options.addAddr(profile.version, id, address, hmac);
    };
  }

  private void join(FlowSide[] flow, boolean byServer, Handshakes.Fault fault) {
    frames.addAll(
        byServer
            ? handshakes.join(flow[1], server, flow[0], client, fault)
            : handshakes.join(flow[0], client, flow[1], server, fault));
  }

  /** A stranger tries to join and to send. */
  private void failedJoin() {
    FlowSide[] flow = newFlow(true);
    Handshakes.Fault fault =
        random.nextBoolean() ? Handshakes.Fault.ACK_HMAC : Handshakes.Fault.SYN_ACK_HMAC;
    join(flow, false, fault);
    failedJoins++;
    flowsMade--;
    if (fault == Handshakes.Fault.ACK_HMAC) {
      Outgoing stranger = new Outgoing(500, random);
      Run run =
          new Run(
              wire,
              flow[0],
              stranger,
              List.of(new Piece(0, 500)),
              client.firstDsn + client.out.next,
              0);
      run.tidy = true;
      frames.addAll(run.emit());
      frames.add(wire.emit(flow[1], flow[1].frame(1, TcpFrame.RST | TcpFrame.ACK), FrameRole.RST));
    }
  }

  /** Late copies of frames that came long ago. */
  private void replay() {
    if (profile.has(DUPLICATES)
        && profile.kind == null
        && random.nextBoolean()
        && !frames.isEmpty()) {
      Emission old = frames.get(random.nextInt(frames.size()));
      if (old.replayable()) {
        frames.add(old);
      }
    }
  }

  private void finish() {
    if (profile.has(DATA_FIN_ALONE) && wire.options) {
      for (int d = 0; d < 2; d++) {
        Peer own = d == 0 ? client : server;
        Piece fin = new Piece(own.out.bytes.length, 0);
        fin.dataFin = true;
        fin.dsn = own.firstDsn + fin.offset;
        byte[] pseudo = new byte[16];
        Bytes.put64(pseudo, 0, fin.dsn);
        Bytes.put16(pseudo, 12, 1);
        fin.checksum = profile.checksum ? ~Bytes.fold(Bytes.sum(0, pseudo, 0, 16)) & 0xffff : -1;
        frames.add(wire.ack(flows.get(0)[d], wire.dss(fin, 0)));
      }
    }
    for (FlowSide[] flow : flows) {
      close(flow);
    }
  }

  private void close(FlowSide[] flow) {
    int overtaken = Math.min(20, frames.size() / 4);
    for (int d = 0; d < 2; d++) {
      FlowSide side = flow[d];
      Peer other = d == 0 ? server : client;
      TcpFrame f = side.frame(side.nextSsn, TcpFrame.ACK);
      FrameRole role = FrameRole.FIN;
      byte[] option = {};
      boolean overtakes = true;
      if (profile.has(RST_OVERTAKES_DATA)) {
        f.flags |= TcpFrame.RST;
        role = FrameRole.RST;
      } else if (profile.has(FASTCLOSE_OVERTAKES_DATA)) {
        f.flags |= random.nextBoolean() ? TcpFrame.RST : 0;
        role = FrameRole.FASTCLOSE;
        option = Options.fastclose(other.key);
      } else {
        f.flags |= TcpFrame.FIN;
        overtakes = profile.has(FIN_OVERTAKES_DATA);
      }
      Emission end = wire.emit(side, f, role, option);
      int back = overtakes ? random.nextInt(overtaken + 1) : 0;
      frames.add(afterHandshakes(frames.size() - back), end);
    }
  }

  private int afterHandshakes(int wanted) {
    int at = frames.size();
    while (at > wanted && !frames.get(at - 1).role().keepsItsPlace()) {
      at--;
    }
    return at;
  }

  private FlowSide[] newFlow(boolean clientOpens) {
    int subflow = flowsMade++;
    return FlowSide.pair(
        profile, number, subflow, flowsMade + (int) failedJoins * 16, clientOpens, random);
  }

  private void alone(FlowSide[] flow) {
    for (FlowSide side : flow) {
      side.alone =
          new Outgoing(2 * (client.out.bytes.length + server.out.bytes.length) + 1000, random);
    }
  }

  /** The capture begins when the subflow is long established. */
  private void beginInTheMiddle(FlowSide[] flow) {
    alone(flow);
    for (FlowSide side : flow) {
      frames.add(wire.ack(side));
    }
  }

  List<StreamTruth> truth() {
    StreamKind kind =
        profile.kind == null
            ? StreamKind.MPTCP
            : profile.kind == PLAIN_TCP ? StreamKind.TCP : StreamKind.FALLBACK;
    boolean keys =
        kind == StreamKind.MPTCP
            || kind == StreamKind.FALLBACK
                && profile.kind != FALLBACK_IN_SYN_ACK
                && profile.kind != FALLBACK_IN_THIRD_ACK;
    List<StreamTruth> streams = new ArrayList<>();
    for (int d = 0; d < 2; d++) {
      for (FlowSide[] flow : flows) {
        if (flow[d].alone != null && flow[d].alone.hasData()) {
          streams.add(flow[d].alone.truth(StreamKind.PARTIAL, null, null, flow[d], 1));
        }
      }
      if (!profile.partial() && out(d).hasData()) {
        String token = keys ? String.format("%08x", (d == 0 ? client : server).token) : null;
        streams.add(
            out(d)
                .truth(
                    kind,
                    keys ? (Integer) profile.version : null,
                    token,
                    flows.get(0)[d],
                    flows.size()));
      }
    }
    return streams;
  }

  Outgoing out(int direction) {
    return (direction == 0 ? client : server).out;
  }

  long firstDsn(int direction) {
    return (direction == 0 ? client : server).firstDsn;
  }

  Wire wire() {
    return wire;
  }

  FlowSide[] firstFlow() {
    return flows.get(0);
  }

  List<Emission> frames() {
    return frames;
  }

  /** Merges lists at random, each in its own order. */
  static <T> List<T> merge(List<List<T>> lists, Random random) {
    List<List<T>> rest = new ArrayList<>();
    lists.stream().filter(l -> !l.isEmpty()).forEach(l -> rest.add(new java.util.LinkedList<>(l)));
    List<T> merged = new ArrayList<>();
    while (!rest.isEmpty()) {
      int i = random.nextInt(rest.size());
      for (int n = 1 + random.nextInt(4); n > 0 && !rest.get(i).isEmpty(); n--) {
        merged.add(rest.get(i).remove(0));
      }
      if (rest.get(i).isEmpty()) {
        rest.remove(i);
      }
    }
    return merged;
  }
}
