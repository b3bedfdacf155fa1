package org.mpnic.testbed.conversation;

import static org.mpnic.testbed.conversation.Scenario.ADDRESSES;
import static org.mpnic.testbed.conversation.Scenario.BAD_DSS_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION;
import static org.mpnic.testbed.conversation.Scenario.BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION;
import static org.mpnic.testbed.conversation.Scenario.BAD_IP_CHECKSUM_MENDED;
import static org.mpnic.testbed.conversation.Scenario.BAD_TCP_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.BAD_TCP_CHECKSUM_MENDED;
import static org.mpnic.testbed.conversation.Scenario.BASIC;
import static org.mpnic.testbed.conversation.Scenario.CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.DSN_WRAP;
import static org.mpnic.testbed.conversation.Scenario.DUPLICATES;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_BY_BAD_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_FIRST_DATA;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_SYN_ACK;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_IN_THIRD_ACK;
import static org.mpnic.testbed.conversation.Scenario.FALLBACK_LATER;
import static org.mpnic.testbed.conversation.Scenario.FASTCLOSE_OVERTAKES_DATA;
import static org.mpnic.testbed.conversation.Scenario.FIN_OVERTAKES_DATA;
import static org.mpnic.testbed.conversation.Scenario.HOLE;
import static org.mpnic.testbed.conversation.Scenario.HOLE_MENDED;
import static org.mpnic.testbed.conversation.Scenario.INFINITE_MAPPING;
import static org.mpnic.testbed.conversation.Scenario.IPV6;
import static org.mpnic.testbed.conversation.Scenario.IPV6_EXTENSION_HEADERS;
import static org.mpnic.testbed.conversation.Scenario.JOIN;
import static org.mpnic.testbed.conversation.Scenario.JOIN_WRONG_HMAC;
import static org.mpnic.testbed.conversation.Scenario.MANY_MAPPINGS;
import static org.mpnic.testbed.conversation.Scenario.MIXED_FAMILIES;
import static org.mpnic.testbed.conversation.Scenario.MP_CAPABLE_WITH_DATA;
import static org.mpnic.testbed.conversation.Scenario.NO_CHECKSUM;
import static org.mpnic.testbed.conversation.Scenario.OFFLOAD_FRAMES;
import static org.mpnic.testbed.conversation.Scenario.OUT_OF_ORDER;
import static org.mpnic.testbed.conversation.Scenario.OVERLAPS;
import static org.mpnic.testbed.conversation.Scenario.PARTIAL;
import static org.mpnic.testbed.conversation.Scenario.PARTIAL_WITH_JOIN;
import static org.mpnic.testbed.conversation.Scenario.PLAIN_TCP;
import static org.mpnic.testbed.conversation.Scenario.PORT_REUSE;
import static org.mpnic.testbed.conversation.Scenario.REINJECTION;
import static org.mpnic.testbed.conversation.Scenario.RST_OVERTAKES_DATA;
import static org.mpnic.testbed.conversation.Scenario.SEGMENTS_OVER_TWO_MAPPINGS;
import static org.mpnic.testbed.conversation.Scenario.SERVER_JOIN;
import static org.mpnic.testbed.conversation.Scenario.STACKED_VLAN;
import static org.mpnic.testbed.conversation.Scenario.VERSION_0;
import static org.mpnic.testbed.conversation.Scenario.VLAN;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * The features of one conversation, made consistent with each other, and the sizes that go with
 * them.
 */
final class Profile {
  /** Features that decide by what a stream is carried: at most one per conversation. */
  private static final Set<Scenario> KINDS =
      EnumSet.of(
          INFINITE_MAPPING,
          FALLBACK_IN_SYN_ACK,
          FALLBACK_IN_THIRD_ACK,
          FALLBACK_IN_FIRST_DATA,
          FALLBACK_LATER,
          FALLBACK_BY_BAD_CHECKSUM,
          PLAIN_TCP,
          PARTIAL,
          PARTIAL_WITH_JOIN);

  private static final Set<Scenario> BAD_SUMS =
      EnumSet.of(
          BAD_DSS_CHECKSUM,
          BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION,
          BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION);

  /** What a connection with one subflow for ever, or none that is known, cannot have. */
  private static final Set<Scenario> NOT_WITH_A_KIND =
      EnumSet.of(
          JOIN,
          SERVER_JOIN,
          JOIN_WRONG_HMAC,
          MIXED_FAMILIES,
          REINJECTION,
          HOLE_MENDED,
          ADDRESSES,
          BAD_DSS_CHECKSUM,
          BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION,
          BAD_DSS_CHECKSUM_MENDED_BY_RETRANSMISSION);

  final Set<Scenario> set;
  final Scenario kind;
  final int version;
  final boolean checksum;
  final int mss;
  final int subflows;
  final int[] streamBytes = new int[2];
  final int[] vlans;

  /** Whether the addresses and ports were used before: sequence numbers are not alike then. */
  boolean again;

  Profile(ConversationOptions options, Random random) {
    set = EnumSet.noneOf(Scenario.class);
    set.addAll(options.scenarios());
    if (options.mix()) {
      addRandom(random);
    }
    Scenario found = null;
    for (Scenario s : KINDS) {
      if (set.contains(s)) {
        found = s;
      }
    }
    kind = found;
    settle(random);
    version = set.contains(VERSION_0) ? 0 : 1;
    checksum = set.contains(CHECKSUM);
    mss = has(IPV6) || has(MIXED_FAMILIES) ? 1220 + random.nextInt(180) : 500 + random.nextInt(900);
    subflows = subflows(random);
    int least = has(DSN_WRAP) ? 256_000 : has(OFFLOAD_FRAMES) ? 300_000 : 1;
    int most = Math.max(least, options.streamBytes());
    for (int i = 0; i < 2; i++) {
      streamBytes[i] = Math.max(least, most / 2 + random.nextInt(most / 2 + 1));
    }
    if (options.mix() && least == 1 && random.nextInt(4) == 0) {
      streamBytes[1] = random.nextInt(100);
    }
    vlans =
        has(STACKED_VLAN)
            ? new int[] {100 + random.nextInt(100), 1 + random.nextInt(99)}
            : has(VLAN) ? new int[] {1 + random.nextInt(4000)} : new int[0];
  }

