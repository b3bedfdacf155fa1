package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.Reason;
import org.mpnic.abi.Verdict;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.InternetChecksum;
import org.mpnic.wire.MptcpSubtype;

/** What dss_mapper does, for the Java stage and for its RTL twin. */
public abstract class DssMapperContract {
  private static final int ID = 3;
  private static final int GENERATION = 7;
  private static final int PENDING = Verdict.PENDING.code();
  private static final int NONE = Verdict.NONE.code();

  private final NicConfig config;
  private long cycle = 10;
  private StageUnderTest stage;

  /** The contract with its usual parameters. */
  protected DssMapperContract() {
    this(NicConfig.DEFAULT.toBuilder().subflows(8).build());
  }

  /** The contract with these parameters. */
  protected DssMapperContract(NicConfig config) {
    this.config = config;
  }

  /** A fresh stage with this configuration. */
  protected abstract StageUnderTest stage(NicConfig config);

  /**
   * The parameters of a random run, or of a case that needs special ones; a twin that is built for
   * every set may take others that are near.
   */
  protected NicConfig near(NicConfig wanted) {
    return wanted;
  }

  private void start(NicConfig c) {
    stage = stage(c);
    long[] empty = new long[4 + 2 * c.mappingsPerSubflow()];
    empty[1] = (long) GENERATION << 20;
    stage.write("mapping_context", 1, ID, empty);
  }

  private HeaderWord word(int ssn, byte[] payload, int next) {
    HeaderWord w = new HeaderWord();
    w.grantCycle = ++cycle;
    w.flowHit = true;
    w.subflow = ID;
    w.subflowGeneration = GENERATION;
    w.subflowValid = true;
    w.kind = HeaderWord.KIND_MPTCP;
    w.ssn = ssn;
    w.receiveNextBefore = next;
    w.header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    w.header.payloadLength = payload.length;
    w.payloadSum =
        InternetChecksum.residue(InternetChecksum.sumByWords(payload, 0, payload.length));
    return w;
  }

  private HeaderWord with(HeaderWord w, NaiveMapper.Mapping m) {
    w.header.mptcpOptions = 1 << MptcpSubtype.DSS;
    w.header.hasMapping = true;
    w.header.dssFlags =
        MptcpSubtype.DSS_MAPPING
            | (m.dsn64() ? MptcpSubtype.DSS_DSN_64 : 0)
            | (m.fin() ? MptcpSubtype.DSS_DATA_FIN : 0);
    w.header.dataFin = m.fin();
    w.header.dsn = m.dsn64() ? m.dsn() : m.dsn() & 0xffff_ffffL;
    w.header.dsnIs64 = m.dsn64();
    w.header.dssSsn = (int) m.ssn();
    w.header.dssLength = m.wireLength();
    w.header.hasDssChecksum = m.has();
    w.header.dssChecksum = m.checksum();
    return w;
  }

  private static NaiveMapper.Mapping mapping(long ssn, int length, long dsn, int checksum) {
    return new NaiveMapper.Mapping(ssn, length, false, dsn, true, checksum, true);
  }

  private static NaiveMapper.Mapping unchecked(long ssn, int length, long dsn) {
    return new NaiveMapper.Mapping(ssn, length, false, dsn, true, 0, false);
  }

  private HeaderWord through(HeaderWord w) {
    assertThat(stage.run(List.of(w))).containsExactly(w.grantCycle + stage.latencyCycles());
    return w;
  }

  /** No slot is taken: as many mappings as there are slots come, and none has to leave. */
  private void assertNoMapping(int next) {
    for (int i = 1; i <= config.mappingsPerSubflow(); i++) {
      HeaderWord w = through(with(word(next, new byte[0], next), unchecked(next + 50 * i, 50, i)));
      assertThat(w.evicted.valid).as("mapping " + i).isFalse();
    }
  }

