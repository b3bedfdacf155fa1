package org.mpnic.testbed.conversation;

import java.util.Random;
import org.mpnic.testbed.raw.Keys;

/** One end of a connection: its key, and what it has to say. */
final class Peer {
  final long key;
  final int token;

  /** DSN of its first byte. */
  final long firstDsn;

  final Outgoing out;

  Peer(Profile profile, int streamBytes, Random random) {
    out = new Outgoing(streamBytes, random);
    long candidate = random.nextLong();
    if (profile.has(Scenario.DSN_WRAP)) {
      while (!wraps(Keys.idsn(profile.version, candidate), streamBytes)) {
        candidate++;
      }
    }
    key = candidate;
    token = Keys.token(profile.version, key);
    firstDsn = Keys.idsn(profile.version, key) + 1;
  }

  private static boolean wraps(long idsn, int streamBytes) {
    long untilWrap = 0x1_0000_0000L - (idsn & 0xffffffffL);
    return untilWrap > streamBytes / 8 && untilWrap < streamBytes - streamBytes / 8;
  }
}
