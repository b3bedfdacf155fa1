package org.mpnic.testbed.conversation;

import static org.mpnic.testbed.conversation.Scenario.BAD_IP_CHECKSUM_MENDED;
import static org.mpnic.testbed.conversation.Scenario.BAD_TCP_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.BAD_TCP_CHECKSUM_MENDED;
import static org.mpnic.testbed.conversation.Scenario.CONFLICTING_BYTES;
import static org.mpnic.testbed.conversation.Scenario.CONFLICTING_MAPPINGS;
import static org.mpnic.testbed.conversation.Scenario.DSS_ON_FIRST_SEGMENT_ONLY;
import static org.mpnic.testbed.conversation.Scenario.DUPLICATES;
import static org.mpnic.testbed.conversation.Scenario.MANY_MAPPINGS;
import static org.mpnic.testbed.conversation.Scenario.MAPPING_AHEAD;
import static org.mpnic.testbed.conversation.Scenario.MAPPING_REPEATED_WITH_DATA_FIN;
import static org.mpnic.testbed.conversation.Scenario.OUT_OF_ORDER;
import static org.mpnic.testbed.conversation.Scenario.OVERLAPS;
import static org.mpnic.testbed.conversation.Scenario.SEGMENTS_OVER_TWO_MAPPINGS;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.mpnic.testbed.FrameRole;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Options;
import org.mpnic.testbed.raw.TcpFrame;

/**
 * Consecutive mappings of one subflow direction, cut into segments, with everything that may happen
 * to them. What becomes of each mapping is known before a frame is made; the truth is noted in
 * {@link Outgoing}.
 */
final class Run {
  /**
   * A segment to be sent: bytes [from, from + length) of the subflow, with the mapping of a piece,
   * or none.
   */
  private static final class Segment {
    final long from;
    final int length;
    Piece dss;
    boolean mends;
    boolean badTcp;
    boolean badIp;

    /** Place of a byte that is unlike the one sent before, or -1. */
    int otherAt = -1;

    Segment(long from, int length) {
      this.from = from;
      this.length = length;
    }

    long end() {
      return from + length;
    }

    boolean arrives() {
      return !badTcp && !badIp;
    }
  }

  private final Wire wire;
  private final Profile profile;
  private final Random random;
  private final FlowSide side;
  private final Outgoing out;
  private final List<Piece> pieces;
  private final long dataAck;
  private final long[] capableKeys;
  private List<Segment> segments = new ArrayList<>();

  /** Frames with a bad checksum that this run made. */
  int badTcpFrames;

  int badIpFrames;

  /** Whether one segment gets lost. */
  boolean loses;

  /** Whether copies, overlaps and disorder are left out. */
  boolean tidy;

  /**
   * Takes sequence space for the pieces.
   *
   * @param firstDsn DSN of the sender's byte 0
   * @param dataAck DATA_ACK that the frames carry
   * @param capableKeys sender's and receiver's key, for MP_CAPABLE with data
   */
  Run(
      Wire wire,
      FlowSide side,
      Outgoing out,
      List<Piece> pieces,
      long firstDsn,
      long dataAck,
      long... capableKeys) {
    this.wire = wire;
    this.profile = wire.profile;
    this.random = wire.random;
    this.side = side;
    this.out = out;
    this.pieces = pieces;
    this.dataAck = dataAck;
    this.capableKeys = capableKeys;
    for (Piece piece : pieces) {
      piece.ssn = side.nextSsn;
      piece.dsn = firstDsn + piece.offset;
      side.nextSsn += piece.length;
      if (piece.mapped && profile.checksum) {
        piece.checksum = checksum(piece) ^ (piece.wrongField ? 0x0100 : 0);
      }
    }
  }

  /** The frames in order of arrival; notes in the truth what they bring. */
  List<Emission> emit() {
    cut();
    chooseCarriers();
    if (!tidy) {
      disturb();
    }
    if (loses) {
      lose();
    }
    List<Emission> frames = new ArrayList<>(announceTheRest());
    mend();
    if (!tidy) {
      contradict();
    }
    for (Segment s : segments) {
      frames.add(frame(s));
      badTcpFrames += s.badTcp ? 1 : 0;
      badIpFrames += s.badIp ? 1 : 0;
    }
    account();
    return frames;
  }

