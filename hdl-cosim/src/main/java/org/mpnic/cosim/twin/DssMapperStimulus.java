package org.mpnic.cosim.twin;

import java.util.Random;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.rx.DssMapper;
import org.mpnic.model.rx.HeaderWord;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.MptcpSubtype;

/**
 * Words for dss_mapper that are made to hit what its contexts hold just then: mappings that repeat,
 * meet, run out of slots and expire, payloads on their edges, segments on the edges of what was
 * counted, sums on the edge of the modulus.
 */
final class DssMapperStimulus {
  private static final int MODULUS = 0xffff;
  private static final int REBASE = 1 << 30;
  private static final int BLOCKS = 0xf000_0000;
  private static final int PHASE_WORDS = 512;
  private static final int[] REASONS = {
    Reason.HANDSHAKE.code(), Reason.NO_MAPPING.code(), Reason.BAD_TCP_CHECKSUM.code()
  };

  private final DssMapper model;
  private final Random random;
  private final int subflows;
  private final int slots;
  private final int ranges;
  private final int window;
  private final int[] generations;
  private final int[] next;
  private final int[] tail;
  private int hot = 1;
  private int phaseWords;
  private boolean calm;
  private HeaderWord word;
  private FrameHeader header;
  private long[] words;
  private int at;

  /** Words for {@code model}, whose contexts are read. */
  DssMapperStimulus(NicConfig config, DssMapper model, Random random) {
    this.model = model;
    this.random = random;
    this.subflows = config.subflows();
    this.slots = config.mappingsPerSubflow();
    this.ranges = config.coveredIntervals();
    this.window = (int) config.receiveWindowBytes();
    this.generations = new int[subflows];
    this.next = new int[subflows];
    this.tail = new int[subflows];
  }

  /**
   * Programs an entry: seldom a hot one, whose slots would never fill otherwise, and sooner one
   * with an infinite mapping, which takes no other.
   */
  void program(long cycle) {
    int id = anySubflow(random.nextBoolean() ? hot : subflows);
    long state = model.mappingContexts().words()[model.mappingContexts().base(id) + 1];
    boolean isInfinite = (state >>> 32 & 1) != 0;
    if (id < hot && random.nextInt(isInfinite ? 4 : 64) != 0) {
      return;
    }
    generations[id] += random.nextInt(8) == 0 ? 0 : 1;
    generations[id] &= 0xfff;
    next[id] = random.nextInt(4) == 0 ? -random.nextInt(2000) : random.nextInt();
    tail[id] = next[id];
    model.program(cycle, id, generations[id]);
  }

  private int anySubflow(int count) {
    return random.nextInt(Math.max(1, Math.min(count, subflows)));
  }

  /** Makes the next word. */
  void make(HeaderWord made) {
    word = made;
    header = made.header;
    header.hasMapping = false;
    header.dataFin = false;
    header.dssFlags = random.nextInt(8) == 0 ? MptcpSubtype.DSS_DATA_FIN : 0;
    if (phaseWords-- == 0) {
      phaseWords = random.nextInt(PHASE_WORDS);
      calm = random.nextBoolean();
      hot = Math.min(subflows, 1 << random.nextInt(3));
    }
    int id = random.nextInt(16) == 0 ? anySubflow(subflows) : anySubflow(hot);
    words = model.mappingContexts().words();
    at = model.mappingContexts().base(id);
    if (!calm || random.nextInt(16) == 0) {
      advance(id);
    }
    word.subflowValid = random.nextInt(64) != 0;
    word.kind = random.nextInt(64) == 0 ? random.nextInt(4) : HeaderWord.KIND_MPTCP;
    word.subflow = id;
    word.subflowGeneration = generations[id] ^ (random.nextInt(128) == 0 ? 1 : 0);
    word.receiveNextBefore = next[id];
    word.reason = random.nextInt(24) == 0 ? REASONS[random.nextInt(REASONS.length)] : 0;
    word.order = random.nextInt(32) == 0 ? HeaderWord.OUTSIDE_WINDOW : random.nextInt(4);
    if (calm && random.nextInt(16) != 0) {
      takeCalm(id);
    } else {
      takeOption(id);
      takePayload(id);
    }
    takeSum(id);
  }