  private static byte[] hex(String digits) {
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  @Test
  void shouldSumTheGoldenVectors() {
    byte[] ssh = "SSH-2.0-OpenSSH_5.5p1 Debian-6+squeeze1\r\n".getBytes(StandardCharsets.US_ASCII);
    golden(1, ssh, 0xe47ef57dd1b97490L, 0x082f);
    golden(890, hex("0000000c0a1500000000000000000000"), 0x9851b565d52ac2ebL, 0x0c87);
    golden(1, hex("63"), 0x6842b501b1712fb6L, 0x9e91);
  }

  private void golden(int ssn, byte[] payload, long dsn, int checksum) {
    start(config);
    HeaderWord w =
        through(with(word(ssn, payload, ssn), mapping(ssn, payload.length, dsn, checksum)));
    assertThat(w.mapped).isTrue();
    assertThat(w.dsn).isEqualTo(dsn);
    assertThat(w.segmentNew).isTrue();
    assertThat(w.ended.valid).isTrue();
    assertThat(w.ended.sum).isZero();
    assertThat(w.endedInOneSegment).isTrue();
    start(config);
    byte[] flipped = payload.clone();
    flipped[payload.length - 1] ^= 1;
    w = through(with(word(ssn, flipped, ssn), mapping(ssn, payload.length, dsn, checksum)));
    assertThat(w.ended.sum).isNotZero();
  }

  @Test
  void shouldSumOddSegmentsInAnyOrderWhenTheMappingComesOnce() {
    start(config);
    byte[] ssh = "SSH-2.0-OpenSSH_5.5p1 Debian-6+squeeze1\r\n".getBytes(StandardCharsets.US_ASCII);
    NaiveMapper.Mapping m = mapping(1, 41, 0xe47ef57dd1b97490L, 0x082f);
    byte[] tail = Arrays.copyOfRange(ssh, 16, 41);
    byte[] middle = Arrays.copyOfRange(ssh, 7, 16);
    byte[] head = Arrays.copyOfRange(ssh, 0, 7);
    HeaderWord first = through(with(word(17, tail, 1), m));
    assertThat(first.verdict).isEqualTo(PENDING);
    assertThat(first.dsn).isEqualTo(0xe47ef57dd1b97490L + 16);
    HeaderWord repeat = through(word(17, tail, 1));
    assertThat(repeat.segmentNew).isFalse();
    assertThat(repeat.verdict).isEqualTo(PENDING);
    assertThat(through(word(1, head, 1)).ended.valid).isFalse();
    HeaderWord last = through(word(8, middle, 8));
    assertThat(last.ended.valid).isTrue();
    assertThat(last.ended.sum).isZero();
    assertThat(last.verdict).isEqualTo(PENDING);
    assertThat(last.endedInOneSegment).isFalse();
    HeaderWord late = through(word(8, middle, 42));
    assertThat(late.mapped).isTrue();
    assertThat(late.segmentNew).isFalse();
    assertThat(late.verdict).isEqualTo(NONE);
    assertThat(late.ended.valid).isFalse();
  }

  @Test
  void shouldMapPayloadWhenTheMappingWasAnnouncedAhead() {
    start(config);
    through(with(word(1, new byte[0], 1), mapping(101, 10, 1000, 0)));
    through(with(word(1, new byte[0], 1), mapping(1, 100, 900, 0)));
    HeaderWord w = through(word(103, new byte[8], 101));
    assertThat(w.dsn).isEqualTo(1002);
    assertThat(w.mappingSsn).isEqualTo(101);
    assertThat(w.mappingLength).isEqualTo(10);
    assertThat(through(word(50, new byte[51], 50)).dsn).isEqualTo(949);
  }

  @Test
  void shouldSpoilBothMappingsWhenPayloadLiesOverTheirBorder() {
    start(config);
    through(with(word(1, new byte[4], 1), mapping(1, 10, 100, 0xffff - 100 - 1 - 10)));
    through(with(word(1, new byte[0], 5), mapping(11, 10, 110, 0xffff - 110 - 11 - 10)));
    HeaderWord over = through(word(5, new byte[12], 5));
    assertThat(over.reason).isEqualTo(Reason.PARTIAL_MAPPING.code());
    assertThat(over.mapped).isFalse();
    HeaderWord again = through(word(5, new byte[6], 17));
    assertThat(again.mapped).isTrue();
    assertThat(again.segmentNew).isFalse();
    assertThat(again.verdict).isEqualTo(NONE);
    assertThat(through(word(11, new byte[10], 17)).ended.valid).isFalse();
  }

  @Test
  void shouldSpoilTheMappingWhenASegmentOverlapsWhatWasCounted() {
    start(config);
    through(with(word(1, new byte[6], 1), mapping(1, 10, 100, 0)));
    HeaderWord overlap = through(word(5, new byte[6], 7));
    assertThat(overlap.mapped).isTrue();
    assertThat(overlap.segmentNew).isFalse();
    assertThat(overlap.verdict).isEqualTo(NONE);
    assertThat(overlap.ended.valid).isFalse();
    assertThat(through(word(7, new byte[4], 11)).ended.valid).isFalse();
  }

  @Test
  void shouldSpoilTheMappingWhenMoreRangesAreNeeded() {
    start(config);
    through(with(word(1, new byte[1], 1), mapping(1, 100, 100, 0)));
    for (int i = 1; i < config.coveredIntervals(); i++) {
      assertThat(through(word(1 + 10 * i, new byte[1], 2)).segmentNew).isTrue();
    }
    HeaderWord last = through(word(91, new byte[1], 2));
    assertThat(last.segmentNew).isFalse();
    assertThat(last.verdict).isEqualTo(NONE);
  }

  @Test
  void shouldCountDataFinInTheLengthButNoByteForIt() {
    start(config);
    NaiveMapper.Mapping m = new NaiveMapper.Mapping(1, 5, true, 100, true, 0xffff - 106, true);
    HeaderWord w = through(with(word(1, new byte[4], 1), m));
    assertThat(w.ended.valid).isTrue();
    assertThat(w.ended.sum).isZero();
    assertThat(w.ended.wireLength).isEqualTo(5);
    start(config);
    NaiveMapper.Mapping alone = new NaiveMapper.Mapping(0, 1, true, 100, true, 1, true);
    HeaderWord fin = through(with(word(9, new byte[0], 9), alone));
    assertThat(fin.mapped).isFalse();
    assertThat(fin.reason).isZero();
    assertNoMapping(9);
  }

  @Test
  void shouldReportAMappingWithoutVerdictWhenItLosesItsSlot() {
    start(config);
    through(with(word(1, new byte[5], 1), mapping(1, 10, 100, 0x1234)));
    for (int i = 1; i < config.mappingsPerSubflow(); i++) {
      through(with(word(1, new byte[0], 1), unchecked(1 + 10 * i, 10, 100 + 10 * i)));
    }
    HeaderWord w = through(with(word(1, new byte[0], 1), unchecked(1001, 10, 1100)));
    assertThat(w.evicted.valid).isTrue();
    assertThat(w.evicted.ssn).isEqualTo(1);
    assertThat(w.evicted.dsn).isEqualTo(100);
    assertThat(w.evicted.wireLength).isEqualTo(10);
    assertThat(w.evicted.checksum).isEqualTo(0x1234);
    assertThat(w.evicted.hasChecksum).isTrue();
    HeaderWord orphan = through(word(6, new byte[5], 6));
    assertThat(orphan.reason).isEqualTo(Reason.NO_MAPPING.code());
  }

  @Test
  void shouldEndSilentlyWhenAMappingWithoutChecksumIsWhole() {
    start(config);
    HeaderWord w = through(with(word(1, new byte[10], 1), unchecked(1, 10, 100)));
    assertThat(w.ended.valid).isFalse();
    assertThat(w.verdict).isEqualTo(NONE);
    for (int i = 1; i <= config.mappingsPerSubflow(); i++) {
      HeaderWord next = through(with(word(11, new byte[0], 11), unchecked(1 + 10 * i, 10, 9)));
      assertThat(next.evicted.valid).isFalse();
    }
  }

  @Test
  void shouldRefuseAMappingWhenItsEndWasPassed() {
    start(config);
    HeaderWord w = through(with(word(1, new byte[10], 11), mapping(1, 10, 100, 0)));
    assertThat(w.reason).isEqualTo(Reason.NO_MAPPING.code());
    assertNoMapping(11);
  }

  @Test
  void shouldNotMatchAnOldMappingWhenSubflowSequenceNumbersComeRound() {
    NicConfig small = near(config.toBuilder().receiveWindowBytes(1000).build());
    start(small);
    through(with(word(1, new byte[5], 1), mapping(1, 10, 100, 0)));
    through(word(700, new byte[0], 700));
    HeaderWord w = through(word(6, new byte[5], 1));
    assertThat(w.mapped).isFalse();
    assertThat(w.reason).isEqualTo(Reason.NO_MAPPING.code());
  }

  @Test
  void shouldFollowAnInfiniteMappingFromItsSsnOn() {
    start(config);
    NaiveMapper.Mapping infinite = new NaiveMapper.Mapping(101, 0, false, 5000, true, 0, true);
    HeaderWord announced = through(with(word(101, new byte[10], 101), infinite));
    assertThat(announced.mapped).isTrue();
    assertThat(announced.infiniteMapping).isTrue();
    assertThat(announced.dsn).isEqualTo(5000);
    assertThat(announced.verdict).isEqualTo(NONE);
    assertThat(through(word(1101, new byte[10], 111)).dsn).isEqualTo(6000);
    assertThat(through(word(100, new byte[10], 111)).reason).isEqualTo(Reason.NO_MAPPING.code());
    int ssn = 101;
    long dsn = 5000;
    for (int i = 0; i < 12; i++) {
      ssn += 1 << 29;
      dsn += 1 << 29;
      assertThat(through(word(ssn, new byte[10], ssn)).dsn).as("step " + i).isEqualTo(dsn);
    }
  }

  @Test
  void shouldLeavePlainSubflowsAndExceptionsAlone() {
    start(config);
    HeaderWord plain = with(word(1, new byte[10], 1), mapping(1, 10, 100, 0));
    plain.kind = HeaderWord.KIND_PLAIN;
    assertThat(through(plain).mapped).isFalse();
    assertThat(plain.reason).isZero();
    HeaderWord handshake = with(word(1, new byte[10], 1), mapping(1, 10, 100, 0));
    handshake.reason = Reason.HANDSHAKE.code();
    assertThat(through(handshake).mapped).isFalse();
    HeaderWord stale = with(word(1, new byte[10], 1), mapping(1, 10, 100, 0));
    stale.subflowGeneration++;
    assertThat(through(stale).reason).isEqualTo(Reason.CONTEXT_UNKNOWN.code());
    assertNoMapping(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void shouldAgreeWithSingleBytesWhenTrafficIsRandom(long seed) {
    Random random = new Random(seed);
    int slots = 1 + random.nextInt(9);
    int ranges = 1 + random.nextInt(5);
    int window = seed % 2 == 0 ? 120 : 1 << 20;
    NicConfig c =
        near(
            config.toBuilder()
                .mappingsPerSubflow(slots)
                .coveredIntervals(ranges)
                .receiveWindowBytes(window)
                .build());
    start(c);
    NaiveMapper naive =
        new NaiveMapper(c.mappingsPerSubflow(), c.coveredIntervals(), c.receiveWindowBytes());
    long next = 0xffff_fc00L;
    List<NaiveMapper.Mapping> known = new ArrayList<>();
    long mapped = next;
    int words = Integer.getInteger("mpnic.contract.words", 3000);
    for (int i = 0; i < words; i++) {
      cycle += random.nextInt(4) == 0 ? random.nextInt(30) : 0;
      NaiveMapper.Mapping m = null;
      if (known.isEmpty() || random.nextInt(3) == 0) {
        boolean fin = random.nextInt(9) == 0;
        int bytes = 1 + random.nextInt(30);
        long ssn = random.nextInt(12) == 0 ? next + random.nextInt(60) - 30 : mapped;
        m =
            new NaiveMapper.Mapping(
                ssn,
                bytes + (fin ? 1 : 0),
                fin,
                random.nextLong(),
                random.nextInt(4) != 0,
                0,
                random.nextInt(5) != 0);
        m = checked(m, random);
        mapped = Math.max(mapped, ssn + bytes);
        known.add(m);
        if (known.size() > 12) {
          known.remove(0);
        }
      } else if (random.nextBoolean()) {
        m = known.get(random.nextInt(known.size()));
      }
      NaiveMapper.Mapping about = known.get(random.nextInt(known.size()));
      long ssn = about.ssn();
      int length = about.bytes();
      switch (random.nextInt(6)) {
        case 0:
          length = 0;
          break;
        case 1:
          ssn += random.nextInt(20) - 10;
          length = 1 + random.nextInt(40);
          break;
        case 2:
          break;
        default:
          int from = random.nextInt(length);
          ssn += from;
          length = 1 + random.nextInt(length - from);
          break;
      }
      byte[] payload = new byte[length];
      random.nextBytes(payload);
      boolean outside = random.nextInt(200) == 0;
      HeaderWord w = word((int) ssn, payload, (int) next);
      w.order = outside ? HeaderWord.OUTSIDE_WINDOW : HeaderWord.IN_ORDER;
      through(m == null ? w : with(w, m));
      naive.segment(ssn, payload, m, next, outside);
      compare(w, naive, ssn, "word " + i);
      next += random.nextInt(4) == 0 ? random.nextInt(25) : 0;
      next = Math.max(next, mapped - 90);
    }
  }

  private static NaiveMapper.Mapping checked(NaiveMapper.Mapping m, Random random) {
    return new NaiveMapper.Mapping(
        m.ssn(),
        m.wireLength(),
        m.fin(),
        m.dsn64() ? m.dsn() : m.dsn() & 0xffff_ffffL,
        m.dsn64(),
        m.has() ? random.nextInt(65536) : 0,
        m.has());
  }

  private static void compare(HeaderWord w, NaiveMapper naive, long ssn, String what) {
    NaiveMapper.Slot slot = naive.mappedBy;
    assertThat(w.mapped).as(what).isEqualTo(slot != null);
    assertThat(w.segmentNew).as(what).isEqualTo(naive.counted);
    assertThat(w.evicted.valid).as(what).isEqualTo(naive.evicted != null);
    if (naive.evicted != null) {
      assertThat(w.evicted.ssn).as(what).isEqualTo((int) naive.evicted.ssn());
      assertThat(w.evicted.dsn).as(what).isEqualTo(naive.evicted.dsn());
      assertThat(w.evicted.wireLength).as(what).isEqualTo(naive.evicted.wireLength());
      assertThat(w.evicted.hasChecksum).as(what).isEqualTo(naive.evicted.has());
    }
    boolean payload = w.header.payloadLength > 0;
    int reason =
        slot != null || !payload
            ? 0
            : naive.partly ? Reason.PARTIAL_MAPPING.code() : Reason.NO_MAPPING.code();
    assertThat(w.reason).as(what).isEqualTo(reason);
    boolean ended = naive.completed && slot.mapping.has();
    boolean endFollows = ended && w.header.payloadLength != slot.mapping.bytes();
    assertThat(w.verdict).as(what).isEqualTo(naive.pending || endFollows ? PENDING : NONE);
    assertThat(w.ended.valid).as(what).isEqualTo(ended);
    if (slot != null) {
      long dsn = slot.mapping.dsn() + (ssn - slot.mapping.ssn());
      assertThat(w.dsn).as(what).isEqualTo(slot.mapping.dsn64() ? dsn : dsn & 0xffff_ffffL);
    }
    if (ended) {
      assertThat(w.ended.sum).as(what).isEqualTo(sum(slot));
      assertThat(w.endedInOneSegment)
          .as(what)
          .isEqualTo(w.header.payloadLength == slot.mapping.bytes());
    }
  }

  private static int sum(NaiveMapper.Slot slot) {
    NaiveMapper.Mapping m = slot.mapping;
    long sum = m.wireLength() + m.checksum() + ((int) m.ssn() >>> 16) + ((int) m.ssn() & 0xffff);
    for (int shift = 0; shift < 64; shift += 16) {
      sum += m.dsn() >>> shift & 0xffff;
    }
    for (int i = 0; i < slot.bytes.length; i++) {
      sum += (slot.bytes[i] & 0xff) << ((i & 1) == 0 ? 8 : 0);
    }
    return (int) (sum % 65535);
  }
}