  private long start() {
    return pieces.get(0).ssn;
  }

  private long end() {
    return pieces.get(pieces.size() - 1).end();
  }

  private Piece pieceAt(long ssn) {
    for (Piece piece : pieces) {
      if (ssn < piece.end()) {
        return piece;
      }
    }
    throw new IllegalArgumentException("ssn=" + ssn);
  }

  private int checksum(Piece piece) {
    byte[] pseudo = new byte[16];
    Bytes.put64(pseudo, 0, piece.dsn);
    Bytes.put32(pseudo, 8, (int) piece.ssn);
    Bytes.put16(pseudo, 12, piece.wireLength());
    return ~Bytes.fold(
            Bytes.sum(Bytes.sum(0, pseudo, 0, 16), out.bytes, piece.offset, piece.length))
        & 0xffff;
  }

  private void cut() {
    long at = start();
    while (at < end()) {
      int most = profile.segmentBytes(random);
      long length = random.nextInt(4) == 0 ? 1 + random.nextInt(most) : most;
      Piece piece = pieceAt(at);
      boolean crosses =
          profile.has(SEGMENTS_OVER_TWO_MAPPINGS) && !piece.capable && random.nextInt(3) != 0;
      length = Math.min(length, (crosses ? end() : piece.end()) - at);
      segments.add(new Segment(at, (int) length));
      at += length;
    }
  }

  private void chooseCarriers() {
    boolean ahead = profile.has(MAPPING_AHEAD) && random.nextInt(3) != 0;
    boolean firstOnly = profile.has(DSS_ON_FIRST_SEGMENT_ONLY);
    List<Piece> announced = new ArrayList<>();
    for (Segment s : segments) {
      Piece piece = pieceAt(s.from);
      boolean carries =
          piece.capable || piece.mapped && !ahead && !(firstOnly && announced.contains(piece));
      if (carries) {
        s.dss = piece;
        announced.add(piece);
      }
    }
  }