  /** Moves the in-order point: mostly on, sometimes to where something becomes different. */
  private void advance(int id) {
    int slot = anySlot();
    switch (random.nextInt(96)) {
      case 0 -> next[id] = slotEnd(slot) + window / 2 + random.nextInt(3);
      case 1, 2 -> next[id] = slotEnd(slot) - 1 + random.nextInt(3);
      case 3, 4, 5, 6, 7, 8 -> next[id] = slotEnd(slot);
      case 9 -> next[id] = tail[id] - random.nextInt(500);
      case 10 -> next[id] += random.nextInt(8) == 0 ? window : random.nextInt(3000);
      case 11 -> next[id] = random.nextInt(16) == 0 ? random.nextInt() : next[id];
      case 12 -> {
        if ((words[at + 1] >>> 32 & 1) != 0) {
          next[id] = ((int) words[at + 2] & BLOCKS) + REBASE + edge();
        }
      }
      default -> {}
    }
    int ahead = tail[id] - next[id];
    if (ahead < 0 || ahead > window) {
      tail[id] = next[id];
    }
  }

  private int anySlot() {
    int valid = (int) words[at] & 0xffff;
    int slot = random.nextInt(slots);
    for (int i = 0; i < slots; i++) {
      slot = slot + 1 == slots ? 0 : slot + 1;
      if ((valid >>> slot & 1) != 0) {
        return slot;
      }
    }
    return slot;
  }

  private int slotSsn(int slot) {
    return (int) (words[at + 4 + slot] >>> 32);
  }

  private int slotBytes(int slot) {
    return (int) (words[at + 4 + slot] >>> 16) & 0xffff;
  }

  private int slotEnd(int slot) {
    return slotSsn(slot) + slotBytes(slot);
  }

  // ---- the DSS option

  private void takeOption(int id) {
    if (random.nextInt(5) == 0) {
      // A mapping without DSS option must be nothing to the stage.
      header.hasMapping = random.nextInt(4) == 0;
      header.dssLength = lengths();
      header.dssSsn = next[id];
      return;
    }
    header.mptcpOptions = 1 << MptcpSubtype.DSS;
    header.hasMapping = random.nextInt(8) != 0;
    header.dsnIs64 = random.nextBoolean();
    header.hasDssChecksum = random.nextInt(3) != 0;
    header.dssChecksum = random.nextInt(1 << 16);
    header.dsn = dsns();
    header.dssLength = lengths();
    placeMapping(id);
    if (header.dssLength == 0 && random.nextInt(12) != 0) {
      header.dssLength = 1 + random.nextInt(3);
    }
    header.dataFin = header.hasMapping && (header.dssFlags & MptcpSubtype.DSS_DATA_FIN) != 0;
    header.dsn &= header.dsnIs64 ? -1 : 0xffff_ffffL;
  }

  private long dsns() {
    return switch (random.nextInt(4)) {
      case 0 -> (random.nextLong() | 0xffff_ffffL) - random.nextInt(3000);
      case 1 -> -1 - random.nextInt(3000);
      default -> random.nextLong();
    };
  }

  private int lengths() {
    return switch (random.nextInt(16)) {
      case 0 -> 0;
      case 1 -> 1 + random.nextInt(3);
      case 2 -> 0xffff - random.nextInt(3);
      case 3 -> random.nextInt(1 << 16);
      case 4, 5, 6 -> 1 + random.nextInt(40);
      default -> (1 + random.nextInt(2 * ranges + 2)) * (8 + random.nextInt(3));
    };
  }

