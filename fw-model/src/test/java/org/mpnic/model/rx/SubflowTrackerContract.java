package org.mpnic.model.rx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mpnic.abi.Reason;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.FrameHeader;
import org.mpnic.wire.TcpFlags;

/** What subflow_tracker does, for the Java stage and for its RTL twin. */
public abstract class SubflowTrackerContract {
  private static final String TABLE = "subflow_context";
  private static final int ID = 5;
  private static final int GENERATION = 9;

  private final NicConfig config;
  private long cycle = 10;

  /** The contract with its usual parameters. */
  protected SubflowTrackerContract() {
    this(NicConfig.DEFAULT.toBuilder().subflows(16).build());
  }

  /** The contract with these parameters. */
  protected SubflowTrackerContract(NicConfig config) {
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

  private static long[] context(NicConfig config, int isn, int next, boolean fresh) {
    long[] words = new long[3 + config.outOfOrderIntervals()];
    words[0] =
        GENERATION
            | 1L << 12
            | (long) HeaderWord.KIND_MPTCP << 13
            | 77L << 16
            | 3L << 36
            | (fresh ? 1L << 48 : 0);
    words[1] = (long) isn << 32 | isn + next & 0xffff_ffffL;
    return words;
  }

  /** Next expected SSN, by a word without payload. */
  private int next(StageUnderTest stage) {
    return through(stage, word(0, 0)).receiveNextBefore;
  }

  private HeaderWord word(int sequence, int length) {
    HeaderWord w = new HeaderWord();
    w.grantCycle = ++cycle;
    w.flowHit = true;
    w.subflow = ID;
    w.subflowGeneration = GENERATION;
    w.header.layers = FrameHeader.LAYER_ETHERNET | FrameHeader.LAYER_IP | FrameHeader.LAYER_TCP;
    w.header.tcpFlags = TcpFlags.ACK;
    w.header.sequence = sequence;
    w.header.payloadLength = length;
    return w;
  }

  /** A segment with timestamps. */
  private HeaderWord stamped(int sequence, int length, int timestamp) {
    HeaderWord w = word(sequence, length);
    w.header.tcpOptions = 1L << FrameHeader.KIND_TIMESTAMPS;
    w.header.timestampValue = timestamp;
    return w;
  }

  private StageUnderTest programmed(int isn, int next) {
    StageUnderTest stage = stage(config);
    stage.write(TABLE, 1, ID, context(config, isn, next, false));
    return stage;
  }

  private HeaderWord through(StageUnderTest stage, HeaderWord w) {
    assertThat(stage.run(List.of(w))).containsExactly(w.grantCycle + stage.latencyCycles());
    return w;
  }

  @Test
  void shouldNumberFromTheInitialSequenceWhenSegmentsComeInOrder() {
    StageUnderTest stage = programmed(1000, 1);
    HeaderWord first = through(stage, word(1001, 100));
    assertThat(first.subflowValid).isTrue();
    assertThat(first.kind).isEqualTo(HeaderWord.KIND_MPTCP);
    assertThat(first.connection).isEqualTo(77);
    assertThat(first.connectionGeneration).isEqualTo(3);
    assertThat(first.ssn).isEqualTo(1);
    assertThat(first.order).isEqualTo(HeaderWord.IN_ORDER);
    HeaderWord second = through(stage, word(1101, 50));
    assertThat(second.ssn).isEqualTo(101);
    assertThat(second.receiveNextBefore).isEqualTo(101);
    assertThat(second.order).isEqualTo(HeaderWord.IN_ORDER);
    assertThat(next(stage)).isEqualTo(151);
  }

  @Test
  void shouldGoOnWhenSequenceNumbersWrap() {
    StageUnderTest stage = programmed(0xffff_fff0, 1);
    assertThat(through(stage, word(0xffff_fff1, 20)).ssn).isEqualTo(1);
    HeaderWord wrapped = through(stage, word(5, 10));
    assertThat(wrapped.ssn).isEqualTo(21);
    assertThat(wrapped.order).isEqualTo(HeaderWord.IN_ORDER);
  }

  @Test
  void shouldGoOnWhenSubflowSequenceNumbersWrap() {
    StageUnderTest stage = programmed(1000, 0xffff_fff0);
    HeaderWord w = through(stage, word(1000 - 16, 32));
    assertThat(w.ssn).isEqualTo(0xffff_fff0);
    assertThat(w.order).isEqualTo(HeaderWord.IN_ORDER);
    assertThat(next(stage)).isEqualTo(16);
    assertThat(through(stage, word(1000 - 16, 32)).order).isEqualTo(HeaderWord.DUPLICATE);
  }

  @Test
  void shouldTellOrderWhenSegmentsComeInAnyOrder() {
    StageUnderTest stage = programmed(0, 1);
    assertThat(through(stage, word(101, 100)).order).isEqualTo(HeaderWord.OUT_OF_ORDER);
    assertThat(through(stage, word(101, 100)).order).isEqualTo(HeaderWord.DUPLICATE);
    assertThat(through(stage, word(151, 100)).order).isEqualTo(HeaderWord.PARTIAL_DUPLICATE);
    assertThat(through(stage, word(1, 100)).order).isEqualTo(HeaderWord.IN_ORDER);
    assertThat(next(stage)).isEqualTo(251);
    assertThat(through(stage, word(1, 250)).order).isEqualTo(HeaderWord.DUPLICATE);
    assertThat(through(stage, word(201, 100)).order).isEqualTo(HeaderWord.PARTIAL_DUPLICATE);
    assertThat(through(stage, word(301, 0)).order).isEqualTo(HeaderWord.IN_ORDER);
  }

  @Test
  void shouldChangeNothingWhenOutsideTheWindow() {
    StageUnderTest stage = programmed(0, 1);
    assertThat(through(stage, word(1 + (1 << 30), 1)).order).isEqualTo(HeaderWord.OUTSIDE_WINDOW);
    assertThat(through(stage, word(-(1 << 30), 1)).order).isEqualTo(HeaderWord.OUTSIDE_WINDOW);
    assertThat(through(stage, word(0x8000_0001, 1)).order).isEqualTo(HeaderWord.OUTSIDE_WINDOW);
    assertThat(next(stage)).isEqualTo(1);
  }

  @Test
  void shouldJumpToTheLowestRangeWhenAnotherOneIsNeeded() {
    StageUnderTest stage = programmed(0, 1);
    for (int i = 0; i < config.outOfOrderIntervals(); i++) {
      through(stage, word(1001 + 1000 * i, 10));
    }
    assertThat(next(stage)).isEqualTo(1);
    through(stage, word(501, 10));
    assertThat(next(stage)).isEqualTo(511);
    through(stage, word(20_001, 10));
    assertThat(next(stage)).isEqualTo(1011);
  }

  @Test
  void shouldStartAtTheFirstSegmentWhenTheContextIsFresh() {
    StageUnderTest stage = stage(config);
    stage.write(TABLE, 1, ID, context(config, 0, 1, true));
    HeaderWord first = through(stage, word(5001, 100));
    assertThat(first.order).isEqualTo(HeaderWord.IN_ORDER);
    assertThat(first.receiveNextBefore).isEqualTo(5001);
    assertThat(through(stage, word(6001, 100)).order).isEqualTo(HeaderWord.OUT_OF_ORDER);
  }

  @Test
  void shouldSuspendTheContextWhenASynHasAnotherInitialSequence() {
    StageUnderTest stage = programmed(1000, 1);
    HeaderWord repeated = word(1000, 0);
    repeated.header.tcpFlags = TcpFlags.SYN;
    repeated.reason = Reason.HANDSHAKE.code();
    assertThat(through(stage, repeated).subflowValid).isTrue();
    HeaderWord syn = word(500_000, 0);
    syn.header.tcpFlags = TcpFlags.SYN;
    syn.reason = Reason.HANDSHAKE.code();
    assertThat(through(stage, syn).subflowValid).isFalse();
    HeaderWord data = through(stage, word(1001, 10));
    assertThat(data.subflowValid).isFalse();
    assertThat(data.reason).isEqualTo(Reason.CONTEXT_UNKNOWN.code());
  }

  @Test
  void shouldRefuseTheContextWhenTheGenerationIsAnother() {
    StageUnderTest stage = programmed(1000, 1);
    HeaderWord stale = word(1001, 10);
    stale.subflowGeneration = GENERATION - 1;
    through(stage, stale);
    assertThat(stale.subflowValid).isFalse();
    assertThat(stale.reason).isEqualTo(Reason.CONTEXT_UNKNOWN.code());
    assertThat(next(stage)).isEqualTo(1);
  }

  @Test
  void shouldSeeAWriteWhenGrantedLaterThanItsCycle() {
    StageUnderTest stage = stage(config);
    stage.write(TABLE, 100, ID, context(config, 0, 1, false));
    HeaderWord early = word(1, 10);
    early.grantCycle = 100;
    HeaderWord late = word(1, 10);
    late.grantCycle = 101;
    stage.run(List.of(early, late));
    assertThat(early.subflowValid).isFalse();
    assertThat(late.subflowValid).isTrue();
  }

  @Test
  void shouldLeaveTheContextWhenTheFrameIsAnException() {
    StageUnderTest stage = programmed(0, 1);
    HeaderWord exception = word(1, 100);
    exception.reason = Reason.TCP_OPTION_LIMIT.code();
    assertThat(through(stage, exception).ssn).isEqualTo(1);
    assertThat(next(stage)).isEqualTo(1);
    HeaderWord handshake = word(1, 100);
    handshake.reason = Reason.HANDSHAKE.code();
    through(stage, handshake);
    assertThat(next(stage)).isEqualTo(101);
  }

  @Test
  void shouldEchoTheLatestTimestampWhenSegmentsComeInOrder() {
    StageUnderTest stage = programmed(1000, 1);
    assertThat(through(stage, word(1001, 0)).timestampRecent).isZero();
    assertThat(through(stage, stamped(1001, 100, 0x8102_0304)).timestampRecent)
        .isEqualTo(0x8102_0304);
    assertThat(through(stage, stamped(1101, 100, 0x8102_0303)).timestampRecent)
        .as("an older one")
        .isEqualTo(0x8102_0304);
    assertThat(through(stage, word(1201, 100)).timestampRecent).as("none").isEqualTo(0x8102_0304);
    assertThat(through(stage, stamped(1301, 0, 0x8102_0305)).timestampRecent)
        .as("a pure ACK's")
        .isEqualTo(0x8102_0305);
    assertThat(through(stage, stamped(1001, 100, 0x8102_0306)).timestampRecent)
        .as("a repeated segment's")
        .isEqualTo(0x8102_0306);
  }

  @Test
  void shouldGoOnWhenTimestampsWrap() {
    StageUnderTest stage = stage(config);
    long[] words = context(config, 0, 1, false);
    words[2] = 1L << 32 | 0xffff_fff0L;
    stage.write(TABLE, 1, ID, words);
    assertThat(through(stage, stamped(1, 10, 0x7fff_fff0)).timestampRecent).isEqualTo(0xffff_fff0);
    assertThat(through(stage, stamped(11, 10, 5)).timestampRecent).isEqualTo(5);
    assertThat(through(stage, stamped(21, 10, 0xffff_fff1)).timestampRecent).isEqualTo(5);
    assertThat(through(stage, stamped(31, 10, 0x8000_0004)).timestampRecent).isEqualTo(0x8000_0004);
  }

  @Test
  void shouldEchoTheSegmentThatMadeTheHoleWhenSegmentsAreMissing() {
    StageUnderTest stage = programmed(0, 1);
    assertThat(through(stage, stamped(1, 100, 1)).timestampRecent).isEqualTo(1);
    assertThat(through(stage, stamped(201, 100, 3)).timestampRecent).isEqualTo(1);
    assertThat(through(stage, stamped(301, 0, 4)).timestampRecent).isEqualTo(1);
    assertThat(through(stage, stamped(101, 100, 2)).timestampRecent).isEqualTo(2);
    assertThat(through(stage, stamped(301, 100, 5)).timestampRecent).isEqualTo(5);
  }

  @Test
  void shouldTakeNoTimestampWhenTheSegmentDoesNotCount() {
    StageUnderTest stage = programmed(0, 1);
    through(stage, stamped(1, 10, 7));
    HeaderWord exception = stamped(11, 10, 8);
    exception.reason = Reason.BAD_TCP_CHECKSUM.code();
    assertThat(through(stage, exception).timestampRecent).isEqualTo(7);
    HeaderWord syn = stamped(0, 0, 8);
    syn.header.tcpFlags = TcpFlags.SYN;
    syn.reason = Reason.HANDSHAKE.code();
    assertThat(through(stage, syn).timestampRecent).isEqualTo(7);
    HeaderWord stale = stamped(11, 10, 8);
    stale.subflowGeneration = GENERATION - 1;
    through(stage, stale);
    HeaderWord outside = stamped(-(1 << 30), 10, 8);
    assertThat(through(stage, outside).timestampRecent).isEqualTo(7);
    HeaderWord handshake = stamped(11, 0, 8);
    handshake.reason = Reason.HANDSHAKE.code();
    assertThat(through(stage, handshake).timestampRecent).isEqualTo(8);
  }

  @Test
  void shouldTakeTheFirstTimestampWhenTheContextIsFresh() {
    StageUnderTest stage = stage(config);
    stage.write(TABLE, 1, ID, context(config, 0, 1, true));
    assertThat(through(stage, stamped(5001, 0, 0x9000_0000)).timestampRecent)
        .as("a pure ACK beyond the in-order point")
        .isZero();
    assertThat(through(stage, stamped(5001, 100, 0x9000_0001)).timestampRecent)
        .isEqualTo(0x9000_0001);
  }

  @Test
  void shouldTakeTimestampsInTurnWhenSegmentsAreBackToBack() {
    StageUnderTest stage = programmed(0, 1);
    List<HeaderWord> words = new ArrayList<>();
    int[] stamps = {10, 12, 11, 13, 13, 9, 14};
    for (int i = 0; i < stamps.length; i++) {
      words.add(stamped(1 + 10 * i, 10, stamps[i]));
    }
    words.add(stamped(200, 10, 20));
    words.add(stamped(71, 129, 15));
    stage.run(words);
    assertThat(words)
        .extracting(w -> w.timestampRecent)
        .containsExactly(10, 12, 12, 13, 13, 13, 14, 14, 15);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldAgreeWithSingleBytesWhenTrafficIsRandom(long seed) {
    Random random = new Random(seed);
    int ranges = 1 + random.nextInt(6);
    int window = seed % 3 == 0 ? 40 : seed % 3 == 1 ? 400 : 4000;
    NicConfig small =
        near(config.toBuilder().outOfOrderIntervals(ranges).receiveWindowBytes(window).build());
    ranges = small.outOfOrderIntervals();
    window = (int) small.receiveWindowBytes();
    int jump = Math.min(window, 4000);
    StageUnderTest stage = stage(small);
    int isn = random.nextInt();
    long base = 0xffff_ff00L;
    stage.write(TABLE, 1, ID, context(small, isn, (int) base, false));
    NaiveWindow naive = new NaiveWindow(ranges, window, base);
    int words = Integer.getInteger("mpnic.contract.words", 3000);
    for (int batch = 0; batch < words / 50; batch++) {
      List<HeaderWord> list = new ArrayList<>();
      List<Long> starts = new ArrayList<>();
      long guess = naive.next;
      for (int i = 0; i < 50; i++) {
        cycle += random.nextInt(4) == 0 ? random.nextInt(30) : 0;
        int length = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(20);
        long start = guess + random.nextInt(90) - 45;
        if (random.nextInt(3) == 0) {
          start = guess;
          guess += length;
        } else if (random.nextInt(40) == 0) {
          start = guess + random.nextInt(3 * jump) - jump;
        }
        starts.add(start);
        list.add(word(isn + (int) start, length));
      }
      stage.run(list);
      for (int i = 0; i < list.size(); i++) {
        HeaderWord w = list.get(i);
        assertThat(w.receiveNextBefore).as("in-order point").isEqualTo((int) naive.next);
        assertThat(w.order)
            .as("word %d of batch %d: %d+%d", i, batch, starts.get(i), w.header.payloadLength)
            .isEqualTo(naive.update(starts.get(i), w.header.payloadLength));
      }
    }
  }
}
