package org.mpnic.testbed.conversation;

import static org.mpnic.testbed.conversation.Scenario.BAD_DSS_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION;
import static org.mpnic.testbed.conversation.Scenario.BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION;
import static org.mpnic.testbed.conversation.Scenario.BAD_TCP_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.HOLE;
import static org.mpnic.testbed.conversation.Scenario.HOLE_MENDED;
import static org.mpnic.testbed.conversation.Scenario.REINJECTION;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What still has to go wrong in one direction of a conversation, and what must be sent again for
 * it.
 */
final class Faults {
  private final Random random;

  /** Faults that have not happened often enough. */
  final List<Scenario> pending = new ArrayList<>();

  /** Stretches to be mapped a second time. */
  final List<Piece> again = new ArrayList<>();

  Faults(Profile profile, Random random) {
    this.random = random;
    Scenario[] once = {
      HOLE,
      HOLE_MENDED,
      BAD_TCP_CHECKSUM,
      REINJECTION,
      BAD_DSS_CHECKSUM,
      BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION,
      BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION
    };
    for (Scenario s : once) {
      if (profile.has(s)) {
        pending.add(s);
      }
    }
  }

  /** Lets each fault that the profile asks for happen once or more. */
  void befall(List<Piece> pieces, int sent) {
    Piece victim = pieces.get(random.nextInt(pieces.size()));
    if (pending.contains(BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION)) {
      alter(victim, random);
      victim.retransmitted = true;
    } else if (pending.contains(BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION)) {
      alterOrWrongField(victim);
      again.add(new Piece(victim.offset, victim.length));
    } else if (pending.contains(BAD_DSS_CHECKSUM)) {
      alterOrWrongField(victim);
    }
    if (victim.isBad() && random.nextInt(3) != 0) {
      pending.remove(
          victim.retransmitted
              ? BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION
              : pending.contains(BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION)
                  ? BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION
                  : BAD_DSS_CHECKSUM);
    }
    if (pending.contains(REINJECTION) && sent > 2) {
      int from = random.nextInt(sent - 1);
      int length = 1 + random.nextInt(Math.min(60_000, sent - from));
      again.add(new Piece(from, length));
      if (random.nextInt(3) == 0) {
        pending.remove(REINJECTION);
      }
    }
  }

  /** Flips one bit of one byte of the payload. */
  static void alter(Piece piece, Random random) {
    piece.alteredAt = random.nextInt(piece.length);
    piece.alteredBy = 1 << random.nextInt(8);
  }

  private void alterOrWrongField(Piece piece) {
    if (random.nextBoolean()) {
      alter(piece, random);
    } else {
      piece.wrongField = true;
    }
  }
}