  boolean has(Scenario scenario) {
    return set.contains(scenario);
  }

  boolean mptcpHandshake() {
    return kind != PLAIN_TCP;
  }

  boolean partial() {
    return kind == PARTIAL || kind == PARTIAL_WITH_JOIN;
  }

  /** Most payload bytes of one frame. */
  int segmentBytes(Random random) {
    if (has(OFFLOAD_FRAMES)) {
      return random.nextBoolean() ? 60_000 : 2 * mss + random.nextInt(20_000);
    }
    return mss;
  }

  /** Most bytes of one mapping. */
  int pieceBytes(Random random) {
    if (has(MANY_MAPPINGS)) {
      return 50 + random.nextInt(700);
    }
    if (has(OFFLOAD_FRAMES) && random.nextBoolean()) {
      return 45_000 + random.nextInt(20_000);
    }
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextInt(64);
      case 1 -> 1 + random.nextInt(2 * mss);
      case 2 -> 1 + random.nextInt(8 * mss);
      default -> 1 + random.nextInt(5000);
    };
  }

  private int subflows(Random random) {
    if (kind == PARTIAL_WITH_JOIN || has(MIXED_FAMILIES)) {
      return 2;
    }
    if (kind != null && kind != PARTIAL) {
      return 1;
    }
    if (kind == PARTIAL) {
      return 1 + random.nextInt(2);
    }
    if (has(JOIN) || has(SERVER_JOIN)) {
      return 2 + random.nextInt(2);
    }
    boolean spare =
        has(BAD_DSS_CHECKSUM_MENDED_BY_REINJECTION) || has(HOLE_MENDED) || has(REINJECTION);
    return spare ? 2 : has(BASIC) ? 1 + random.nextInt(2) : 1;
  }

  private void addRandom(Random random) {
    if (random.nextInt(3) == 0) {
      Scenario[] kinds = KINDS.toArray(new Scenario[0]);
      set.add(kinds[random.nextInt(kinds.length)]);
    }
    for (Scenario s : Scenario.values()) {
      if (!KINDS.contains(s) && random.nextInt(4) == 0) {
        set.add(s);
      }
    }
    if (random.nextBoolean()) {
      set.add(CHECKSUM);
    }
    if (random.nextInt(4) != 0) {
      set.removeAll(BAD_SUMS);
    }
    if (random.nextInt(3) != 0) {
      set.remove(OFFLOAD_FRAMES);
      set.remove(DSN_WRAP);
    }
  }

  private void settle(Random random) {
    if (set.contains(MP_CAPABLE_WITH_DATA) || kind == PARTIAL_WITH_JOIN) {
      set.remove(VERSION_0);
    }
    if (kind != null) {
      set.removeAll(NOT_WITH_A_KIND);
      set.remove(PORT_REUSE);
      set.remove(DSN_WRAP);
      if (kind != FALLBACK_LATER && kind != INFINITE_MAPPING && kind != FALLBACK_BY_BAD_CHECKSUM) {
        set.remove(MP_CAPABLE_WITH_DATA);
      }
    }
    if (partial()) {
      set.removeAll(
          EnumSet.of(DUPLICATES, OVERLAPS, OUT_OF_ORDER, MANY_MAPPINGS, HOLE, BAD_TCP_CHECKSUM));
    }
    if (kind == FALLBACK_BY_BAD_CHECKSUM) {
      set.removeAll(EnumSet.of(OUT_OF_ORDER, MANY_MAPPINGS, SEGMENTS_OVER_TWO_MAPPINGS));
    }
    boolean sums = set.stream().anyMatch(BAD_SUMS::contains) || kind == FALLBACK_BY_BAD_CHECKSUM;
    if (sums) {
      set.remove(NO_CHECKSUM);
    }
    if (sums || !set.contains(NO_CHECKSUM) && random.nextBoolean()) {
      set.add(CHECKSUM);
    }
    if (set.contains(NO_CHECKSUM)) {
      set.remove(CHECKSUM);
    }
    if (set.contains(OFFLOAD_FRAMES)) {
      set.removeAll(
          EnumSet.of(
              BAD_TCP_CHECKSUM, BAD_TCP_CHECKSUM_MENDED, BAD_IP_CHECKSUM_MENDED, MANY_MAPPINGS));
    }
    if (set.contains(STACKED_VLAN)) {
      set.remove(VLAN);
    }
    if (set.contains(IPV6_EXTENSION_HEADERS)) {
      set.add(IPV6);
    }
    if (set.contains(IPV6)) {
      set.remove(BAD_IP_CHECKSUM_MENDED);
    }
    if (set.contains(FIN_OVERTAKES_DATA)) {
      set.remove(RST_OVERTAKES_DATA);
      set.remove(FASTCLOSE_OVERTAKES_DATA);
    }
    if (set.contains(RST_OVERTAKES_DATA)) {
      set.remove(FASTCLOSE_OVERTAKES_DATA);
    }
    if (kind != null && set.contains(FASTCLOSE_OVERTAKES_DATA)) {
      set.remove(FASTCLOSE_OVERTAKES_DATA);
    }
  }
}
