package org.mpnic.testbed.conversation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.mpnic.testbed.MappingVerdict;
import org.mpnic.testbed.StreamKind;
import org.mpnic.testbed.StreamTruth;
import org.mpnic.testbed.raw.Bytes;
import org.mpnic.testbed.raw.Keys;

/** What one side of a conversation has to say, and which of it must reach an observer. */
final class Outgoing {
  final byte[] bytes;

  /** Next byte that was never sent. */
  int next;

  private final BitSet accepted = new BitSet();
  private int highest;
  private int mappings;
  private int bad;
  private final List<MappingVerdict> verdicts = new ArrayList<>();

  Outgoing(int length, Random random) {
    bytes = new byte[length];
    random.nextBytes(bytes);
  }

  int remaining() {
    return bytes.length - next;
  }

  /** A byte arrived and has a mapping, whatever becomes of it. */
  void mapped(int at) {
    highest = Math.max(highest, at + 1);
  }

  void accepted(int at) {
    accepted.set(at);
    mapped(at);
  }

  void verdict(FlowSide side, Piece piece) {
    mappings++;
    bad += piece.isBad() ? 1 : 0;
    verdicts.add(
        new MappingVerdict(
            side.endpoint(),
            side.peer.endpoint(),
            (int) piece.ssn,
            piece.dsn,
            piece.length,
            !piece.isBad()));
  }

  boolean hasData() {
    return highest > 0;
  }

  StreamTruth truth(StreamKind kind, Integer version, String token, FlowSide side, int subflows) {
    int length = accepted.nextClearBit(0);
    int holes = 0;
    for (int i = 0; i < highest; i++) {
      if (!accepted.get(i) && (i == 0 || accepted.get(i - 1))) {
        holes++;
      }
    }
    byte[] prefix = Arrays.copyOf(bytes, length);
    return new StreamTruth(
        kind,
        version,
        token,
        side.endpoint(),
        side.peer.endpoint(),
        length,
        holes,
        Bytes.hex(Keys.digest(1, prefix)),
        subflows,
        mappings,
        bad,
        prefix,
        List.copyOf(verdicts));
  }
}