  private void placeMapping(int id) {
    int bytes = header.dssLength - header.dssFlags / MptcpSubtype.DSS_DATA_FIN;
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> repeat(anySlot());
      case 3 -> {
        repeat(anySlot());
        changeField();
      }
      case 4, 5 -> header.dssSsn = slotSsn(anySlot()) + random.nextInt(21) - 10;
      case 6 -> header.dssSsn = slotEnd(anySlot()) - 1 + random.nextInt(3);
      case 7 -> header.dssSsn = slotSsn(anySlot()) - bytes - 1 + random.nextInt(3);
      case 8 -> header.dssSsn = next[id] - bytes - 1 + random.nextInt(3);
      case 9 -> header.dssSsn = next[id] + (random.nextBoolean() ? window : -window) + edge();
      case 10 -> {
        int infinite = (int) words[at + 2];
        header.dssSsn = infinite - bytes - 1 + random.nextInt(3);
      }
      case 11 -> header.dssSsn = random.nextInt(4) == 0 ? random.nextInt() : next[id] + edge();
      default -> {
        header.dssSsn = tail[id] + (random.nextInt(8) == 0 ? random.nextInt(9) : 0);
        tail[id] = header.dssSsn + bytes;
      }
    }
  }

  private int edge() {
    return random.nextInt(3) - 1;
  }

  private void repeat(int slot) {
    long key = words[at + 4 + slot];
    boolean fin = (words[at] >>> 16 + slot & 1) != 0;
    header.dssSsn = (int) (key >>> 32);
    header.dssLength = ((int) (key >>> 16) & 0xffff) + (fin ? 1 : 0);
    header.dssFlags = fin ? MptcpSubtype.DSS_DATA_FIN : 0;
    header.hasDssChecksum = (words[at] >>> 32 + slot & 1) != 0;
    header.dssChecksum = (int) key & 0xffff;
    header.dsnIs64 = (words[at] >>> 48 + slot & 1) != 0;
    header.dsn = words[at + 4 + slots + slot];
    header.hasMapping = true;
    if (!header.hasDssChecksum) {
      // What stands there without checksum is nothing to the stage.
      header.dssChecksum = random.nextInt(1 << 16);
    }
  }

  private void changeField() {
    switch (random.nextInt(7)) {
      case 0 -> header.dssSsn++;
      case 1 -> header.dssLength++;
      case 2 -> header.dssFlags ^= MptcpSubtype.DSS_DATA_FIN;
      case 3 -> header.hasDssChecksum ^= true;
      case 4 -> header.dssChecksum ^= 1 << random.nextInt(16);
      case 5 -> header.dsn ^= 1L << random.nextInt(32);
      default -> header.dsnIs64 ^= true;
    }
    header.dssLength &= 0xffff;
  }

  // ---- the payload

  private void takePayload(int id) {
    int slot = anySlot();
    int start = slotSsn(slot);
    int bytes = slotBytes(slot);
    if (header.hasMapping && random.nextInt(2) == 0) {
      start = header.dssSsn;
      bytes = header.dssLength - (header.dataFin ? 1 : 0);
    }
    bytes = Math.max(bytes, 1);
    int piece = Math.max(1, bytes / (1 + random.nextInt(2 * ranges + 2)));
    switch (random.nextInt(16)) {
      case 0 -> payload(start, 0);
      case 1, 2 -> payload(start, bytes);
      case 3 -> payload(start - 1 + random.nextInt(2), bytes + random.nextInt(2));
      case 4 -> payload(start + bytes - random.nextInt(3), piece);
      case 5 -> payload(start - piece + random.nextInt(3), piece);
      case 6 -> payload(random.nextInt(4) == 0 ? random.nextInt() : next[id], piece);
      case 7 -> payload((int) words[at + 2] + edge(), 1 + random.nextInt(100));
      case 8 -> payload(start + random.nextInt(bytes), 1 + random.nextInt(bytes));
      case 9, 10, 11 -> nextToRange(id, slot);
      case 12 -> payload(start + random.nextInt(bytes), 1);
      default -> payload(start + random.nextInt(bytes / piece) * piece, piece);
    }
  }

  private void payload(int ssn, int length) {
    word.ssn = ssn;
    header.payloadLength = Math.max(0, Math.min(0xffff, length));
  }

  /** Pieces of mappings in any order, until they are whole, each mapping on every segment of it. */
  private void takeCalm(int id) {
    int slot = openSlot(id);
    if (slot < 0) {
      header.mptcpOptions = 1 << MptcpSubtype.DSS;
      header.hasMapping = true;
      header.dssFlags = 0;
      header.dsnIs64 = random.nextBoolean();
      header.hasDssChecksum = random.nextInt(8) != 0;
      header.dssChecksum = random.nextInt(1 << 16);
      header.dsn = header.dsnIs64 ? dsns() : dsns() & 0xffff_ffffL;
      header.dssLength = 1 + random.nextInt(200);
      header.dssSsn = tail[id];
      tail[id] += header.dssLength;
      payload(header.dssSsn, 1 + random.nextInt(header.dssLength));
      return;
    }
    if (random.nextBoolean()) {
      header.mptcpOptions = 1 << MptcpSubtype.DSS;
      repeat(slot);
      header.dataFin = header.dssFlags != 0;
    }
    if (random.nextInt(3) == 0) {
      nextToRange(id, slot);
      return;
    }
    int bytes = slotBytes(slot);
    int pieces = Math.min(bytes, 2 + Math.floorMod(slotSsn(slot), 2 * ranges + 2));
    int piece = random.nextInt(pieces);
    int from = bytes * piece / pieces;
    payload(slotSsn(slot) + from, bytes * (piece + 1) / pieces - from);
  }

  /** A slot whose mapping can still be judged, or -1. */
  private int openSlot(int id) {
    int perSlot = 1 + (ranges + 1) / 2;
    int base = model.sumContexts().base(id);
    int slot = random.nextInt(slots);
    for (int i = 0; i < slots; i++) {
      slot = slot + 1 == slots ? 0 : slot + 1;
      boolean closed = (model.sumContexts().words()[base + slot * perSlot] >>> 16 & 3) != 0;
      boolean live = (words[at] >>> slot & 1) != 0 && (words[at + 1] >>> slot & 1) == 0;
      if (live && !closed) {
        return slot;
      }
    }
    return -1;
  }

  /** A segment on the edges of what has been counted of a slot. */
  private void nextToRange(int id, int slot) {
    long[] sums = model.sumContexts().words();
    int perSlot = 1 + (ranges + 1) / 2;
    int base = model.sumContexts().base(id) + slot * perSlot + 1;
    int i = random.nextInt(ranges);
    int range = (int) (sums[base + (i >> 1)] >>> ((i & 1) << 5));
    int from = range >>> 16;
    int to = range & 0xffff;
    i = random.nextInt(ranges);
    int other = (int) (sums[base + (i >> 1)] >>> ((i & 1) << 5)) >>> 16;
    int ssn = slotSsn(slot);
    int left = slotBytes(slot) - to;
    switch (random.nextInt(9)) {
      case 0 -> payload(ssn + to, other > to ? other - to : 1 + random.nextInt(20));
      case 1 -> payload(ssn + to + edge(), 1 + random.nextInt(20));
      case 2 -> payload(ssn, from);
      case 3, 4, 5 -> payload(ssn + to, left);
      case 6 -> payload(ssn + to, Math.min(left, 1 + random.nextInt(20)));
      case 7 -> payload(ssn + from + edge(), to - from + edge());
      default -> payload(ssn + from / 2, from - from / 2);
    }
  }

  /** Sums that reach the modulus, one less, or 0, with what the payload's slot has. */
  private void takeSum(int id) {
    word.payloadSum = random.nextInt(MODULUS);
    if (random.nextInt(4) != 0) {
      return;
    }
    int perSlot = 1 + (ranges + 1) / 2;
    int slot = anySlot();
    long state = model.sumContexts().words()[model.sumContexts().base(id) + slot * perSlot];
    int wanted = Math.floorMod(edge() - (int) (state & 0xffff), MODULUS);
    boolean odd = (word.ssn - slotSsn(slot) & 1) != 0;
    word.payloadSum = odd ? (wanted >>> 8 | wanted << 8) & 0xffff : wanted;
  }
}