  private void disturb() {
    List<Segment> tidySegments = List.copyOf(segments);
    if (profile.has(MANY_MAPPINGS)) {
      List<Segment> odd = new ArrayList<>();
      List<Segment> even = new ArrayList<>();
      for (Segment s : segments) {
        (s.from == pieceAt(s.from).ssn ? even : odd).add(s);
      }
      even.addAll(odd);
      segments = even;
    }
    if (profile.has(OUT_OF_ORDER)) {
      for (int i = 0; i + 1 < segments.size(); i++) {
        Collections.swap(segments, i, Math.min(segments.size() - 1, i + random.nextInt(4)));
      }
    }
    if (profile.has(DUPLICATES)) {
      for (Segment s : tidySegments) {
        if (random.nextInt(4) == 0) {
          insert(copy(s.from, s.length, s.dss));
        }
      }
    }
    if (profile.has(OVERLAPS)) {
      int total = (int) (end() - start());
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        int from = random.nextInt(total);
        int length = 1 + random.nextInt(Math.min(total - from, profile.segmentBytes(random)));
        insert(copy(start() + from, length, random.nextBoolean() ? pieceAt(start() + from) : null));
      }
    }
    if (profile.has(BAD_TCP_CHECKSUM_MENDED)) {
      Segment s = tidySegments.get(random.nextInt(tidySegments.size()));
      Segment bad = copy(s.from, s.length, s.dss);
      bad.badTcp = true;
      insert(bad);
    }
    if (profile.has(BAD_IP_CHECKSUM_MENDED) && side.address.length == 4) {
      Segment s = tidySegments.get(random.nextInt(tidySegments.size()));
      Segment bad = copy(s.from, s.length, s.dss);
      bad.badIp = true;
      insert(bad);
    }
  }

  private Segment copy(long from, int length, Piece dss) {
    Segment s = new Segment(from, length);
    s.dss = dss != null && dss.mapped ? dss : null;
    return s;
  }

  private void insert(Segment s) {
    segments.add(random.nextInt(segments.size() + 1), s);
  }

  /**
   * Takes one segment's bytes out of every frame; the segment itself may come with a bad checksum.
   */
  private void lose() {
    List<Segment> arriving = segments.stream().filter(Segment::arrives).toList();
    Segment lost = arriving.get(random.nextInt(arriving.size()));
    List<Segment> left = new ArrayList<>();
    for (Segment s : segments) {
      if (s == lost && profile.has(BAD_TCP_CHECKSUM)) {
        s.badTcp = true;
        left.add(s);
      } else if (!s.arrives() || s.end() <= lost.from || s.from >= lost.end()) {
        left.add(s);
      } else {
        if (s.from < lost.from) {
          left.add(copy(s.from, (int) (lost.from - s.from), s.dss));
        }
        if (s.end() > lost.end()) {
          left.add(copy(lost.end(), (int) (s.end() - lost.end()), null));
        }
      }
    }
    segments = left;
  }

  private List<Emission> announceTheRest() {
    List<Emission> frames = new ArrayList<>();
    for (Piece piece : pieces) {
      boolean carried = segments.stream().anyMatch(s -> s.dss == piece && s.arrives());
      boolean hasBytes =
          segments.stream()
              .anyMatch(s -> s.arrives() && s.from < piece.end() && s.end() > piece.ssn);
      if (piece.mapped && !piece.capable && !carried && hasBytes) {
        TcpFrame f = side.frame(start(), TcpFrame.ACK);
        frames.add(wire.emit(side, f, FrameRole.ACK, wire.dss(piece, dataAck)));
      }
    }
    return frames;
  }

  /** Sends whole mappings again, unaltered, cut in another way. */
  private void mend() {
    for (Piece piece : pieces) {
      if (piece.retransmitted) {
        for (long at = piece.ssn; at < piece.end(); ) {
          int length =
              (int) Math.min(1 + random.nextInt(profile.segmentBytes(random)), piece.end() - at);
          Segment s = copy(at, length, piece);
          s.mends = true;
          segments.add(s);
          at += length;
        }
      }
    }
  }

  /** Says something else of mappings that are through. */
  private void contradict() {
    List<Segment> later = new ArrayList<>();
    BitSet arrived = arrived();
    for (Piece piece : pieces) {
      boolean through = piece.mapped && !piece.capable && !piece.isBad() && isWhole(piece, arrived);
      boolean last = piece.offset + piece.length == out.bytes.length;
      if (through && last && !piece.dataFin && profile.has(MAPPING_REPEATED_WITH_DATA_FIN)) {
        sendAgain(variant(piece, piece.dsn, piece.length, true), false, later);
      }
      if (through && random.nextBoolean()) {
        contradict(piece, later);
      }
    }
    segments.addAll(later);
  }

  private void contradict(Piece piece, List<Segment> later) {
    if (profile.has(CONFLICTING_MAPPINGS)) {
      boolean shorter = piece.length > 1 && random.nextBoolean();
      int length = shorter ? 1 + random.nextInt(piece.length - 1) : piece.length;
      long shift = shorter && random.nextBoolean() ? 0 : 1 + random.nextInt(100_000);
      long dsn = piece.dsn + (random.nextBoolean() ? shift : -shift);
      sendAgain(variant(piece, dsn, length, false), false, later);
    }
    if (profile.has(CONFLICTING_BYTES)) {
      sendAgain(piece, true, later);
    }
  }

  /** The same SSN mapped otherwise; now and then with a checksum that is wrong, too. */
  private Piece variant(Piece piece, long dsn, int length, boolean dataFin) {
    Piece variant = new Piece(piece.offset, length);
    variant.ssn = piece.ssn;
    variant.dsn = dsn;
    variant.dataFin = dataFin;
    if (profile.checksum) {
      variant.checksum = checksum(variant) ^ (random.nextInt(3) == 0 ? 0x0100 : 0);
    }
    return variant;
  }

  private void sendAgain(Piece piece, boolean otherBytes, List<Segment> later) {
    for (long at = piece.ssn; at < piece.end(); ) {
      int length =
          (int) Math.min(1 + random.nextInt(profile.segmentBytes(random)), piece.end() - at);
      Segment s = copy(at, length, piece);
      s.otherAt = otherBytes ? random.nextInt(length) : -1;
      later.add(s);
      at += length;
    }
  }

  private Emission frame(Segment s) {
    TcpFrame f = side.frame(s.from, TcpFrame.ACK | (random.nextBoolean() ? TcpFrame.PSH : 0));
    f.payload = payload(s);
    // First data without any option would be a fallback: RFC 8684 section 3.7.
    boolean optionAnyway =
        wire.options && pieces.get(0).mapped && (s.from == 1 || random.nextBoolean());
    byte[] option = s.dss != null || optionAnyway ? wire.dss(s.dss, dataAck) : new byte[0];
    if (s.dss != null && s.dss.capable) {
      int flags = 0x01 | (profile.checksum ? 0x80 : 0);
      option =
          Options.mpCapableData(
              flags, capableKeys[0], capableKeys[1], s.dss.length, s.dss.checksum);
    }
    wire.dress(f, option);
    if (s.badTcp) {
      f.tcpChecksumError = 1 + random.nextInt(65000);
      f.partialChecksum = false;
      f.payload[random.nextInt(f.payload.length)] ^= 0x40;
    }
    if (s.otherAt >= 0) {
      f.payload[s.otherAt] ^= 0x11;
    }
    f.ipChecksumError = s.badIp ? 1 + random.nextInt(65000) : 0;
    boolean replayable = s.arrives() && pieces.stream().noneMatch(Piece::isBad);
    return new Emission(f.bytes(), FrameRole.DATA, side.fromClient, side.subflow, replayable);
  }

  private byte[] payload(Segment s) {
    byte[] payload = new byte[s.length];
    for (Piece piece : pieces) {
      long from = Math.max(piece.ssn, s.from);
      long end = Math.min(piece.end(), s.end());
      if (from < end) {
        int at = (int) (piece.offset + from - piece.ssn);
        System.arraycopy(out.bytes, at, payload, (int) (from - s.from), (int) (end - from));
        long altered = piece.ssn + piece.alteredAt;
        if (piece.alteredAt >= 0 && altered >= from && altered < end && !s.mends) {
          payload[(int) (altered - s.from)] ^= (byte) piece.alteredBy;
        }
      }
    }
    return payload;
  }

  /** Bytes of the run that come in frames without fault, from its first SSN on. */
  private BitSet arrived() {
    BitSet arrived = new BitSet();
    for (Segment s : segments) {
      if (s.arrives()) {
        arrived.set((int) (s.from - start()), (int) (s.end() - start()));
      }
    }
    return arrived;
  }

  private boolean isWhole(Piece piece, BitSet arrived) {
    int from = (int) (piece.ssn - start());
    return arrived.nextClearBit(from) >= from + piece.length;
  }

  private void account() {
    BitSet arrived = arrived();
    for (Piece piece : pieces) {
      int from = (int) (piece.ssn - start());
      boolean whole = isWhole(piece, arrived);
      boolean judged = piece.mapped && profile.checksum && side.alone == null;
      boolean good = !piece.isBad() || piece.retransmitted;
      if (judged && whole) {
        out.verdict(side, piece);
      }
      for (int i = arrived.nextSetBit(from);
          i >= 0 && i < from + piece.length;
          i = arrived.nextSetBit(i + 1)) {
        int at = piece.offset + i - from;
        if (side.alone != null) {
          int own = (int) (piece.ssn - 1) + i - from;
          side.alone.bytes[own] = out.bytes[at];
          side.alone.accepted(own);
        } else if (!judged || whole && good) {
          out.accepted(at);
        } else {
          out.mapped(at);
        }
      }
    }
  }
}
