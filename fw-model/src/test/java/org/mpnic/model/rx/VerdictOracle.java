package org.mpnic.model.rx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.mpnic.abi.Verdict;
import org.mpnic.wire.mptcp.DssChecksum;

/**
 * Keeps every byte that reached the host as counted, and objects to a verdict that they do not bear
 * out: the naive twin of dss_mapper, connection_tracker and steering together.
 */
public final class VerdictOracle {
  /** Mappings of one subflow that contradict each other may differ in their DSN alone. */
  private record Key(
      int subflow,
      int generation,
      int ssn,
      int length,
      boolean fin,
      int dsnLow,
      int checksum,
      boolean has) {}

  private static final class Content {
    final byte[] bytes;
    final boolean[] seen;
    long dsn;
    int count;
    int summed;

    Content(int length) {
      bytes = new byte[length];
      seen = new boolean[length];
    }
  }

  private final Map<Key, Content> contents = new HashMap<>();
  private int judged;
  private int good;
  private int bad;
  private int ended;

  /** Verdicts that were checked. */
  public int judged() {
    return judged;
  }

  /** Verdicts good. */
  public int good() {
    return good;
  }

  /** Verdicts bad. */
  public int bad() {
    return bad;
  }

  /** Mappings that ended without verdict. */
  public int unjudged() {
    return ended;
  }

  /** Checks a word behind steering. */
  public void onWord(HeaderWord w) {
    if (w.evicted.valid) {
      contents.remove(key(w, w.evicted));
      ended++;
      require(w.evicted.verdict == Verdict.NONE.code(), w, "an evicted mapping has a verdict");
    }
    boolean kept = w.decision == HeaderWord.KEEP;
    if (w.segmentNew) {
      require(w.mapped && !w.infiniteMapping, w, "counted but not mapped");
      require(kept ? w.reason == 0 : true, w, "counted on the slow path");
      count(w, kept);
    }
    int verdict = w.verdict;
    if (w.endedInOneSegment && verdict == Verdict.NONE.code()) {
      contents.remove(ownKey(w));
      ended++;
    }
    if (verdict == Verdict.GOOD.code() || verdict == Verdict.BAD.code()) {
      Key key = ownKey(w);
      check(w, key, verdict, w.dsn - (w.ssn - w.mappingSsn));
    }
    if (w.ended.valid) {
      verdict = w.ended.verdict;
      Key key = key(w, w.ended);
      if (verdict == Verdict.NONE.code()) {
        contents.remove(key);
        ended++;
      } else {
        check(w, key, verdict, w.ended.dsn);
      }
    }
  }

  private void count(HeaderWord w, boolean kept) {
    int fin = w.mappingFin ? 1 : 0;
    Content content = contents.computeIfAbsent(ownKey(w), k -> new Content(w.mappingLength - fin));
    long dsn = w.dsn - (w.ssn - w.mappingSsn);
    content.dsn = dsn;
    int from = w.ssn - w.mappingSsn;
    for (int i = 0; i < w.header.payloadLength; i++) {
      require(from + i >= 0 && from + i < content.bytes.length, w, "counted outside the mapping");
      require(!content.seen[from + i], w, "byte counted twice");
      content.seen[from + i] = kept;
      content.bytes[from + i] = w.buffer[w.offset + w.header.payloadOffset + i];
      content.count += kept ? 1 : 0;
      content.summed++;
    }
    if (!w.mappingHasChecksum && content.summed == content.bytes.length) {
      contents.remove(ownKey(w));
    }
  }

  private void check(HeaderWord w, Key key, int verdict, long dsn) {
    Content content = contents.remove(key);
    require(content != null, w, "verdict on a mapping of which nothing came");
    require(content.count == content.bytes.length, w, "verdict on a mapping that is not whole");
    int sum = 0;
    for (int i = 0; i < content.bytes.length; i++) {
      sum += (content.bytes[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    boolean ok = DssChecksum.ok(dsn, key.ssn, key.length, sum, key.checksum);
    require(
        (verdict == Verdict.GOOD.code()) == ok,
        w,
        "verdict " + verdict + " but the checksum is " + ok + " for " + key + " dsn " + dsn);
    judged++;
    good += ok ? 1 : 0;
    bad += ok ? 0 : 1;
  }

  private static Key ownKey(HeaderWord w) {
    return new Key(
        w.subflow,
        w.subflowGeneration,
        w.mappingSsn,
        w.mappingLength,
        w.mappingFin,
        (int) w.dsn - (w.ssn - w.mappingSsn),
        w.mappingChecksum,
        w.mappingHasChecksum);
  }

  private static Key key(HeaderWord w, MappingRecord r) {
    return new Key(
        w.subflow,
        w.subflowGeneration,
        r.ssn,
        r.wireLength,
        r.dataFin,
        (int) r.dsn,
        r.checksum,
        r.hasChecksum);
  }

  private static void require(boolean condition, HeaderWord w, String what) {
    if (!condition) {
      throw new AssertionError(
          what
              + ": port "
              + w.port
              + " frame "
              + w.frame
              + " subflow "
              + w.subflow
              + " ssn "
              + w.ssn
              + " length "
              + w.header.payloadLength
              + " mapping "
              + w.mappingSsn
              + "+"
              + w.mappingLength
              + " head "
              + Arrays.toString(Arrays.copyOf(w.buffer, Math.min(60, w.buffer.length))));
    }
  }
}
